import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mean } from '../../src/artifact/moments.ts';
import { claimOf } from '../../src/claims/index.ts';
import { type Explained, makeExplained } from './explained.ts';

let explained: Explained;
beforeAll(async () => {
  explained = await makeExplained('train', 'perturb', 'freeze', 'figures', 'claims');
});
afterAll(() => explained?.published.remove());

describe('a panel', () => {
  it('leads to its tables, stages, parameters, code and every network with key and hash', async () => {
    const { sources, networks: found, params, command, commit: by, warnings, about } = await explained.trail('3a');
    expect(sources.map(({ path, stages }) => [path, stages])).toEqual([
      ['tables/robustness.csv', ['train', 'perturb']],
    ]);
    expect(sources[0].rows).toBe(explained.table('tables/robustness.csv').length);
    const expected = explained
      .networks('train')
      .map(({ id, key, sha256 }) => ({ address: `train/${id}`, key, sha256 }));
    expect(found.map(({ address, key, sha256 }) => ({ address, key, sha256 }))).toEqual(expected);
    expect(found.map(({ configuration }) => configuration)).toEqual(
      explained.networks('train').map((one) => one.configuration),
    );
    expect(params).toHaveProperty('perturb.steps', 1000);
    expect(params).toHaveProperty('training.clip');
    expect(Object.fromEntries(about).code).toMatch(/^engine simd, kernel version/);
    expect(command).toBe('npm run reproduce -- --profile smoke --only figures');
    expect(by).toMatch(/^[0-9a-f]{7,} of \d{4}-\d\d-\d\d$/);
    expect(warnings).toEqual([]);
  });

  it('is told in words that name every network with its hash, and a point to go on with', async () => {
    const { stdout, exitCode } = await explained.explain('3a');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Panel 3a, profile smoke: Perturbed connections$/m);
    for (const { id, key, sha256 } of explained.networks('train')) {
      expect(stdout).toMatch(new RegExp(`train/${id} +seed \\d+ +key ${key} +sha256 ${sha256}`));
    }
    const [, point] = /npm run explain -- (3a:\S+)$/m.exec(stdout) ?? [];
    expect((await explained.trail(point)).data?.rows.length).toBeGreaterThan(0);
  });

  it('of a whole figure are all its panels', async () => {
    const { stdout } = await explained.explain('4');
    expect([...stdout.matchAll(/^Panel (\w+),/gm)].map(([, id]) => id)).toEqual(['4a', '4b']);
  });

  it('names a table that was edited after the figure was made, and what to do', async () => {
    const restore = explained.published.edit('artifacts/smoke/tables/robustness.csv', (text) =>
      text.replace(/,(\d+)\n$/, ',9$1\n'),
    );
    const { stdout } = await explained.explain('3a');
    restore();
    expect(stdout).toMatch(
      /ATTENTION: artifacts\/smoke\/tables\/robustness\.csv is not the file that panel 3a was made from: it was edited, or made later\. 'npm run reproduce -- --profile smoke' makes both again/,
    );
  });
});

describe('a claim', () => {
  it('leads to its test, verdict and numbers, its tables, and the networks that it rests on', async () => {
    const { about, sources, networks: found, command, warnings } = await explained.trail('6a.3');
    const told = Object.fromEntries(about);
    const { claims } = JSON.parse(explained.published.read('artifacts/smoke/claims.json'));
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
    const { networks: found } = await explained.trail('6a.3');
    expect(found.map(({ address }) => address)).toEqual([
      'freeze/modular-05-frozen-recurrent-seed-0',
      'freeze/modular-05-frozen-recurrent-seed-1',
      'train/non-modular-020-seed-0',
      'train/non-modular-020-seed-1',
    ]);
  });

  it('of ours, beyond the paper, is followed like one of the paper', async () => {
    const { about, warnings, networks: found } = await explained.trail('B.1');
    const numbers = about.filter(([name]) => name === 'number').map(([, text]) => text);
    expect(numbers).toContainEqual(expect.stringMatching(/^difference, M = \d+: -?\d/));
    expect(found.length).toBeGreaterThan(0);
    expect(warnings).toEqual([]);
  });

  it('whose verdict was edited by hand is called so', async () => {
    const restore = explained.published.edit('artifacts/smoke/claims.json', (text) =>
      text.replace(/("id": "2a\.3"[\s\S]*?"verdict": )"[a-z ]+"/, '$1"partly"'),
    );
    const { warnings } = await explained.trail('2a.3');
    restore();
    expect(warnings[0]).toMatch(/^artifacts\/smoke\/claims\.json is not what the tables give now/);
  });

  it('whose table is missing is told with what to do, and never fails', async () => {
    const { warnings, about } = await explained.trail('2c.1');
    expect(Object.fromEntries(about).verdict).toBe('not run');
    expect(warnings[0]).toMatch(
      /tables\/generalize\.csv is missing: stage generalize has not run in this profile, or the file was deleted/,
    );
  });
});

