import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockEntries } from '../../pipeline/driver/dvc.ts';
import type { LockEntry } from '../../src/artifact/dvc.ts';
import { panels } from '../../src/figures/index.ts';
import { STAGES, TRAINING_STAGES } from '../../src/study/stages.ts';
import { git, pathsOf } from '../../src/system/git.ts';
import type { Mark } from '../../src/system/mark.mjs';
import { type Checkout, commit, makeCheckout, ROOT } from './checkout.ts';

const read = (root: string, file: string) => readFileSync(join(root, file), 'utf8');
const lockOf = (root: string): Record<string, LockEntry> => lockEntries(read(root, 'dvc.lock'));
const outsOf = (root: string, stage: string) =>
  Object.fromEntries((lockOf(root)[`${stage}@smoke`]?.outs ?? []).map(({ path, md5 }) => [path, md5]));

/** Stages that a dry run lists, with whether they run for sure or only if what they read changes. */
async function planned(checkout: Checkout): Promise<Record<string, string>> {
  const { all } = await checkout.reproduce('--profile', 'smoke', '--dry-run');
  return Object.fromEntries(
    [...all.matchAll(/^(\w+) +would run(:| if) (.*)$/gm)].map(([, stage, , why]) => [stage, why]),
  );
}

describe('the smoke profile through DVC', () => {
  let whole: Checkout;
  let output: string;
  beforeAll(async () => {
    whole = await makeCheckout();
    output = (await whole.reproduce('--profile', 'smoke', '--workers', '2')).all;
  });
  afterAll(() => whole?.remove());

  it('runs every stage, in order', () => {
    const ran = STAGES.filter((stage) => output.includes(`\n${stage} done (`));
    expect(ran, output).toEqual([...STAGES]);
  });

  it('makes what docs/artifacts.md lists', () => {
    const tables = [
      'robustness.csv',
      'perturbation.csv',
      'generalize.csv',
      'timescales.csv',
      'conserve.csv',
      'redundancy.csv',
      'twins.csv',
      'deep.csv',
      'crosscheck.json',
    ];
    const expected = [
      ...TRAINING_STAGES.flatMap((name) => [`histories/${name}.csv`, `hashes/${name}.json`]),
      ...tables.map((name) => `tables/${name}`),
      'lab/index.json',
      'claims.json',
      'metrics.json',
      'readings.json',
      ...['protocol', 'freeze-rest-copied', 'generalize-module-all'].map((name) => `readings/${name}/claims.json`),
    ];
    expect(expected.filter((file) => !existsSync(join(whole.root, 'artifacts/smoke', file)))).toEqual([]);
  });

  it('makes what is committed of it, to the byte', async () => {
    const tracked = pathsOf(await git(ROOT, ['ls-files', '-z', 'artifacts/smoke']));
    // The engines' comparison depends on the machine.
    const comparable = tracked.filter((file) => !file.endsWith('crosscheck.json'));
    expect(comparable).toContain('artifacts/smoke/claims.json');
    const differ = comparable.filter(
      (file) => !existsSync(join(whole.root, file)) || read(whole.root, file) !== read(ROOT, file),
    );
    expect(differ, 'npm run reproduce -- --profile smoke makes them again; commit artifacts/smoke').toEqual([]);
  });

  it('draws every panel', () => {
    const drawn = readdirSync(join(whole.root, 'artifacts/smoke/figures')).filter((file) => file.endsWith('.svg'));
    expect(drawn.sort()).toEqual(panels.map(({ id }) => `${id}.svg`).sort());
  });

  it('ends with the tables of figures and claims, and the command that opens the report', () => {
    expect(output).toMatch(/^ {2}2a +Learning/m);
    expect(output).toMatch(/^ {2}2a\.1 +(reproduced|partly|not reproduced|not run) /m);
    expect(output).toContain('dvc.lock at HEAD records nothing for profile smoke');
    expect(output).toContain('npm run site -- --profile smoke');
  });

  it('leaves DVC with nothing to do', async () => {
    const targets = STAGES.map((stage) => `${stage}@smoke`);
    expect(JSON.parse(await whole.dvc('status', '--json', ...targets))).toEqual({});
  });

  it('runs no stage the second time, and finds what is committed byte-identical', async () => {
    await commit(whole.root);
    const { all, exitCode } = await whole.reproduce('--profile', 'smoke');
    expect(exitCode).toBe(0);
    expect(all).toContain('No stage ran');
    expect(all).toContain('Byte-identical with what dvc.lock at HEAD records');
    expect(all).not.toContain('done (');
  });

  describe('after a change of one number in every section', () => {
    const changes = [
      ['statistics', 'resamples: 2000', 'resamples: 1999', ['figures', 'claims', 'readings', 'multiverse']],
      ['timescales', 'burnIn: 500', 'burnIn: 499', ['timescales', 'figures', 'readings', 'multiverse']],
      ['profiles.smoke.perturb', 'draws: 2,', 'draws: 3,', ['perturb', 'redundancy', 'lab', 'figures']],
      [
        'profiles.smoke.freeze',
        'freeze: { seeds: [1, 1], epochs: 3 }',
        'freeze: { seeds: [1, 1], epochs: 2 }',
        ['freeze', 'figures'],
      ],
      [
        'training',
        'clip: 2.0',
        'clip: 2.1',
        ['train', 'freeze', 'duplicate', 'deep', 'crosscheck', 'figures', 'readings', 'multiverse'],
      ],
      [
        'profiles.smoke.readings',
        'generalize: { fromN: 3, K: [1], epochs: 1 }',
        'generalize: { fromN: 3, K: [2], epochs: 1 }',
        ['readings'],
      ],
      // Of another profile.
      ['profiles.quick', 'epochs: 20 }', 'epochs: 21 }', []],
    ] as const;
    let reasons: [stage: string, why: string][];
    beforeAll(async () => {
      const text = read(whole.root, 'params.yaml');
      let changed = text;
      for (const [, before, after] of changes) {
        expect(changed).toContain(before);
        changed = changed.replace(before, after);
      }
      writeFileSync(join(whole.root, 'params.yaml'), changed);
      reasons = Object.entries(await planned(whole));
      writeFileSync(join(whole.root, 'params.yaml'), text);
    });

    it.each(changes)('reruns for %s, %s to %s, what reads it alone', (section, _before, _after, stages) => {
      const direct = reasons.filter(([, why]) => why.split(', ').includes(`params.yaml ${section} changed`));
      expect(direct.map(([stage]) => stage)).toEqual(stages);
    });

    it('has no other reason to run a stage, but that the report shows params.yaml itself', () => {
      const sections = changes.map(([section]) => `params.yaml ${section} changed`);
      const other = reasons.flatMap(([stage, why]) =>
        why
          .split(', ')
          .filter((reason) => reason.startsWith('params.yaml') && !sections.includes(reason) && stage !== 'report'),
      );
      expect(other).toEqual([]);
    });
  });

  it('makes again what someone edited, and says so', async () => {
    const table = 'artifacts/smoke/tables/conserve.csv';
    const before = read(whole.root, table);
    appendFileSync(join(whole.root, table), 'modular-99-seed-0,99,0,2,recurrent,0\n');
    const { all: alone } = await whole.reproduce('--profile', 'smoke', '--only', 'claims');
    expect(alone).toContain(`${table} was modified since stage conserve made it; --only claims takes it as it stands.`);
    const { all } = await whole.reproduce('--profile', 'smoke');
    expect(all).toContain(`${table} was modified since stage conserve made it`);
    expect(all).toContain('conserve done (');
    expect(all).not.toContain('timescales done (');
    expect(read(whole.root, table)).toBe(before);
  });

  it('makes everything itself where results came with a clone', async () => {
    writeFileSync(join(whole.root, '.cache/made.json'), '{}');
    const { all } = await whole.reproduce('--profile', 'smoke', '--dry-run');
    expect(all.match(/its results were made elsewhere/g)).toHaveLength(STAGES.length);
  });

  describe('stopped half-way', () => {
    let stopped: Checkout;
    beforeAll(async () => {
      stopped = await makeCheckout();
    });
    afterAll(() => stopped?.remove());

    const train = () => stopped.reproduce('--profile', 'smoke', '--only', 'train', '--workers', '1');
    /** Waits until a run has finished one more network. */
    const another = async (run: ReturnType<typeof train>) => {
      let ended: string | null = null;
      run.then(({ all }) => {
        ended = all;
      });
      const store = join(stopped.root, 'artifacts/store');
      const done = () =>
        existsSync(store) ? readdirSync(store).filter((key) => existsSync(join(store, key, 'done.json'))) : [];
      const before = done().length;
      while (done().length <= before) {
        if (ended !== null) throw new Error(`The run ended before it was stopped:\n${ended}`);
        await sleep(20);
      }
    };

    it('lets no second run in, goes on after a kill and after Ctrl-C, and makes the same bytes with one worker as with two', async () => {
      const first = train();
      await another(first);
      const second = await train();
      expect(second.exitCode).toBe(1);
      expect(second.all).toContain('A run is going on in this checkout already');

      const { processes } = JSON.parse(read(stopped.root, 'artifacts/.running/reproduce.json')) as Mark;
      process.kill(processes[0].pid, 'SIGKILL');
      process.kill(-processes[1].pid, 'SIGKILL');
      await first;

      const third = train();
      await another(third);
      third.kill('SIGINT');
      const told = await third;
      expect(told.all).toContain('The last run was stopped before its end');
      expect(told.all).toContain('Stopped. What was finished is kept');
      expect(told.exitCode).toBe(1);

      const last = await train();
      expect(last.exitCode, last.all).toBe(0);
      expect(last.all).toMatch(/, [2-8] from the store/);
      expect(outsOf(stopped.root, 'train')).toEqual(outsOf(whole.root, 'train'));
    });
  });
});
