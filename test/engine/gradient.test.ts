import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { simdEngine } from '../../src/engine/simd/engine.ts';
import { gradientNorm } from '../../src/engine/tfjs/descent.ts';
import { tfjsEngine } from '../../src/engine/tfjs/engine.ts';
import type { Architecture, Leak, Network, ParameterGroup } from '../../src/network/network.ts';
import { trainedTensors } from '../../src/network/tensors.ts';
import { type BatchOrigin, drawBits, drawInitialState } from '../../src/task/batch.ts';
import { randomNetwork } from '../network/randomNetwork.ts';
import { ALL_GROUPS, finiteDifferences, lossInDouble, relativeError } from './gradient.ts';

const B = 16;
const engines: [string, () => Promise<Engine>][] = [
  ['tfjs', tfjsEngine],
  ['simd', simdEngine],
];
const architectures: Architecture[] = ['modular', 'non-modular'];
const leaks: Leak[] = ['inside', 'outside'];

function differentiate(engine: Engine, network: Network, origin: BatchOrigin, trainable: readonly ParameterGroup[]) {
  const optimizer = { learningRate: 0.1, momentum: 0, clip: 1 };
  const session = engine.open(network, { batchSize: B, maxLength: 16, optimizer, trainable });
  const result = session.gradients(origin);
  session.close();
  return result;
}

function originOf(seed: number): BatchOrigin {
  return { seed, purpose: 'train', index: 3, length: 6 + (seed % 4), bits: 'per-sequence' };
}

/** A network whose newest time constants lie below, at the edge of and above 1. */
function networkNearTheClamp(architecture: Architecture, leak: Leak, seed: number): Network {
  const network = randomNetwork({ architecture, size: 5, depth: 3, heads: 3, seed, leak });
  network.modules[network.modules.length - 1].tau.set([0.4, 0.9995, 1.0005, 1.3]);
  return network;
}

describe.each(engines)('the gradient of the %s engine', (_name, load) => {
  describe.each(architectures)('of a %s network', (architecture) => {
    describe.each(leaks)('with the leak %s the nonlinearity', (leak) => {
      test.each([1, 2, 3])(
        'is that of the loss by finite differences in float64, every tensor (seed %i)',
        async (seed) => {
          const network = networkNearTheClamp(architecture, leak, seed);
          const origin = originOf(seed);
          const expected = finiteDifferences(network, origin, B);
          const { loss, gradients } = differentiate(await load(), network, origin, ALL_GROUPS);

          expect(Math.abs(loss / lossInDouble(network, origin, B) - 1)).toBeLessThan(1e-5);
          expect([...gradients.keys()].sort()).toEqual([...expected.keys()].sort());
          const whole = gradientNorm(expected);
          expect(whole).toBeGreaterThan(0.01);
          for (const [name, gradient] of expected) {
            expect(relativeError(gradients.get(name)!, gradient, whole), name).toBeLessThan(1e-4);
          }
        },
      );
    });

    test('a time constant below 1 has no gradient, one above has', async () => {
      const network = networkNearTheClamp(architecture, 'inside', 4);
      const { gradients } = differentiate(await load(), network, originOf(4), ALL_GROUPS);
      const tau = gradients.get(`module.${network.modules.length - 1}.tau`)!;
      expect([...tau].map((g) => g !== 0)).toEqual([false, false, true, true, true]);
    });

    test('the diagonal of W^R has no gradient', async () => {
      const network = randomNetwork({ architecture, size: 5, depth: 2, heads: 2, seed: 6 });
      const { gradients } = differentiate(await load(), network, originOf(6), ALL_GROUPS);
      const recurrent = gradients.get(`module.${network.modules.length - 1}.recurrent.weight`)!;
      recurrent.forEach((g, n) => {
        expect(g !== 0).toBe(n % 6 !== 0);
      });
    });

    test('is given of the groups that train, and is the same whatever else trains', async () => {
      const network = randomNetwork({ architecture, size: 4, depth: 2, heads: 2, seed: 8 });
      const engine = await load();
      const all = differentiate(engine, network, originOf(8), ALL_GROUPS).gradients;
      for (const group of ALL_GROUPS) {
        const { gradients } = differentiate(engine, network, originOf(8), [group]);
        expect([...gradients.keys()]).toEqual(trainedTensors(network, [group]).map(({ name }) => name));
        for (const [name, gradient] of gradients) expect(relativeError(gradient, all.get(name)!)).toBeLessThan(1e-6);
      }
    });
  });

  test('by tau is that of one neuron worked out by hand', async () => {
    // One step from r0: r = (1 - 1/tau) r0 + C / tau with C = 3, so dr/dtau = (r0 - C) / tau^2. The logits are r for even and -r
    // for odd, so the loss is log(1 + exp(2 r)) where odd is right and log(1 + exp(-2 r)) where even is.
    const [tau, C] = [1.6, 3];
    const one = (value: number) => Float32Array.of(value);
    const network: Network = {
      architecture: 'modular',
      size: 1,
      leak: 'inside',
      modules: [
        {
          tau: one(tau),
          inputWeight: one(0),
          inputBias: one(C),
          recurrentWeight: one(0),
          recurrentBias: one(0),
          feedforwardWeight: null,
          feedforwardBias: null,
        },
      ],
      heads: [{ N: 1, weight: Float32Array.of(1, -1), bias: Float32Array.of(0, 0) }],
    };
    const origin: BatchOrigin = { seed: 9, purpose: 'train', index: 0, length: 1, bits: 'half' };
    const [bits, initial] = [drawBits(origin, B), drawInitialState(origin, 1, 1, B)];
    const terms = [...initial].map((r0, b) => {
      const r = (1 - 1 / tau) * r0 + C / tau;
      const sign = bits[b] ? 1 : -1;
      const slope = (2 * sign) / (1 + Math.exp(-2 * sign * r));
      return (slope * (r0 - C)) / tau ** 2;
    });
    const expected = terms.reduce((sum, term) => sum + term, 0) / B;
    const { gradients } = differentiate(await load(), network, origin, ['tau']);
    expect(gradients.get('module.0.tau')![0]).toBeCloseTo(expected, 5);
  });
});
