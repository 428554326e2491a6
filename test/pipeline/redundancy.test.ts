import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute } from '../../pipeline/executor/executor.ts';
import type { TrainedNetwork } from '../../pipeline/training/trained.ts';
import { type RedundancyPayload, type RedundancyResult, VARIANTS } from '../../pipeline/workers/redundancy.ts';
import { writeCheckpoint } from '../../src/network/checkpoint.ts';
import { randomNetwork } from '../network/randomNetwork.ts';
import { memoised } from './memoised.ts';

const WORKER = new URL('../../pipeline/workers/redundancy.ts', import.meta.url);
let root: string;
let networks: TrainedNetwork[];

/** Two networks as stage `train` leaves them: five modules of which four solved, and one that solved nothing. */
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'modular-growth-'));
  networks = (
    [
      ['modular', 5],
      ['stuck', 1],
    ] as const
  ).map(([id, nSolved]) => {
    const folder = join(root, id);
    mkdirSync(folder);
    const network = randomNetwork({ architecture: 'modular', size: 5, depth: nSolved === 1 ? 1 : 5, seed: 1 });
    const bytes = writeCheckpoint(network, { nSolved, seed: 1, configuration: '', kernelVersion: '' });
    writeFileSync(join(folder, 'network.safetensors'), bytes);
    const configuration = { architecture: 'modular', size: 5, seed: 1, firstN: 2 } as TrainedNetwork['configuration'];
    return { id, key: id, folder, nSolved, configuration };
  });
});
afterAll(() => rmSync(root, { recursive: true }));

const run = memoised((workers: number, untilN: number) => {
  const optimizer = { learningRate: 0.4, momentum: 0.2, clip: 2 };
  const batches = { bits: 'per-sequence', batchSize: 16, stepsPerEpoch: 3, testBatches: 1 } as const;
  const jobs = networks.map((network) => ({
    id: network.id,
    cost: 1,
    payload: {
      network,
      untilN,
      twins: { seed: 1, epochs: 1, optimizer, ...batches },
      epsilons: [0, 0.5],
      protocol: { warmUp: 20, steps: 100, p: 0.5, draws: 2, seed: 1 },
      engine: 'simd',
    } satisfies RedundancyPayload,
  }));
  return execute<RedundancyPayload, RedundancyResult>(WORKER, jobs, { workers });
});

describe('two modules for every task in worker threads', () => {
  it('give the same numbers with one worker and with two, for the solved tasks up to the last one asked for', async () => {
    const results = await run(1, 4);
    expect(results.map(({ tasks }) => tasks)).toEqual([[2, 3, 4], []]);
    expect(await run(2, 4)).toEqual(results);
    expect((await run(2, 20))[0].tasks).toEqual([2, 3, 4, 5]);
  });

  it('without noise two copies answer as one module does, whatever feeds the next', async () => {
    const [{ accuracies, twins }] = await run(2, 4);
    const at = (variant: string, feeding: string) =>
      accuracies[VARIANTS.findIndex((way) => way.variant === variant && way.feeding === feeding)][0];
    expect(at('copy', 'first')).toEqual(at('plain', 'first'));
    expect(at('copy', 'mean')).toEqual(at('plain', 'first'));
    expect(at('twin', 'first')).not.toEqual(at('plain', 'first'));
    for (const { distance } of twins) expect(distance).toBeGreaterThan(0);
  });

  it('keep a network that solved nothing, with no task at every eps and draw', async () => {
    const [, stuck] = await run(2, 4);
    const none = [[], []];
    expect(stuck.accuracies).toEqual(VARIANTS.map(() => [none, none]));
    expect(stuck.twins).toEqual([]);
  });
});
