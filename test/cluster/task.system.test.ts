import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyOf } from '../../pipeline/training/storedNetwork.ts';
import { writeJson } from '../../src/artifact/file.ts';
import { runProgram } from '../../src/system/program.ts';
import { smallConfiguration } from '../engine/configuration.ts';
import { type Checkout, makeCheckout } from '../pipeline/checkout.ts';
import { until } from './slurm.ts';

let checkout: Checkout;
beforeAll(async () => {
  checkout = await makeCheckout();
});
afterAll(() => checkout.remove());

const store = () => join(checkout.root, 'artifacts/store');
const configuration = smallConfiguration({ size: 15, epochs: 400, stepsPerEpoch: 100 });
const key = keyOf(configuration);
const file = (name: string) => join(store(), key, name);

/** A plan of one task with items. */
function plan(...items: object[]): string {
  const path = join(checkout.root, '.cache/cluster/test/plan.json');
  writeJson(path, { cores: 1, tasks: [items] });
  return path;
}

const item = (over: object = {}) => ({
  ...{ id: 'train/small', key, seconds: 1, worker: 'pipeline/workers/train.ts', payload: { configuration } },
  ...over,
});

function start(path: string) {
  const args = ['pipeline/cluster/task.ts', '--plan', path, '--task', '0'];
  return runProgram(join(checkout.root, 'node_modules/.bin/node'), args, {
    cwd: checkout.root,
    all: true,
    reject: false,
  });
}

describe('a task of a cluster', () => {
  it('keeps its state when it is told to end, and goes on from there', async () => {
    const first = start(plan(item()));
    await until(() => existsSync(file('resume.json')));
    first.kill('SIGTERM');
    expect((await first).exitCode).toBe(143);
    const saved = JSON.parse(readFileSync(file('resume.json'), 'utf8')).history.length;
    expect(existsSync(file('done.json'))).toBe(false);
    const second = start(plan(item()));
    await until(() => JSON.parse(readFileSync(file('resume.json'), 'utf8')).history.length > saved);
    second.kill('SIGTERM');
    await second;
    expect(existsSync(join(store(), '.claims', `${key}.json`))).toBe(false);
  });

  it('trains a network once where two have it, whoever comes first', async () => {
    const short = smallConfiguration({ epochs: 12 });
    const path = plan(item({ key: keyOf(short), payload: { configuration: short } }));
    const ended = await Promise.all([start(path), start(path)]);
    expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const done = readFileSync(join(store(), keyOf(short), 'done.json'), 'utf8');
    rmSync(join(store(), keyOf(short)), { recursive: true });
    expect((await start(path)).exitCode).toBe(0);
    expect(readFileSync(join(store(), keyOf(short), 'done.json'), 'utf8')).toBe(done);
  });

  it('does the rest where one of its jobs cannot be done, and says why', async () => {
    const good = smallConfiguration({ epochs: 1, seed: 9 });
    const bad = item({ id: 'train/bad', key: 'f'.repeat(16), payload: { configuration: { ...good, engine: 'none' } } });
    const lacking = item({ id: 'perturb/lacking', key: 'e'.repeat(16), needs: 'd'.repeat(16) });
    const rest = item({ id: 'train/good', key: keyOf(good), payload: { configuration: good } });
    const { exitCode } = await start(plan(bad, lacking, rest));
    expect(exitCode).toBe(1);
    expect(existsSync(join(store(), keyOf(good), 'done.json'))).toBe(true);
  });
});
