import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neededItems } from '../../pipeline/cluster/needs.ts';
import { taskScript } from '../../pipeline/cluster/script.ts';
import { readParams } from '../../pipeline/outline.ts';
import { study } from '../../pipeline/study.ts';
import { keyOf } from '../../pipeline/training/storedNetwork.ts';
import { listFiles, writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { runProgram } from '../../src/system/program.ts';
import { smallConfiguration } from '../engine/configuration.ts';
import { type Checkout, keepCompiled, makeCheckout, ROOT } from '../pipeline/checkout.ts';
import { committedResults, differing } from '../pipeline/committed.ts';
import { type Slurm, slurmFault, startSlurm, until } from './slurm.ts';

const fault = slurmFault();
if (fault !== null) console.log(`The tests of a cluster are left out: ${fault}.`);

describe.skipIf(fault !== null)('a run on a Slurm of two nodes', () => {
  let slurm: Slurm;
  let run: Checkout;
  let other: Checkout;
  beforeAll(async () => {
    slurm = await startSlurm({ nodes: ['n1', 'n2'], cpus: 2, maxArraySize: 4 });
    run = await makeCheckout('a run, 100% shared ');
    other = await makeCheckout();
    for (const { root } of [run, other]) writeFileSync(join(root, 'cluster.yaml'), 'secondsBetweenLooks: 0.5\n');
    await submitEndless();
  });
  afterAll(async () => {
    await slurm?.stop();
    run?.remove();
    other?.remove();
  });

  function command({ root }: Checkout, name: string, ...args: string[]) {
    return runProgram(join(root, 'node_modules/.bin/node'), [`pipeline/commands/${name}.ts`, ...args], {
      ...{ cwd: root, all: true, reject: false, stdin: 'ignore' },
      env: { ...slurm.env, ...keepCompiled(root), MODULAR_GROWTH_SECRET: 'secret' },
    } as const);
  }
  const reproduce = (at: Checkout, ...flags: string[]) =>
    command(at, 'reproduce', '--profile', 'smoke', '--on', 'slurm', '--task-minutes', '0', ...flags);
  const store = ({ root }: Checkout) => join(root, 'artifacts/store');
  const finished = (at: Checkout) =>
    existsSync(store(at))
      ? readdirSync(store(at)).filter((key) => existsSync(join(store(at), key, 'done.json'))).length
      : 0;
  const endless = smallConfiguration({ size: 15, epochs: 1_000_000, stepsPerEpoch: 100 });
  const log = () => join(other.root, 'endless.log');
  /** Begins a training that comes to no end within its minute, on the node that stays. */
  async function submitEndless(): Promise<void> {
    const { root } = other;
    const item = { id: 'endless', key: keyOf(endless), seconds: 1, worker: 'pipeline/workers/train.ts' };
    const plan = join(root, '.cache/endless/plan.json');
    writeJson(plan, { cores: 1, tasks: [[{ ...item, payload: { configuration: endless } }]] });
    const content = { node: join(root, 'node_modules/.bin/node'), plan, first: 0, environment: {} };
    writeFileSync(join(root, 'endless.sh'), taskScript(content, '0').replaceAll(`${ROOT}/`, `${root}/`));
    const limits = ['--time=1', '--signal=B:TERM@30', '--nodelist=n2', '--export=HOME', `--output=${log()}`];
    await slurm.command('sbatch', '--job-name=endless', ...limits, join(root, 'endless.sh'));
  }
  const queued = async () =>
    (await slurm.command('squeue', '--noheader', '--array', '--format=%i %j'))
      .split('\n')
      .filter((line) => line !== '' && !line.endsWith('endless'));

  it('says before it begins what it would submit', async () => {
    const { all, exitCode } = await reproduce(run, '--dry-run');
    expect(exitCode, all).toBe(0);
    const goal = {
      params: readParams(),
      profile: 'smoke',
      engine: 'simd',
      stages: study.stages.map(({ name }) => name),
    };
    const items = neededItems(study, goal);
    const networks = items.filter(({ needs }) => needs === undefined).length;
    expect(all).toContain(`${networks} networks as ${networks} tasks of 1 core in ${Math.ceil(networks / 4)} arrays`);
    expect(await queued()).toEqual([]);
  });

  it('ends with the committed bytes though a node goes away, tasks are cancelled and its driver is killed', async () => {
    const killed = reproduce(run);
    await until(() => finished(run) > 2);
    // Of two drivers in a checkout the second does nothing.
    const second = await reproduce(run);
    expect(second.exitCode).toBe(1);
    expect(second.all).toContain('is going on in this checkout');
    slurm.kill('n1');
    killed.kill('SIGKILL');
    await killed;
    const half = (await queued()).filter((_, i) => i % 2 === 0).map((line) => line.split(' ')[0]);
    await slurm.command('scancel', ...half);
    await slurm.start('n1');
    const before = finished(run);
    const { all, exitCode } = await reproduce(run);
    expect(exitCode, all).toBe(0);
    expect(before).toBeGreaterThan(0);
    expect(differing(run.root, await committedResults())).toEqual([]);
    const logs = listFiles(join(run.root, '.cache/cluster')).filter((path) => path.endsWith('.log'));
    expect(
      logs.filter((path) => readFileSync(join(run.root, '.cache/cluster', path), 'utf8').includes('secret')),
    ).toEqual([]);
    // Nothing was trained where the driver is.
    expect(all).not.toMatch(/networks: [1-9]\d* trained/);
  });

  it('names a network that fails three times, and makes the others', async () => {
    const goal = { params: readParams(), profile: 'smoke', engine: 'simd', stages: ['freeze'] };
    const items = neededItems(study, goal);
    const [bad, ...rest] = items;
    // A file stands where the folder of its entry belongs.
    writeAtomic(join(store(other), bad.key), '');
    const { all, exitCode } = await reproduce(other, '--only', 'freeze');
    expect(exitCode, all).toBe(1);
    expect(all).toContain(`${bad.id} failed (attempt 3 of 3)`);
    expect(rest.filter(({ key }) => !existsSync(join(store(other), key, 'done.json')))).toEqual([]);
  });

  it('submits again what no node could start and Slurm keeps in its queue', async () => {
    const cure = await slurm.fillDisks();
    const going = reproduce(other, '--only', 'train');
    const held = async () => (await slurm.command('squeue', '--noheader', '--array', '--format=%r')).includes('held');
    await until(held);
    cure();
    const { all, exitCode } = await going;
    expect(exitCode, all).toBe(0);
    expect(all).toContain('launch failed requeued held');
  });

  it('is submitted and left alone, told of, and cancelled without anybody else’s tasks', async () => {
    await slurm.command('scontrol', 'update', 'PartitionName=all', 'State=DOWN');
    await slurm.command('sbatch', '--job-name=reproduce-somebody', '--wrap=sleep 1');
    const detached = await reproduce(other, '--only', 'duplicate', '--detach');
    expect(detached.exitCode, detached.all).toBe(0);
    const submitted = (await queued()).length - 1;
    expect(submitted).toBeGreaterThan(1);
    expect((await command(other, 'jobs')).all).toContain(`${submitted} waiting`);
    const again = await reproduce(other, '--only', 'duplicate', '--detach');
    expect(again.exitCode, again.all).toBe(0);
    expect(await queued()).toHaveLength(submitted + 1);
    expect((await command(other, 'jobs', '--cancel')).all).toContain(`Cancelled ${submitted} tasks`);
    await until(async () => (await queued()).length === 1);
    expect((await queued())[0]).toContain('reproduce-somebody');
  });

  it('keeps the state of a task before its limit of time ends it', async () => {
    await until(async () => !(await slurm.command('squeue', '--noheader', '--format=%j')).includes('endless'), 300);
    expect(readFileSync(log(), 'utf8')).toContain('SIGTERM');
    const folder = join(store(other), keyOf(endless));
    expect(JSON.parse(readFileSync(join(folder, 'resume.json'), 'utf8')).history.length).toBeGreaterThan(0);
    expect(existsSync(join(store(other), '.claims', `${keyOf(endless)}.json`))).toBe(false);
  });

  it('says in the words of sbatch why nothing was taken', async () => {
    const { all, exitCode } = await reproduce(other, '--only', 'duplicate', '--sbatch', '--partition=nowhere');
    expect(exitCode).toBe(1);
    expect(all).toMatch(/sbatch refused: .*invalid partition/i);
  });
});
