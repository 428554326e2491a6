import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networksBehind, rowsBehind } from '../../pipeline/explain/influence.ts';
import type { Trail } from '../../pipeline/explain/trail.ts';
import type { PublishedNetwork } from '../../pipeline/published.ts';
import { mean } from '../../src/analysis/statistics.ts';
import { parseTable, type Row, type Tables } from '../../src/artifact/table.ts';
import { claimOf } from '../../src/claims/index.ts';
import { commit } from './checkout.ts';
import { makePublished, type Published } from './published.ts';

let published: Published;
beforeAll(async () => {
  published = await makePublished('train', 'perturb', 'freeze', 'figures', 'claims');
  // What a fresh clone does not have.
  rmSync(join(published.root, 'artifacts/smoke/networks'), { recursive: true });
  rmSync(join(published.root, 'artifacts/store'), { recursive: true });
  published.edit('.gitignore', (text) => text.replace('artifacts/smoke/\n', ''));
  await commit(published.root);
});
afterAll(() => published?.remove());

const table = (path: string) => parseTable(published.read(`artifacts/smoke/${path}`));
const networks = (stage: string) =>
  (JSON.parse(published.read(`artifacts/smoke/hashes/${stage}.json`)) as { networks: PublishedNetwork[] }).networks;
const explain = (...args: string[]) => published.script('explain', ...args, '--profile', 'smoke');

async function trail(name: string): Promise<Trail> {
  const { stdout, stderr, exitCode } = await explain(name, '--json');
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  return JSON.parse(stdout);
}

describe('a panel', () => {
  it('leads to its tables, stages, parameters, code and every network with key and hash', async () => {
    const { sources, networks: found, params, command, commit: by, warnings, about } = await trail('3a');
    expect(sources.map(({ path, stages }) => [path, stages])).toEqual([
      ['tables/robustness.csv', ['train', 'perturb']],
    ]);
    expect(sources[0].rows).toBe(table('tables/robustness.csv').length);
    const expected = networks('train').map(({ id, key, sha256 }) => ({ address: `train/${id}`, key, sha256 }));
    expect(found.map(({ address, key, sha256 }) => ({ address, key, sha256 }))).toEqual(expected);
    expect(found.map(({ configuration }) => configuration)).toEqual(networks('train').map((one) => one.configuration));
    expect(params).toHaveProperty('perturb.steps', 1000);
    expect(params).toHaveProperty('training.clip');
    expect(Object.fromEntries(about).code).toMatch(/^modular-growth \S+, engine simd, kernel version/);
    expect(command).toBe('npm run reproduce -- --profile smoke --only figures');
    expect(by).toMatch(/^[0-9a-f]{7,} of \d{4}-\d\d-\d\d$/);
    expect(warnings).toEqual([]);
  });

  it('is told in words that name every network with its hash, and a point to go on with', async () => {
    const { stdout, exitCode } = await explain('3a');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Panel 3a, profile smoke: Perturbed connections$/m);
    for (const { id, key, sha256 } of networks('train')) {
      expect(stdout).toMatch(new RegExp(`train/${id} +seed \\d+ +key ${key} +sha256 ${sha256}`));
    }
    const [, point] = /npm run explain -- (3a:\S+)$/m.exec(stdout) ?? [];
    expect((await trail(point)).data?.rows.length).toBeGreaterThan(0);
  });

  it('of a whole figure are all its panels', async () => {
    const { stdout } = await explain('4');
    expect([...stdout.matchAll(/^Panel (\w+),/gm)].map(([, id]) => id)).toEqual(['4a', '4b']);
  });

  it('names a table that was edited after the figure was made, and what to do', async () => {
    const restore = published.edit('artifacts/smoke/tables/robustness.csv', (text) =>
      text.replace(/,(\d+)\n$/, ',9$1\n'),
    );
    const { stdout } = await explain('3a');
    restore();
    expect(stdout).toMatch(
      /ATTENTION: artifacts\/smoke\/tables\/robustness\.csv is not the file that panel 3a was made from: it was edited, or made later\. 'npm run reproduce -- --profile smoke' makes both again/,
    );
  });
});

