import type { Configuration } from '../../src/curriculum/configuration.ts';

/** A curriculum of a second: small networks, few steps, but grown for real. */
export function smallConfiguration(changes: Partial<Configuration> = {}): Configuration {
  return {
    architecture: 'modular',
    size: 11,
    seed: 3,
    condition: 'trained',
    growth: 'copy-connectivity',
    leak: 'inside',
    bits: 'per-sequence',
    batchSize: 64,
    firstN: 2,
    optimizer: { learningRate: 0.4, momentum: 0.2, clip: 2 },
    stepsPerEpoch: 200,
    testBatches: 4,
    solvedAbove: 0.9,
    epochs: 4,
    engine: 'simd',
    ...changes,
  };
}