describe('a point', () => {
  it('of a network leads to its own rows, its network with seed, key, hash and configuration, and what trains it again', async () => {
    const { data, measured, networks: found } = await explained.trail('2a:modular-05-seed-1:epoch=3');
    expect(data?.rows).toEqual([expect.objectContaining({ kind: 'seed', size: 5, seed: 1, epoch: 3 })]);
    const row = explained
      .table('histories/train.csv')
      .find((one) => one.network === 'modular-05-seed-1' && one.epoch === 3);
    expect(measured).toEqual([{ path: 'histories/train.csv', rows: [row] }]);
    expect(data?.rows[0].nSolved).toBe(row?.nSolved);
    const of = explained.networks('train').find(({ id }) => id === 'modular-05-seed-1');
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
    const { networks: found } = await explained.trail('2a:modular-05-seed-1:epoch=3');
    const [, , , , ...args] = found[0].command.split(' ');
    const { stdout, exitCode } = await explained.published.script('verify', ...args);
    expect(stdout).toMatch(new RegExp(`^agrees +train/modular-05-seed-1: ${found[0].sha256}`, 'm'));
    expect(exitCode).toBe(0);
  });

  it('that is a mean over draws and seeds leads to every one of them, and their mean is the point', async () => {
    const {
      data,
      measured,
      networks: found,
    } = await explained.trail('3a:architecture=modular:size=15:kind=mean:epsilon=10');
    const rows = explained
      .table('tables/robustness.csv')
      .filter(
        (row) =>
          row.architecture === 'modular' && row.size === 15 && row.target === 'connections' && row.epsilon === 10,
      );
    expect(measured).toEqual([{ path: 'tables/robustness.csv', rows }]);
    expect(found.map(({ seed }) => seed)).toEqual([0, 1]);
    expect(data?.rows).toHaveLength(1);
    expect(data?.rows[0].solved).toBeCloseTo(mean(rows.map((row) => Number(row.solved))), 4);
  });

  it('takes the beginning of a column’s name, and numbers as they are published', async () => {
    const epsilons = [...new Set(explained.table('tables/robustness.csv').map((row) => Number(row.epsilon)))].filter(
      (e) => e > 0,
    );
    const { data } = await explained.trail(`3a:modular-15-seed-0:eps=${epsilons[1]}`);
    expect(data?.rows.map((row) => row.epsilon)).toEqual([epsilons[1]]);
  });

  it('of Fig. 6 leads to the stage that trained its network', async () => {
    const { networks: found } = await explained.trail('6a:modular-05-frozen-recurrent-seed-0:epoch=2');
    expect(found.map(({ address }) => address)).toEqual(['freeze/modular-05-frozen-recurrent-seed-0']);
  });
});

describe('a point that is drawn from few of many rows', () => {
  it('leads to those alone: a network’s end in Fig. 2b to its last epoch', async () => {
    const { data, measured } = await explained.trail('2b:modular-15-seed-0:kind=seed');
    const history = explained.table('histories/train.csv').filter((row) => row.network === 'modular-15-seed-0');
    expect(history.length).toBeGreaterThan(1);
    expect(measured).toEqual([{ path: 'histories/train.csv', rows: [history.at(-1)] }]);
    expect(data?.rows[0]).toMatchObject({ nSolved: history.at(-1)?.nSolved, parameters: history.at(-1)?.parameters });
  });

  it('and a step of the front to every network that shapes it', async () => {
    const { networks: found } = await explained.trail('2b:kind=front:architecture=modular');
    expect(found.map(({ address }) => address)).toContain('train/modular-15-seed-0');
    expect(found.map(({ address }) => address).filter((address) => address.includes('non-modular'))).toEqual([]);
  });
});

describe('a network', () => {
  it('leads to its files, and to the tables and panels that show it', async () => {
    const { about, networks: found } = await explained.trail('freeze/modular-05-frozen-recurrent-seed-0');
    const told = Object.fromEntries(about);
    expect(told.tables).toBe('histories/freeze.csv');
    expect(told.panels).toContain('6a');
    expect(found[0].sha256).toBe(explained.networks('freeze')[0].sha256);
  });
});
