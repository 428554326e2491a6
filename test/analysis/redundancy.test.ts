import { describe, expect, test } from 'vitest';
import { epsilonGrid, perturbationAccuracy } from '../../src/analysis/perturbation.ts';
import { growTwins, pairAccuracy, redundancyAccuracy, type TwinProtocol } from '../../src/analysis/redundancy.ts';
import { simdEngine } from '../../src/engine/simd/engine.ts';
import { cloneNetwork } from '../../src/network/clone.ts';
import { plainSequence, simulateModuleOn, simulateSequence } from '../../src/network/sequence.ts';
import { randomNetwork } from '../network/randomNetwork.ts';

const simulateModule = simulateModuleOn(plainSequence);

const network = randomNetwork({ architecture: 'modular', size: 5, depth: 4, heads: 1, seed: 3 });
const engine = await simdEngine();
const stranger = randomNetwork({ architecture: 'modular', size: 5, depth: 4, heads: 1, seed: 4 });
const protocol = { warmUp: 20, steps: 300, p: 0.5, draws: 2, seed: 3 };
const epsilons = epsilonGrid({ from: 0.1, to: 1, count: 3 });
const bits = Uint8Array.from({ length: 400 }, (_, t) => ((t * t + (t >> 2)) % 7) % 2);
const initial = Float32Array.from({ length: 20 }, (_, i) => 0.005 * i);

describe('two modules for every task', () => {
  test.each(['first', 'mean'] as const)(
    'that are exact copies without noise answer as one, fed by the %s',
    (feeding) => {
      const pair = { first: network, second: cloneNetwork(network), feeding };
      const { first, second, both } = pairAccuracy(pair, bits, initial, 20, simulateModule);
      expect(second).toEqual(first);
      expect(both).toEqual(first);
    },
  );

  test('leave the first modules, where they feed themselves, as stage perturb finds them', () => {
    const alone = perturbationAccuracy(network, 'connections', epsilons, protocol, simulateSequence);
    const pair = { first: network, second: stranger, feeding: 'first' } as const;
    expect(redundancyAccuracy(pair, epsilons, protocol, simulateModule).first).toEqual(alone);
  });

  test('are perturbed independently', () => {
    const pair = { first: network, second: network, feeding: 'first' } as const;
    const { first, second } = redundancyAccuracy(pair, epsilons, protocol, simulateModule);
    expect(second[0]).toEqual(first[0]);
    expect(second[3]).not.toEqual(first[3]);
  });

  test('that feed the mean change what comes after the first task, and nothing before', () => {
    const [one, mean] = (['first', 'mean'] as const).map(
      (feeding) => pairAccuracy({ first: network, second: stranger, feeding }, bits, initial, 20, simulateModule).first,
    );
    expect(mean[0]).toBe(one[0]);
    expect(mean.slice(1)).not.toEqual(one.slice(1));
  });

  test('answer by the sum of their logits: the one that is sure decides', () => {
    const loud = cloneNetwork(stranger);
    for (const head of loud.heads) {
      head.weight = head.weight.map((value) => 1e6 * value);
      head.bias = head.bias.map((value) => 1e6 * value);
    }
    const { second, both } = pairAccuracy(
      { first: network, second: loud, feeding: 'first' },
      bits,
      initial,
      20,
      simulateModule,
    );
    expect(both).toEqual(second);
  });

  test('of a network that solved nothing have no task to answer', () => {
    const empty = { ...network, modules: [], heads: [] };
    const found = redundancyAccuracy(
      { first: empty, second: empty, feeding: 'mean' },
      epsilons,
      protocol,
      simulateModule,
    );
    expect(found.both).toEqual(epsilons.map(() => [[], []]));
  });
});

describe('twins under relaxed selection', () => {
  const training: TwinProtocol = {
    seed: 3,
    epochs: 1,
    optimizer: { learningRate: 0.4, momentum: 0.2, clip: 2 },
    bits: 'per-sequence',
    batchSize: 16,
    stepsPerEpoch: 5,
    testBatches: 2,
  };
  const before = cloneNetwork(network);
  const { twins, outcomes } = growTwins(network, training, engine);

  test('start from the module that solved the task, move on, and leave it as it was', () => {
    expect(network).toEqual(before);
    expect(twins.heads.map(({ N }) => N)).toEqual(network.heads.map(({ N }) => N));
    for (const { distance, accuracy } of outcomes) {
      expect(distance).toBeGreaterThan(0);
      expect(distance).toBeLessThan(1);
      expect(accuracy).toBeGreaterThan(0);
    }
  });

  test('without a step of training are exact copies', () => {
    const still = growTwins(network, { ...training, stepsPerEpoch: 0 }, engine);
    expect(still.twins.modules).toEqual(network.modules);
    expect(still.twins.heads).toEqual(network.heads);
    expect(still.outcomes.map(({ distance }) => distance)).toEqual([0, 0, 0, 0]);
  });

  test('of an earlier task do not depend on how far the network went', () => {
    const part = { ...network, modules: network.modules.slice(0, 2), heads: network.heads.slice(0, 2) };
    const { twins: fewer } = growTwins(part, training, engine);
    expect(fewer.modules).toEqual(twins.modules.slice(0, 2));
  });
});
