import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { summaryOf } from '../../src/comparison/summary.ts';
import {
  CLAIMS,
  CSV,
  CURVE,
  compare,
  line,
  numbers,
  panelOf,
  results,
  SVG,
  setCell,
  states,
} from './comparedResults.ts';

describe('what changed is named as it is', () => {
  it('nothing', async () => {
    const found = await compare();
    expect(found).toMatchObject({ changed: false, params: [], files: [], warnings: [], failures: [] });
    expect(states(found)).toEqual({ '2b': 'unchanged', '3a': 'unchanged', '5c': 'unchanged' });
    expect(summaryOf(found)).toContain('nothing changed at all');
  });

  it('a number over seeds, in standard deviations of the seeds it is over', async () => {
    const seeds = numbers(CSV, 'nSolved', /^seed,modular,5,/);
    const mean = seeds.reduce((sum, one) => sum + one, 0) / seeds.length;
    const spread = Math.sqrt(seeds.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (seeds.length - 1));
    const { text, cells } = line(CSV, 'mean,modular,5,');
    expect(Number(cells.nSolved)).toBeCloseTo(mean, 4);
    setCell(CSV, text, 'nSolved', String(Number(cells.nSolved) + 2));
    const found = await compare();
    expect(states(found)).toEqual({ '2b': 'data', '3a': 'unchanged', '5c': 'unchanged' });
    const table = panelOf(found, '2b')?.table;
    expect(table).toMatchObject({ changed: 1, added: 0, removed: 0 });
    expect(table?.cells).toHaveLength(1);
    expect(table?.largest).toMatchObject({ kind: 'mean', column: 'nSolved', x: null, change: 2, edge: false });
    expect(Object.values(table?.largest?.series ?? {})).toEqual(expect.arrayContaining(['modular', 5]));
    expect(table?.largest?.deviations).toBeCloseTo(2 / spread, 3);
    expect(summaryOf(found)).toContain('1 panel with other data');
  });

  it('a point of a curve, at its perturbation', async () => {
    const match = /^seed,modular,5,connections,\d+,0\.158489,/;
    const seeds = numbers(CURVE, 'solved', match);
    expect(new Set(seeds).size).toBeGreaterThan(1);
    const mean = seeds.reduce((sum, one) => sum + one, 0) / seeds.length;
    const spread = Math.sqrt(seeds.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (seeds.length - 1));
    const { text, cells } = line(CURVE, 'mean,modular,5,connections,,0.158489,');
    setCell(CURVE, text, 'solved', String(Number(cells.solved) - 1));
    const largest = panelOf(await compare(), '3a')?.table?.largest;
    expect(largest).toMatchObject({ kind: 'mean', column: 'solved', x: { column: 'epsilon', value: 0.158489 } });
    expect(largest?.series).toMatchObject({ architecture: 'modular', size: 5, target: 'connections' });
    expect(largest?.deviations).toBeCloseTo(-1 / spread, 3);
  });

  it('rows in another order, which is no other data', async () => {
    results.edit(CURVE, (text) => {
      const [header, ...lines] = text.trim().split('\n');
      return `${[header, ...lines.reverse()].join('\n')}\n`;
    });
    expect(states(await compare())['3a']).toBe('unchanged');
  });

  it('a drawing whose data are the same', async () => {
    results.edit(SVG, (text) => text.replace('</svg>', '<circle r="3"/></svg>'));
    const found = await compare();
    expect(states(found)['2b']).toBe('drawing');
    expect(found).toMatchObject({ changed: true, profiles: [{ verdicts: [] }] });
    expect(summaryOf(found)).toContain('Data same, drawing changed: 2b.');
  });

  it('a verdict', async () => {
    const { claims } = JSON.parse(readFileSync(join(results.root, CLAIMS), 'utf8'));
    const [{ id, verdict, statement }] = claims;
    const moved = verdict === 'not run' ? 'reproduced' : 'not run';
    results.edit(CLAIMS, (text) => text.replace(`"verdict": "${verdict}"`, `"verdict": "${moved}"`));
    const found = await compare();
    expect(found.profiles[0].verdicts).toMatchObject([
      { id, statement, before: { verdict }, after: { verdict: moved } },
    ]);
    const counts = new Map(found.profiles[0].counts.map((one) => [one.verdict, one.after - one.before]));
    expect([counts.get(verdict), counts.get(moved)]).toEqual([-1, 1]);
    expect(summaryOf(found)).toContain(`| ${id} | ${verdict} | **${moved}** |`);
  });

  it('panels that are new and gone', async () => {
    for (const ending of ['csv', 'svg', 'provenance.json'])
      await results.git('mv', `artifacts/quick/figures/5c.${ending}`, `artifacts/quick/figures/9z.${ending}`);
    const found = await compare({ head: await results.commit() });
    expect(states(found)).toEqual({ '2b': 'unchanged', '3a': 'unchanged', '5c': 'removed', '9z': 'added' });
    expect(summaryOf(found)).toMatch(/\| 5c \| Panel removed\. \|[\s\S]*\| 9z \| New panel\. \|/);
  });

  it('a parameter, and the stages that were not run with it', async () => {
    results.edit('params.yaml', (text) => text.replace('warmUp: 100 ', 'warmUp: 120 '));
    const found = await compare();
    expect(found.params).toEqual([{ path: 'perturb.warmUp', before: 100, after: 120 }]);
    expect(found.profiles[0].stale).toContainEqual({
      stage: 'perturb',
      path: 'perturb.warmUp',
      ran: 100,
      stated: 120,
    });
    const warnings = found.warnings.filter(({ remake }) => remake.includes('quick'));
    expect(warnings).toHaveLength(1);
    expect(warnings[0].cases).toContainEqual(
      expect.stringMatching(/^quick: perturb\.warmUp was 100 in perturb.*; params\.yaml says 120$/),
    );
    expect(summaryOf(found)).toContain('perturb.warmUp: 100 → 120');
  });

  it('a tree with changes that no commit holds, without touching it', async () => {
    results.edit(SVG, (text) => `${text}\n`);
    writeFileSync(join(results.root, 'notes.txt'), 'a thought');
    const before = await results.git('status', '--porcelain');
    const found = await compare();
    expect(found.head).toMatchObject({ name: 'working tree', uncommitted: 2 });
    expect(summaryOf(found)).toContain('with 2 uncommitted files');
    expect(await results.git('status', '--porcelain')).toBe(before);
  });
});
