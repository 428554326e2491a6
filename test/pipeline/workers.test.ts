import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { execute } from '../../pipeline/executor/executor.ts';
import type { TrainPayload, TrainResult } from '../../pipeline/workers/train.ts';
import { networkId } from '../../src/curriculum/configuration.ts';
import { smallConfiguration } from '../engine/configuration.ts';

const WORKER = new URL('../../pipeline/workers/train.ts', import.meta.url);
const configurations = [
  smallConfiguration(),
  smallConfiguration({ seed: 4, condition: 'frozen-recurrent' }),
  smallConfiguration({ architecture: 'non-modular', size: 23 }),
  smallConfiguration({ architecture: 'non-modular', size: 7, leak: 'outside' }),
];
const stores: string[] = [];
afterAll(() => {
  for (const store of stores) rmSync(store, { recursive: true, force: true });
});

/** Hashes of the files of all networks, trained from nothing. */
async function train(workers: number): Promise<Record<string, string>[]> {
  const store = mkdtempSync(join(tmpdir(), 'modular-growth-workers-'));
  stores.push(store);
  const jobs = configurations.map((configuration, i) => ({
    id: networkId(configuration),
    cost: i,
    payload: { configuration, store },
  }));
  const results = await execute<TrainPayload, TrainResult>(WORKER, jobs, { workers });
  expect(results.every((result) => result.trained === 4)).toBe(true);
  return results.map((result) => result.files);
}

describe('networks trained side by side', () => {
  it('have the same bytes with 1, 2 and 4 workers', async () => {
    const alone = await train(1);
    expect(new Set(alone.map((files) => files['network.safetensors'])).size).toBe(configurations.length);
    expect(await train(2)).toEqual(alone);
    expect(await train(4)).toEqual(alone);
  });
});
