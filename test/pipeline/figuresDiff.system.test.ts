import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Asked, compareRevisions } from '../../pipeline/compare/compare.ts';
import { study } from '../../pipeline/study.ts';
import { UserError } from '../../src/artifact/error.ts';
import type { Comparison, PanelState } from '../../src/comparison/change.ts';
import { summaryOf } from '../../src/comparison/summary.ts';
import { git } from '../../src/system/git.ts';
import { runProgram } from '../../src/system/program.ts';
import { ROOT } from './checkout.ts';
import { makeResults, type ResultsRepository } from './results.ts';

const CSV = 'artifacts/quick/figures/2b.csv';
const CURVE = 'artifacts/quick/figures/3a.csv';
const SVG = 'artifacts/quick/figures/2b.svg';
const CLAIMS = 'artifacts/quick/claims.json';

let results: ResultsRepository;
beforeAll(async () => {
  results = await makeResults();
});
afterEach(() => results.reset());
afterAll(() => results?.remove());

const compare = async (asked: Partial<Asked> = {}): Promise<Comparison> =>
  (await compareRevisions({ study, root: results.root, base: 'base', ...asked })).comparison;

/** The cells of the first line of a CSV that starts so, by column. */
function line(path: string, start: string): { text: string; cells: Record<string, string> } {
  const [header, ...lines] = readFileSync(join(results.root, path), 'utf8').trim().split('\n');
  const text = lines.find((one) => one.startsWith(start)) ?? '';
  return { text, cells: Object.fromEntries(text.split(',').map((cell, i) => [header.split(',')[i], cell])) };
}

/** A column over the lines of a CSV that match, as numbers. */
function numbers(path: string, column: string, match: RegExp): number[] {
  const [header, ...lines] = readFileSync(join(results.root, path), 'utf8').trim().split('\n');
  const at = header.split(',').indexOf(column);
  return lines.filter((one) => match.test(one)).map((one) => Number(one.split(',')[at]));
}

/** Puts another number into one cell of a line. */
function setCell(path: string, text: string, column: string, value: string): void {
  results.edit(path, (all) => {
    const at = all.split('\n')[0].split(',').indexOf(column);
    return all.replace(text, text.split(',').with(at, value).join(','));
  });
}

const states = ({ profiles }: Comparison): Record<string, PanelState> =>
  Object.fromEntries(profiles.flatMap(({ panels }) => panels.map(({ id, state }) => [id, state])));
const panelOf = ({ profiles }: Comparison, id: string) => profiles[0].panels.find((panel) => panel.id === id);

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
    expect(found.warnings.join()).toMatch(/Profile quick was not run again after params\.yaml changed: .*perturb/);
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

