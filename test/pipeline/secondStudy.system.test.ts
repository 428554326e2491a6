import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Trail } from '../../pipeline/explain/trail.ts';
import type { Comparison } from '../../src/comparison/change.ts';
import { commit } from './checkout.ts';
import { openSecondStudy } from './secondStudy.ts';

const { root, run, read, edit } = await openSecondStudy();

it('judges its claim, under its readings too', () => {
  const [claim] = JSON.parse(read('artifacts/tiny/claims.json')).claims;
  expect(claim).toMatchObject({ id: 'L.1', verdict: 'reproduced', seeds: 4 });
  const [{ cells }] = JSON.parse(read('artifacts/tiny/readings.json')).claims;
  expect(Object.keys(cells)).toEqual(['protocol', 'through-origin', 'noise-uniform']);
  expect(read('artifacts/tiny/readings/through-origin/tables/lines.csv')).toMatch(/^line-seed-0,0,[\d.]+,0$/m);
});

it('is made again to the same bytes', async () => {
  const { exitCode, all } = await run('reproduce', '--profile', 'tiny', '--force');
  expect(exitCode, all).toBe(0);
  expect(all).toMatch(/Byte-identical with what dvc.lock at HEAD records/);
});

it('is verified by training fits again, and tells one whose hash was edited', async () => {
  const agrees = await run('verify', '--profile', 'tiny', '--sample', '2');
  expect(agrees.exitCode, agrees.all).toBe(0);
  expect(agrees.all).toContain('2 of 2 networks agree');
  const file = 'artifacts/tiny/hashes/fit.json';
  const before = read(file);
  edit(file, (text) => text.replaceAll(/"line.json":"[0-9a-f]{4}/g, '"line.json":"0000'));
  const differs = await run('verify', '--profile', 'tiny', '--network', 'fit/line-seed-1');
  writeFileSync(join(root, file), before);
  expect(differs.exitCode).toBe(1);
  expect(differs.all).toMatch(/DIFFERS {2}fit\/line-seed-1: line\.json/);
});

it('explains a point by its row, its fit and its parameters; explain and verify tell an edited table', async () => {
  const explained = async () => {
    const { exitCode, stdout, all } = await run('explain', 'slopes:seed=1', '--profile', 'tiny', '--json');
    expect(exitCode, all).toBe(0);
    return JSON.parse(stdout) as Trail;
  };
  const trail = await explained();
  expect(trail.measured).toEqual([{ path: 'tables/lines.csv', rows: [expect.objectContaining({ seed: 1 })] }]);
  expect(trail.networks.map(({ address }) => address)).toEqual(['fit/line-seed-1']);
  expect(trail.params).toMatchObject({ data: { slope: 2 } });
  expect(trail.warnings).toEqual([]);
  const table = 'artifacts/tiny/tables/lines.csv';
  const before = read(table);
  edit(table, (text) => text.replace(/^(line-seed-1,1,)/m, '$19'));
  const { warnings } = await explained();
  const verified = await run('verify', '--profile', 'tiny', '--sample', '1');
  writeFileSync(join(root, table), before);
  expect(warnings.some((warning) => warning.includes(`${table} is not the file that dvc.lock records`))).toBe(true);
  expect(verified.exitCode).toBe(1);
  expect(verified.all).toContain(`DIFFERS  ${table} is not the file that dvc.lock records`);
});

it('is bundled, and the bundle agrees', async () => {
  const made = await run('bundle', '--profile', 'tiny', '--out', 'bundle.zip');
  expect(made.exitCode, made.all).toBe(0);
  const verified = await run('verify', '--bundle', 'bundle.zip', '--all');
  expect(verified.exitCode, verified.all).toBe(0);
  expect(verified.all).toContain('The bundle agrees');
});

it('shows the panel that a changed parameter moves, and its cause', async () => {
  edit('params.yaml', (text) => text.replace('slope: 2,', 'slope: 2.5,'));
  const made = await run('reproduce', '--profile', 'tiny');
  expect(made.exitCode, made.all).toBe(0);
  const compared = await run('figuresDiff', 'HEAD', '--no-pages');
  expect(compared.exitCode, compared.all).toBe(1);
  const { profiles } = JSON.parse(read('figures-diff/diff.json')) as Comparison;
  const [panel] = profiles[0].panels;
  expect(panel).toMatchObject({ id: 'slopes', state: 'data', table: { changed: 4 } });
  expect(panel.causes?.params).toEqual([{ path: 'data.slope', before: 2, after: 2.5 }]);
});

it('is bundled and verified where it trains nothing', async () => {
  edit('pipeline/outline.ts', (text) => text.replace('trains: true,', ''));
  edit('pipeline/study.ts', (text) => text.replace('  training,\n', ''));
  edit('dvc.yaml', (text) => text.replace(/^ {8}- .*\/(hashes|networks)\/.*\n|, '[^']*hashes\/fit\.json'/gm, ''));
  rmSync(join(root, 'artifacts/tiny/hashes'), { recursive: true });
  const again = await run('reproduce', '--profile', 'tiny', '--force');
  expect(again.exitCode, again.all).toBe(0);
  await commit(root);
  const verified = await run('verify', '--profile', 'tiny');
  expect(verified.exitCode, verified.all).toBe(0);
  const made = await run('bundle', '--profile', 'tiny', '--out', 'untrained.zip');
  expect(made.exitCode, made.all).toBe(0);
  const bundle = await run('verify', '--bundle', 'untrained.zip');
  expect(bundle.exitCode, bundle.all).toBe(0);
});