describe('a claim', () => {
  it('leads to its test, verdict and numbers, its tables, and the networks that it rests on', async () => {
    const { about, sources, networks: found, command, warnings } = await trail('6a.3');
    const told = Object.fromEntries(about);
    const { claims } = JSON.parse(published.read('artifacts/smoke/claims.json'));
    const judged = claims.find(({ id }: { id: string }) => id === '6a.3');
    expect(told.verdict).toBe(judged.verdict);
    expect(told.finding).toBe(judged.finding);
    expect(told.test).toBe(claimOf('6a.3')?.test);
    expect(sources.map(({ path }) => path)).toEqual(claimOf('6a.3')?.inputs);
    expect(found.every(({ key, sha256, configuration }) => key && sha256 && configuration)).toBe(true);
    expect(command).toBe('npm run reproduce -- --profile smoke --only claims');
    expect(warnings).toEqual([]);
  });

  it('rests on the networks of the sizes and conditions that it compares, and on no others of its tables', async () => {
    const { networks: found } = await trail('6a.3');
    expect(found.map(({ address }) => address)).toEqual([
      'freeze/modular-05-frozen-recurrent-seed-0',
      'freeze/modular-05-frozen-recurrent-seed-1',
      'train/non-modular-020-seed-0',
      'train/non-modular-020-seed-1',
    ]);
  });

  it('of ours, beyond the paper, is followed like one of the paper', async () => {
    const { about, warnings, networks: found } = await trail('B.1');
    expect(Object.fromEntries(about).finding).toMatch(/neurons/);
    expect(found.length).toBeGreaterThan(0);
    expect(warnings).toEqual([]);
  });

  it('whose verdict was edited by hand is called so', async () => {
    const restore = published.edit('artifacts/smoke/claims.json', (text) =>
      text.replace(/("id": "2a\.3"[\s\S]*?"verdict": )"[a-z ]+"/, '$1"partly"'),
    );
    const { warnings } = await trail('2a.3');
    restore();
    expect(warnings[0]).toMatch(/^artifacts\/smoke\/claims\.json is not what the tables give now/);
  });

  it('whose table is missing is told with what to do, and never fails', async () => {
    const { warnings, about } = await trail('2c.1');
    expect(Object.fromEntries(about).verdict).toBe('not run');
    expect(warnings[0]).toMatch(
      /tables\/generalize\.csv is missing: stage generalize has not run at this profile, or the file was deleted/,
    );
  });
});

describe('a point', () => {
  it('of a network leads to its own rows, its network with seed, key, hash and configuration, and what trains it again', async () => {
    const { data, measured, networks: found } = await trail('2a:modular-05-seed-1:epoch=3');
    expect(data?.rows).toEqual([expect.objectContaining({ kind: 'seed', size: 5, seed: 1, epoch: 3 })]);
    const row = table('histories/train.csv').find((one) => one.network === 'modular-05-seed-1' && one.epoch === 3);
    expect(measured).toEqual([{ path: 'histories/train.csv', rows: [row] }]);
    expect(data?.rows[0].nSolved).toBe(row?.nSolved);
    const of = networks('train').find(({ id }) => id === 'modular-05-seed-1');
    expect(found).toEqual([
      {
        address: 'train/modular-05-seed-1',
        key: of?.key,
        sha256: of?.sha256,
        seed: 1,
        configuration: of?.configuration,
        command: 'npm run verify -- --profile smoke --network train/modular-05-seed-1',
      },
    ]);
  });

  it('can be trained again by the very command that it names', async () => {
    const { networks: found } = await trail('2a:modular-05-seed-1:epoch=3');
    const [, , , , ...args] = found[0].command.split(' ');
    const { stdout, exitCode } = await published.script('verify', ...args);
    expect(stdout).toMatch(new RegExp(`^agrees +train/modular-05-seed-1: ${found[0].sha256}`, 'm'));
    expect(exitCode).toBe(0);
  });

  it('that is a mean over draws and seeds leads to every one of them, and their mean is the point', async () => {
    const { data, measured, networks: found } = await trail('3a:architecture=modular:size=15:kind=mean:epsilon=10');
    const rows = table('tables/robustness.csv').filter(
      (row) => row.architecture === 'modular' && row.size === 15 && row.target === 'connections' && row.epsilon === 10,
    );
    expect(measured).toEqual([{ path: 'tables/robustness.csv', rows }]);
    expect(found.map(({ seed }) => seed)).toEqual([0, 1]);
    expect(data?.rows).toHaveLength(1);
    expect(data?.rows[0].solved).toBeCloseTo(mean(rows.map((row) => Number(row.solved))), 4);
  });

  it('takes the beginning of a column’s name, and numbers as they are published', async () => {
    const epsilons = [...new Set(table('tables/robustness.csv').map((row) => Number(row.epsilon)))].filter(
      (e) => e > 0,
    );
    const { data } = await trail(`3a:modular-15-seed-0:eps=${epsilons[1]}`);
    expect(data?.rows.map((row) => row.epsilon)).toEqual([epsilons[1]]);
  });

  it('of Fig. 6 leads to the stage that trained its network', async () => {
    const { networks: found } = await trail('6a:modular-05-frozen-recurrent-seed-0:epoch=2');
    expect(found.map(({ address }) => address)).toEqual(['freeze/modular-05-frozen-recurrent-seed-0']);
  });
});