describe('what cannot be compared is said', () => {
  const refusal = (asked: Partial<Asked>) =>
    compare(asked).then(
      () => expect.unreachable('it was compared'),
      (error: UserError) => {
        expect(error).toBeInstanceOf(UserError);
        expect(error.exitCode).toBe(2);
        return error.message;
      },
    );

  it('a base that does not exist', async () => {
    expect(await refusal({ base: 'no-such-branch' })).toContain("There is no revision 'no-such-branch' here");
    expect(await refusal({ base: '--help' })).toContain("There is no revision '--help' here");
    expect(await refusal({ head: 'base:params.yaml' })).toContain('There is no revision');
  });

  it('a profile that neither side has', async () => {
    expect(await refusal({ profiles: ['quik'] })).toContain('quick');
  });

  it('a base without results: everything is new', async () => {
    await results.git('rm', '-r', '--quiet', 'artifacts/quick');
    const bare = await results.commit();
    const found = await compare({ base: bare, head: 'base' });
    expect(found.warnings.join()).toContain('has no results below artifacts/: everything counts as new');
    expect(found.profiles).toMatchObject([{ profile: 'quick', state: 'added', verdicts: [] }]);
    expect(new Set(Object.values(states(found)))).toEqual(new Set(['added']));
    const back = await compare({ base: 'base', head: bare });
    expect(back.profiles).toMatchObject([{ profile: 'quick', state: 'removed', verdicts: [] }]);
  });

  it('a profile that one side alone has, beside one that both have', async () => {
    cpSync(join(results.root, 'artifacts/quick'), join(results.root, 'artifacts/other'), { recursive: true });
    const found = await compare();
    expect(found.profiles.map(({ profile, state }) => [profile, state])).toEqual([
      ['other', 'added'],
      ['quick', 'both'],
    ]);
    expect(found.warnings.join()).toMatch(/Only working tree.* has results of profile other/);
    expect(summaryOf(found)).toContain('Unchanged profiles: quick.');
  });

  it.each([
    ['a table cut off in a line', CSV, (text: string) => text.slice(0, -9)],
    ['a table of no byte', CSV, () => ''],
    ['a table with marks of a merge', CSV, (text: string) => text.replace('\nmean', '\n<<<<<<< HEAD\nmean')],
  ])('%s: its panel alone is left out', async (_name, path, damage) => {
    results.edit(path, damage);
    results.edit('artifacts/quick/figures/5c.svg', (text) => `${text}\n`);
    const found = await compare();
    expect(found.failures).toHaveLength(1);
    expect(found.failures[0]).toMatch(/^artifacts\/quick\/figures\/2b\.csv of working tree .* is damaged/);
    expect(states(found)).toEqual({ '2b': 'not compared', '3a': 'unchanged', '5c': 'drawing' });
    const summary = summaryOf(found);
    expect(summary).toContain('not everything could be compared');
    expect(summary).toContain('| 2b | Not compared');
  });

  it('claims cut off: no verdict counts as gone', async () => {
    results.edit(CLAIMS, (text) => text.slice(0, text.length / 2));
    const found = await compare();
    expect(found.failures).toHaveLength(1);
    expect(found.failures[0]).toContain(`${CLAIMS} of working tree`);
    expect(found.profiles).toMatchObject([{ state: 'both', verdicts: [], counts: [] }]);
    expect(states(found)['2b']).toBe('unchanged');
  });

  it.each(['params.yaml', 'dvc.yaml', 'dvc.lock'])('a damaged %s: nothing counts as changed for it', async (path) => {
    results.edit(path, (text) => `<<<<<<< HEAD\n${text}`);
    const found = await compare();
    expect(found.failures).toHaveLength(1);
    expect(found.failures[0]).toContain(`${path} of working tree`);
    expect(found).toMatchObject({ changed: false, params: [], profiles: [{ stale: [], remade: [] }] });
    expect(found.files).toEqual(path === 'dvc.lock' ? [] : [path]);
  });

  it('a shallow clone that does not reach the merge base', async () => {
    await results.git('checkout', '--quiet', '-b', 'work');
    results.edit(SVG, (text) => `${text}\n`);
    await results.commit();
    await results.git('checkout', '--quiet', 'main');
    results.edit('params.yaml', (text) => `${text}\n`);
    await results.commit();
    const clone = mkdtempSync(join(tmpdir(), 'modular-growth-shallow-'));
    try {
      const [all, one] = [join(clone, 'all'), join(clone, 'one')];
      const from = ['clone', '--quiet', '--depth', '1', '--branch', 'work', `file://${results.root}`];
      await git(clone, [...from, '--no-single-branch', all]);
      const found = await compare({ root: all, base: undefined });
      expect(found.base.name).toBe('origin/main');
      expect(found.warnings.join()).toMatch(/shallow.*git fetch --unshallow.*Compared with the tip of origin\/main/);
      expect(states(found)['2b']).toBe('drawing');
      await git(clone, [...from, '--single-branch', one]);
      expect(await refusal({ root: one, base: undefined })).toMatch(/shallow.*git fetch --unshallow/);
      await git(one, ['fetch', '--quiet', '--unshallow', 'origin', 'main:main']);
      const whole = await compare({ root: one, base: undefined });
      expect(whole).toMatchObject({ base: { name: 'merge base with main' }, warnings: [] });
      expect(whole.base.commit).toBe(await results.git('rev-parse', 'base'));
    } finally {
      rmSync(clone, { recursive: true, force: true, maxRetries: 3 });
    }
  });

  it('a folder that git does not know', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'modular-growth-plain-'));
    expect(await refusal({ root: folder })).toContain('without git there are no revisions');
    rmSync(folder, { recursive: true });
  });
});

describe('the command', () => {
  /** Runs it in the small repository, where the code is put beside the results. */
  async function command(...args: string[]) {
    for (const part of ['pipeline', 'src', 'site/diff', 'package.json'])
      cpSync(join(ROOT, part), join(results.root, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(results.root, 'node_modules'));
    writeFileSync(join(results.root, '.git/info/exclude'), 'node_modules\n/pipeline\n/src\n/site\npackage.json\nout\n');
    const node = join(ROOT, 'node_modules/.bin/node');
    return runProgram(node, ['pipeline/commands/figuresDiff.ts', ...args, '--no-pages', '--out', 'out'], {
      cwd: results.root,
      reject: false,
    });
  }
  const written = (name: string) => readFileSync(join(results.root, 'out', name), 'utf8');

  it('ends with 0 where nothing changed', async () => {
    const { exitCode, stdout } = await command('base');
    expect([exitCode, stdout.split('\n')[0]]).toEqual([0, '## Figures: nothing changed at all']);
    expect(stdout.startsWith(written('summary.md'))).toBe(true);
    expect(JSON.parse(written('diff.json'))).toMatchObject({ format: 2, changed: false });
  });

  it('ends with 1 where something did, and writes which numbers', async () => {
    const { text, cells } = line(CSV, 'mean,modular,5,');
    setCell(CSV, text, 'nSolved', String(Number(cells.nSolved) + 2));
    expect((await command('base')).exitCode).toBe(1);
    expect(written('data/quick/2b.csv').trim().split('\n')).toHaveLength(2);
  });

  it('ends with 2 where not everything could be compared, with a report of the rest', async () => {
    results.edit(CSV, (text) => text.slice(0, -9));
    const { exitCode, stdout } = await command('base');
    expect(exitCode).toBe(2);
    expect(stdout).toContain('2b.csv of working tree');
    expect(JSON.parse(written('diff.json')).failures).toHaveLength(1);
  });

  it('ends with 2 and a plain sentence where the base is not there', async () => {
    const { exitCode, stdout, stderr } = await command('no-such-branch');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain("There is no revision 'no-such-branch' here");
    expect(stderr).not.toContain('    at ');
  });
});
