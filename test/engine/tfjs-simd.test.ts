import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { simdEngine } from '../../src/engine/simd/engine.ts';
import { gradientNorm } from '../../src/engine/tfjs/descent.ts';
import { tfjsEngine } from '../../src/engine/tfjs/engine.ts';
import { grow, growthOf } from '../../src/network/growth.ts';
import { initialNetwork } from '../../src/network/initial.ts';
import type { Network } from '../../src/network/network.ts';
import { namedTensors } from '../../src/network/tensors.ts';
import type { BatchOrigin } from '../../src/task/batch.ts';
import { randomNetwork } from '../network/randomNetwork.ts';
import { ALL_GROUPS, relativeError } from './gradient.ts';

const B = 32;
const MAX_LENGTH = 40;
const optimizer = { learningRate: 0.2, momentum: 0.2, clip: 2 };
const [tfjs, simd] = await Promise.all([tfjsEngine(), simdEngine()]);

const networks = fc
  .record({
    architecture: fc.constantFrom('modular' as const, 'non-modular' as const),
    size: fc.integer({ min: 1, max: 23 }),
    depth: fc.integer({ min: 1, max: 5 }),
    heads: fc.integer({ min: 1, max: 6 }),
    leak: fc.constantFrom('inside' as const, 'outside' as const),
    seed: fc.nat(1e6),
  })
  .map(randomNetwork);

const origins = fc.record({
  seed: fc.nat(1e6),
  index: fc.nat(1e5),
  length: fc.integer({ min: 8, max: MAX_LENGTH }),
  bits: fc.constantFrom('per-sequence' as const, 'per-batch' as const, 'half' as const),
});

function open(engine: Engine, network: Network) {
  return engine.open(network, { batchSize: B, maxLength: MAX_LENGTH, optimizer, trainable: ALL_GROUPS });
}

/** Asserts a property of random networks and batches, the same ones every time. */
function forAll(runs: number, property: (network: Network, origin: Omit<BatchOrigin, 'purpose'>) => void) {
  fc.assert(fc.property(networks, origins, property), { numRuns: runs, seed: 20 });
}

function expectSameParameters(a: Network, b: Network) {
  const other = new Map(namedTensors(b).map(({ name, values }) => [name, values]));
  for (const { name, values } of namedTensors(a)) {
    expect(relativeError(values, other.get(name)!), name).toBeLessThan(1e-4);
  }
}

describe('the two engines, on any network and batch', () => {
  test('agree on the loss and the gradient of every tensor', () => {
    forAll(60, (network, origin) => {
      const [a, b] = [tfjs, simd].map((engine) => {
        const session = open(engine, network);
        const result = session.gradients({ ...origin, purpose: 'train' });
        session.close();
        return result;
      });
      expect(Math.abs(a.loss - b.loss) / a.loss).toBeLessThan(1e-4);
      expect([...b.gradients.keys()].sort()).toEqual([...a.gradients.keys()].sort());
      const whole = gradientNorm(a.gradients);
      for (const [name, gradient] of a.gradients) {
        expect(relativeError(b.gradients.get(name)!, gradient, whole), name).toBeLessThan(1e-4);
      }
    });
  });

  test('count the same correct answers of every head', () => {
    forAll(40, (network, origin) => {
      const [a, b] = [tfjs, simd].map((engine) => {
        const session = open(engine, network);
        const counts = session.evaluate({ ...origin, purpose: 'test' });
        session.close();
        return counts;
      });
      expect(b).toEqual(a);
      expect(a).toHaveLength(network.heads.length);
    });
  });

  test('are at the same parameters and velocity after several training steps', () => {
    forAll(15, (network, origin) => {
      const [a, b] = [tfjs, simd].map((engine) => {
        const session = open(engine, network);
        const steps = [0, 1, 2, 3].map((step) =>
          session.trainStep({ ...origin, purpose: 'train', index: origin.index + step }),
        );
        const end = session.read();
        session.close();
        return { steps, ...end };
      });
      a.steps.forEach((step, n) => {
        expect(Math.abs(step.loss - b.steps[n].loss) / step.loss).toBeLessThan(1e-4);
        expect(Math.abs(step.gradientNorm - b.steps[n].gradientNorm) / step.gradientNorm).toBeLessThan(1e-3);
      });
      expectSameParameters(a.network, b.network);
      expect([...b.velocity.keys()].sort()).toEqual([...a.velocity.keys()].sort());
      const whole = gradientNorm(a.velocity);
      for (const [name, v] of a.velocity) {
        expect(relativeError(b.velocity.get(name)!, v, whole), name).toBeLessThan(1e-3);
      }
    });
  });

  test.each(['modular', 'non-modular'] as const)('stay together while a %s network grows', (architecture) => {
    const ends = [tfjs, simd].map((engine) => {
      let network = initialNetwork(architecture, 10, 3);
      for (let N = 2; N <= 4; N++) {
        const session = open(engine, network);
        for (let step = 0; step < 5; step++) {
          session.trainStep({ seed: 3, purpose: 'train', index: 10 * N + step, length: 3 * N, bits: 'per-sequence' });
        }
        network = session.read().network;
        session.close();
        if (N < 4) network = grow(network, growthOf({ growth: 'copy-connectivity' }), 3);
      }
      return network;
    });
    expectSameParameters(ends[0], ends[1]);
  });
});