describe('a point that is drawn from few of many rows', () => {
  it('leads to those alone: a network’s end in Fig. 2b to its last epoch', async () => {
    const { data, measured } = await trail('2b:modular-15-seed-0:kind=seed');
    const own = table('histories/train.csv').filter((row) => row.network === 'modular-15-seed-0');
    expect(own.length).toBeGreaterThan(1);
    expect(measured).toEqual([{ path: 'histories/train.csv', rows: [own.at(-1)] }]);
    expect(data?.rows[0]).toMatchObject({ nSolved: own.at(-1)?.nSolved, parameters: own.at(-1)?.parameters });
  });

  it('and a step of the front to every network that shapes it', async () => {
    const { networks: found } = await trail('2b:kind=front:architecture=modular');
    expect(found.map(({ address }) => address)).toContain('train/modular-15-seed-0');
    expect(found.map(({ address }) => address).filter((address) => address.includes('non-modular'))).toEqual([]);
  });
});

describe('a network', () => {
  it('leads to its files, and to the tables and panels that show it', async () => {
    const { about, networks: found } = await trail('freeze/modular-05-frozen-recurrent-seed-0');
    const told = Object.fromEntries(about);
    expect(told.tables).toBe('histories/freeze.csv');
    expect(told.panels).toContain('6a');
    expect(found[0].sha256).toBe(networks('freeze')[0].sha256);
  });
});

describe('a reading', () => {
  const READING = ['--profile', 'smoke', '--reading', 'leak-outside'];
  beforeAll(async () => {
    for (const stage of ['train', 'claims']) {
      const { exitCode, all } = await published.script(stage, ...READING);
      if (exitCode !== 0) throw new Error(all);
    }
  });

  it('has claims and networks of its own, which a command trains again', async () => {
    const { stdout } = await published.script('explain', '2a.3', ...READING, '--json');
    const { networks: found, about, sources } = JSON.parse(stdout) as Trail;
    expect(Object.fromEntries(about).verdict).not.toBe('not run');
    expect(sources[0].sha256).not.toBe((await trail('2a.3')).sources[0].sha256);
    const { address, configuration, command, sha256 } = found[0];
    expect(address).toBe('leak-outside/train/modular-05-seed-0');
    expect(configuration?.leak).toBe('outside');
    expect(sha256).not.toBe(networks('train')[0].sha256);
    const verified = await published.script('verify', ...command.split(' ').slice(4));
    expect(verified.stdout).toContain(`agrees   ${address}: ${sha256}`);
  });

  it('has its networks among those that are drawn for verification, and explained by their name', async () => {
    const { stdout, exitCode } = await explain('leak-outside/train/modular-05-seed-1');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Network leak-outside\/train\/modular-05-seed-1, profile smoke, reading leak-outside/m);
    expect(stdout).toContain('leak outside');
  });
});

