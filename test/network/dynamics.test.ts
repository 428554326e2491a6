import { describe, expect, test } from 'vitest';
import { logits, simulate } from '../../src/network/dynamics.ts';
import type { Leak, Network } from '../../src/network/network.ts';
import { drawBits, drawInitialState } from '../../src/task/batch.ts';
import { randomNetwork } from './randomNetwork.ts';

/** Activity of every module of one network on given bits, as simulate shows it. */
function activities(network: Network, bits: Uint8Array, sequences: number, initial: Float32Array): Float32Array[] {
  const seen: Float32Array[] = [];
  simulate(network, bits, sequences, initial, (module, activity) => {
    expect(module).toBe(seen.length);
    seen.push(activity.slice());
  });
  return seen;
}

/** A modular network of one neuron a module with the given numbers, for sums done by hand. */
function neurons(leak: Leak, tau: number): Network {
  const one = (value: number) => Float32Array.of(value);
  const module = (feedforward: number | null) => ({
    tau: one(tau),
    inputWeight: one(-2),
    inputBias: one(0.25),
    recurrentWeight: one(0),
    recurrentBias: one(0.25),
    feedforwardWeight: feedforward === null ? null : one(feedforward),
    feedforwardBias: feedforward === null ? null : one(0.5),
  });
  return {
    architecture: 'modular',
    size: 1,
    leak,
    modules: [module(null), module(3)],
    heads: [
      { N: 2, weight: Float32Array.of(1, -1), bias: Float32Array.of(0.5, 0) },
      { N: 3, weight: Float32Array.of(1, -1), bias: Float32Array.of(0.5, 0) },
    ],
  };
}

describe('the dynamics of equations 1, 3 and 4', () => {
  test('a neuron moves a fraction 1/tau towards f(C), the leak standing outside the nonlinearity', () => {
    // C = -2 + 0.5 = -1.5 at a one, 0.5 at a zero; r = 3/4 r + 1/4 f(C).
    const [first] = activities(neurons('inside', 4), Uint8Array.of(1, 0), 1, Float32Array.of(0.8, 0));
    expect(first[1]).toBeCloseTo(0.75 * 0.8 + 0.25 * 0.01 * -1.5, 6);
    expect(first[2]).toBeCloseTo(0.75 * first[1] + 0.25 * 0.5, 6);
  });

  test("in the group's form the leak passes through the nonlinearity too", () => {
    const [first] = activities(neurons('outside', 4), Uint8Array.of(1, 1), 1, Float32Array.of(0.2, 0));
    expect(first[1]).toBeCloseTo(0.01 * (0.75 * 0.2 + 0.25 * -1.5), 6);
  });

  test('feedforward input is the activity of the module before, one step earlier', () => {
    const [first, second] = activities(neurons('inside', 1), Uint8Array.of(0, 0), 1, Float32Array.of(0.1, 0.2));
    // tau = 1: r = f(C); C of the second module = 3 r_before(t-1) + 0.5 + 0.5 at a zero.
    expect(second[1]).toBeCloseTo(3 * 0.1 + 1, 6);
    expect(second[2]).toBeCloseTo(3 * first[1] + 1, 6);
  });

  test('a time constant below 1 acts as 1', () => {
    const bits = Uint8Array.of(1, 0, 1, 1);
    const initial = Float32Array.of(0.05, 0.09);
    expect(activities(neurons('inside', 0.3), bits, 1, initial)).toEqual(
      activities(neurons('inside', 1), bits, 1, initial),
    );
  });

  test('with tau = 1 both forms of the leak are the same network', () => {
    const network = randomNetwork({ architecture: 'modular', size: 4, depth: 3, seed: 5 });
    for (const module of network.modules) module.tau.fill(1);
    const origin = { seed: 1, purpose: 'test', index: 0, length: 9, bits: 'half' } as const;
    const [bits, initial] = [drawBits(origin, 5), drawInitialState(origin, 3, 4, 5)];
    expect(activities({ ...network, leak: 'outside' }, bits, 5, initial)).toEqual(
      activities(network, bits, 5, initial),
    );
  });

  test('sequences side by side do not touch each other', () => {
    const network = randomNetwork({ architecture: 'modular', size: 3, depth: 2, seed: 7 });
    const origin = { seed: 2, purpose: 'test', index: 0, length: 6, bits: 'per-sequence' } as const;
    const [bits, initial] = [drawBits(origin, 4), drawInitialState(origin, 2, 3, 4)];
    const together = activities(network, bits, 4, initial);
    for (let s = 0; s < 4; s++) {
      const alone = activities(
        network,
        bits.filter((_, n) => n % 4 === s),
        1,
        initial.filter((_, n) => n % 4 === s),
      );
      for (const m of [0, 1]) expect(alone[m]).toEqual(together[m].filter((_, n) => n % 4 === s));
    }
  });

  test('the first slice of an activity is the initial state', () => {
    const network = randomNetwork({ architecture: 'non-modular', size: 6, seed: 3 });
    const initial = Float32Array.from({ length: 12 }, (_, n) => n / 100);
    const [core] = activities(network, new Uint8Array(8), 2, initial);
    expect(core).toHaveLength(5 * 6 * 2);
    expect(core.subarray(0, 12)).toEqual(initial);
  });

  test('a readout head is linear: [2, M] times [M, S] plus a bias', () => {
    const head = { N: 2, weight: Float32Array.of(1, 2, -1, 0.5), bias: Float32Array.of(10, 20) };
    expect([...logits(head, Float32Array.of(1, 3, 2, 4), 2, 2)]).toEqual([15, 21, 20, 19]);
  });

  test('bits and initial states of the wrong shape are refused', () => {
    const network = randomNetwork({ architecture: 'modular', size: 3, seed: 1 });
    const nothing = () => {};
    expect(() => simulate(network, new Uint8Array(7), 2, new Float32Array(6), nothing)).toThrow(
      /bits are not \[T, 2\]/,
    );
    expect(() => simulate(network, new Uint8Array(6), 2, new Float32Array(5), nothing)).toThrow(/initial state/);
  });
});
