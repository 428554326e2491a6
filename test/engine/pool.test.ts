import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PoolPlan, SessionOptions } from '../../src/engine/engine.ts';
import { simdEngine } from '../../src/engine/simd/engine.ts';
import type { Network } from '../../src/network/network.ts';
import { namedTensors } from '../../src/network/tensors.ts';
import type { BatchOrigin } from '../../src/task/batch.ts';
import { randomNetwork } from '../network/randomNetwork.ts';

const engine = await simdEngine();
const batchSize = 32;
const length = 33;
const plan: Omit<PoolPlan, 'size' | 'leak' | 'seed' | 'bits'> = {
  batchSize,
  batches: 3,
  testBatches: 2,
  length,
  largestTask: 8,
};
const options: SessionOptions = {
  batchSize,
  maxLength: length,
  optimizer: { learningRate: 0.4, momentum: 0.2, clip: 2 },
  trainable: ['recurrent', 'feedforward', 'input', 'tau', 'readout'],
};

/** Modular networks with at least one frozen module. */
const networks = fc
  .record({
    size: fc.integer({ min: 1, max: 23 }),
    depth: fc.integer({ min: 2, max: 6 }),
    leak: fc.constantFrom('inside' as const, 'outside' as const),
    seed: fc.nat({ max: 1000 }),
  })
  .map(({ depth, ...kind }) => randomNetwork({ architecture: 'modular', depth, heads: depth, ...kind }));
const draws = fc.record({
  seed: fc.nat({ max: 1000 }),
  bits: fc.constantFrom('per-sequence' as const, 'per-batch' as const, 'half' as const),
});
const open = (network: Network, { seed, bits }: Pick<BatchOrigin, 'seed' | 'bits'>) =>
  engine.openPool!({ ...plan, size: network.size, leak: network.leak, seed, bits });
/** The network as it stood when it had so many modules. */
const part = (network: Network, depth: number): Network => ({
  ...network,
  modules: network.modules.slice(0, depth),
  heads: network.heads.slice(0, depth),
});

describe('a pool of prefix activations', () => {
  it('gives the loss and the gradient of the whole network on the same bits and initial states, to the bit', () => {
    fc.assert(
      fc.property(
        networks,
        draws,
        fc.nat({ max: plan.batches - 1 }),
        fc.integer({ min: 8, max: length }),
        (network, drawn, index, steps) => {
          const origin: BatchOrigin = { ...drawn, purpose: 'pool', index, length: steps };
          const whole = engine.open(network, options).gradients(origin);
          const pooled = open(network, drawn).open(network, options).gradients(origin);
          expect(pooled.loss).toBe(whole.loss);
          expect(pooled.gradients).toEqual(whole.gradients);
          expect([...whole.gradients.values()].some((values) => values.some((value) => value !== 0))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('trains to the bytes of the whole network, whatever was trained on it before', () => {
    fc.assert(
      fc.property(networks, draws, (network, drawn) => {
        const pool = open(network, drawn);
        for (let depth = 2; depth <= network.modules.length; depth++) {
          const grown = part(network, depth);
          const [pooled, whole] = [pool.open(grown, options), engine.open(grown, options)];
          for (let step = 0; step < 4; step++) {
            const origin: BatchOrigin = { ...drawn, purpose: 'pool', index: step % 3, length: 12 + 5 * step };
            expect(pooled.trainStep(origin)).toEqual(whole.trainStep(origin));
          }
          expect(namedTensors(pooled.read().network)).toEqual(namedTensors(whole.read().network));
          expect(pooled.read().velocity).toEqual(whole.read().velocity);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('counts the correct answers of every head, frozen or not, as the whole network does', () => {
    fc.assert(
      fc.property(
        networks,
        draws,
        fc.nat({ max: plan.testBatches - 1 }),
        fc.integer({ min: 8, max: length }),
        (network, drawn, index, steps) => {
          const origin: BatchOrigin = { ...drawn, purpose: 'pool test', index, length: steps };
          expect(open(network, drawn).open(network, options).evaluate(origin)).toEqual(
            engine.open(network, options).evaluate(origin),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes up the velocity that it is given', () => {
    const network = randomNetwork({ architecture: 'modular', size: 9, depth: 3, heads: 3, seed: 5, leak: 'inside' });
    const drawn = { seed: 1, bits: 'half' } as const;
    const step = (index: number): BatchOrigin => ({ ...drawn, purpose: 'pool', index, length: 20 });
    const whole = open(network, drawn).open(network, options);
    for (const index of [0, 1, 2, 1]) whole.trainStep(step(index));
    const first = open(network, drawn).open(network, options);
    for (const index of [0, 1]) first.trainStep(step(index));
    const { network: halfway, velocity } = first.read();
    const second = open(halfway, drawn).open(halfway, options, velocity);
    for (const index of [2, 1]) second.trainStep(step(index));
    expect(namedTensors(second.read().network)).toEqual(namedTensors(whole.read().network));
  });

  it('says what it cannot do', () => {
    const network = randomNetwork({ architecture: 'modular', size: 5, depth: 3, heads: 3, seed: 0, leak: 'inside' });
    const drawn = { seed: 1, bits: 'half' } as const;
    const pool = open(network, drawn);
    const origin: BatchOrigin = { ...drawn, purpose: 'pool', index: 0, length: 20 };
    expect(() => pool.open(part(network, 1), options)).toThrow('first module');
    const session = pool.open(part(network, 2), options);
    expect(() => session.trainStep({ ...origin, index: 3 })).toThrow("Batch 3 of 'pool'");
    expect(() => session.trainStep({ ...origin, purpose: 'train' })).toThrow("Batch 0 of 'train'");
    expect(() => session.trainStep({ ...origin, seed: 2 })).toThrow('not in this pool');
    expect(() => session.trainStep({ ...origin, length: length + 1 })).toThrow(`${length + 1} bits`);
    pool.open(network, options);
    expect(() => session.trainStep(origin)).toThrow('earlier session is over');
    const huge = { ...plan, ...drawn, size: 20, leak: 'inside', length: 4001, batches: 500 } as const;
    expect(() => engine.openPool!(huge)).toThrow(/Not enough memory for a pool of \d+ MB/);
  });
});