describe('a name that is not known, in one sentence with the nearest known', () => {
  it.each([
    [2, ['3c'], "unknown name '3c': did you mean '"],
    [2, ['6a.33'], "unknown name '6a.33': did you mean '6a.3'?"],
    [2, ['modular-05-sed-0'], "unknown name 'modular-05-sed-0': did you mean 'modular-05-seed-0'?"],
    [2, ['2e:epoch=1'], "unknown panel '2e': did you mean '2"],
    [2, ['2a:epok=1'], "unknown column of panel 2a 'epok': did you mean 'epoch'?"],
    [2, ['2a:epoch=99'], 'panel 2a has no such row with epoch = 99; nearest: 1, 2, 3, 4.'],
    [2, ['2a:epoch=last'], "'last' is not a number"],
    [2, ['2a:architecture=modulr'], "panel 2a: unknown architecture 'modulr': did you mean 'modular'?"],
    [2, ['2a:modular-05-seed-7'], "panel 2a has no network 'modular-05-seed-7': did you mean 'modular-05-seed-0'?"],
    [2, ['2a', '--reading', 'growth-copy-al'], "unknown reading 'growth-copy-al': did you mean 'growth-copy-all'?"],
    [2, ['2a', '--reading', 'protocol'], 'Panels are drawn for the profile itself'],
    [2, [], 'Say what to explain: npm run explain -- 3a.'],
    [2, ['3a', '--jsn'], "unknown flag '--jsn': did you mean '--json'?"],
  ])('exit %s for %j', async (code, args, message) => {
    const { stderr, exitCode } = await explain(...args);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(exitCode).toBe(code);
  });

  it('is another fault than a reading that nobody ran', async () => {
    const { stderr, exitCode } = await explain('6a.3', '--reading', 'protocol');
    expect(stderr).toContain('Nothing is published here: artifacts/smoke/readings/protocol is missing.');
    expect(exitCode).toBe(1);
  });

  it('is another fault than a profile without artifacts', async () => {
    const { stderr, exitCode } = await published.script('explain', '3a', '--profile', 'paper');
    expect(stderr).toContain('Nothing is published here: artifacts/paper is missing.');
    expect(exitCode).toBe(1);
  });
});

describe('what an answer rests on', () => {
  const tables: Tables = {
    a: [1, 2, 3, 4].map((value, i) => ({ network: `n${i}`, seed: i, value })),
    b: [{ network: 'n9', seed: 9, value: 7 }],
  };
  const places = [0, 1, 2, 3].map((index) => ({ path: 'a', index }));
  const numbersOf = (given: Tables, path: string) => (given[path] as Row[]).map((row) => Number(row.value));

  it('is the rows whose numbers enter, also where they are equal', () => {
    const sum = (given: Tables) => String(numbersOf(given, 'a')[1] + numbersOf(given, 'a')[3]);
    expect(rowsBehind(tables, places, sum)).toEqual({ behind: [places[1], places[3]], each: true });
    expect(rowsBehind(tables, places, () => 'nothing').behind).toEqual([]);
    const zeros: Tables = { a: [0, 0].map((value, i) => ({ network: `n${i}`, seed: i, value })) };
    expect(rowsBehind(zeros, places.slice(0, 2), (given) => String(mean(numbersOf(given, 'a')))).behind).toHaveLength(
      2,
    );
  });

  it('is told where rows are too many to try one by one, and misses none of them', () => {
    const many: Tables = { a: Array.from({ length: 5000 }, (_, i) => ({ network: 'n', seed: i, value: i })) };
    const all = (many.a as Row[]).map((_, index) => ({ path: 'a', index }));
    const { behind, each } = rowsBehind(many, all, (given) => String(mean(numbersOf(given, 'a').slice(0, 4000))));
    expect(each).toBe(false);
    expect(new Set(behind.map(({ index }) => index)).size).toBe(behind.length);
    expect(behind.filter(({ index }) => index < 4000)).toHaveLength(4000);
  });

  it('is the networks whose rows enter, be it only by being there', () => {
    expect(networksBehind(tables, (given) => String(numbersOf(given, 'b')))).toEqual([{ path: 'b', network: 'n9' }]);
    expect(networksBehind(tables, (given) => String(given.a?.length)).map(({ network }) => network)).toEqual([
      'n0',
      'n1',
      'n2',
      'n3',
    ]);
  });
});
