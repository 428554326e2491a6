import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute } from '../../pipeline/executor/executor.ts';
import type { TrainedNetwork } from '../../pipeline/training/trained.ts';
import type { PerturbPayload, PerturbResult } from '../../pipeline/workers/perturb.ts';
import type { TimescalesPayload } from '../../pipeline/workers/timescales.ts';
import type { TimescaleSummary } from '../../src/analysis/timescales.ts';
import { writeCheckpoint } from '../../src/network/checkpoint.ts';
import { randomNetwork } from '../network/randomNetwork.ts';
import { memoised } from './memoised.ts';

const PERTURB = new URL('../../pipeline/workers/perturb.ts', import.meta.url);
const TIMESCALES = new URL('../../pipeline/workers/timescales.ts', import.meta.url);
let root: string;
let networks: TrainedNetwork[];

/** Three networks as stage `train` leaves them: four modules of which three solved, a core with N = 2 solved, one that solved nothing. */
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'modular-growth-'));
  networks = (
    [
      ['modular', 'modular', 4, 'network'],
      ['core', 'non-modular', 2, 'solved-02'],
      ['stuck', 'modular', 1, 'network'],
    ] as const
  ).map(([id, architecture, nSolved, file]) => {
    const folder = join(root, id);
    mkdirSync(folder);
    const network = randomNetwork({ architecture, size: 5, depth: id === 'stuck' ? 1 : 4, heads: 1, seed: 1 });
    const bytes = writeCheckpoint(network, { nSolved, seed: 1, configuration: '', kernelVersion: '' });
    writeFileSync(join(folder, `${file}.safetensors`), bytes);
    const configuration = { architecture, size: 5, seed: 1, firstN: 2 } as TrainedNetwork['configuration'];
    return { id, key: id, folder, nSolved, configuration };
  });
});
afterAll(() => rmSync(root, { recursive: true }));

describe('perturbations in worker threads', () => {
  const run = memoised((workers: number) => {
    const protocol = { warmUp: 20, steps: 100, p: 0.5, draws: 2, seed: 1 };
    const payloads: PerturbPayload[] = networks.map((network) => ({
      network,
      targets: ['connections', 'tau'],
      epsilons: [0, 0.5],
      protocol,
    }));
    const jobs = payloads.map((payload) => ({ id: payload.network.id, cost: 1, payload }));
    return execute<PerturbPayload, PerturbResult>(PERTURB, jobs, { workers });
  });

  it('give the same numbers with one worker and with two, for the solved tasks alone', async () => {
    const results = await run(1);
    expect(results.map(({ tasks }) => tasks)).toEqual([[2, 3, 4], [2], []]);
    expect(await run(2)).toEqual(results);
  });

  it('keep a network that solved nothing, with no task at every eps and draw', async () => {
    const [, , stuck] = await run(2);
    const none = [[], []];
    expect(stuck.accuracies).toEqual([
      [none, none],
      [none, none],
    ]);
  });
});

describe('timescales in worker threads', () => {
  const run = memoised((workers: number, engine: TimescalesPayload['engine']) => {
    const protocol = { steps: 2000, burnIn: 50, trials: 3, maxLag: 30, tauMax: 100, seed: 1 };
    const payloads: TimescalesPayload[] = [
      { network: networks[0], tasks: [2, 4], protocol, engine },
      { network: networks[1], tasks: [2], protocol, engine },
    ];
    const jobs = payloads.map((payload) => ({ id: payload.network.id, cost: 1, payload }));
    return execute<TimescalesPayload, TimescaleSummary[]>(TIMESCALES, jobs, { workers });
  });

  it('give the same numbers with one worker and with two', async () => {
    const results = await run(1, 'simd');
    expect(results.map((summaries) => summaries.map(({ N }) => N))).toEqual([[2, 4], [2]]);
    expect(await run(2, 'simd')).toEqual(results);
  });

  it('agree between the SIMD kernel and the float64 reference', async () => {
    const [kernel, reference] = [await run(1, 'simd'), await run(1, 'tfjs')].map((results) => results.flat());
    kernel.forEach((summary, i) => {
      expect(summary.trainedMean).toBe(reference[i].trainedMean);
      expect(summary.effectiveMedian).toBeCloseTo(reference[i].effectiveMedian as number, 3);
    });
  });
});
