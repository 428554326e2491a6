import { describe, expect, it } from 'vitest';
import {
  continuousAccuracy,
  type Direction,
  drawDirection,
  perturb,
  perturbationAccuracy,
  type Target,
} from '../../src/analysis/perturbation.ts';
import { simulate } from '../../src/network/dynamics.ts';
import type { Leak, Network } from '../../src/network/network.ts';
import { simulateSequence } from '../../src/network/sequence.ts';
import { stream } from '../../src/task/stream.ts';
import { parityCore, parityModules } from './parityByHand.ts';

// What src/analysis/perturbation.ts gives is computed here a second time, from the paper's equations and nothing of src/analysis.

/** Equations 1 to 4 in plain numbers for one network: activity [modules][M] after every bit, from `start`. */
function run(network: Network, bits: readonly number[], start: readonly number[][]): number[][][] {
  const f = (x: number) => (x >= 0 ? x : 0.01 * x);
  const past = [start.map((activity) => [...activity])];
  for (const s of bits) {
    const before = past[past.length - 1];
    past.push(
      network.modules.map((module, m) =>
        before[m].map((r, i) => {
          let C = module.inputWeight[i] * s + module.inputBias[i] + module.recurrentBias[i];
          before[m].forEach((other, j) => {
            C += module.recurrentWeight[i * network.size + j] * other;
          });
          if (module.feedforwardWeight && module.feedforwardBias) {
            C += module.feedforwardBias[i];
            for (let j = 0; j < network.size; j++)
              C += module.feedforwardWeight[i * network.size + j] * before[m - 1][j];
          }
          const tau = Math.max(1, module.tau[i]);
          return network.leak === 'inside' ? r - r / tau + f(C) / tau : f(r - r / tau + C / tau);
        }),
      ),
    );
  }
  return past.slice(1);
}

/** Whether each head is right at each bit from `warmUp` on, as shares. */
function shares(network: Network, bits: readonly number[], start: readonly number[][], warmUp: number): number[] {
  const activity = run(network, bits, start);
  return network.heads.map((head, k) => {
    let right = 0;
    for (let t = warmUp; t < bits.length; t++) {
      // Activities are shown in float32: what is beyond it is infinite, and no evidence for 'odd'.
      const evidence = activity[t][network.architecture === 'modular' ? k : 0].reduce(
        (sum, r, j) => sum + (head.weight[network.size + j] - head.weight[j]) * Math.fround(r),
        head.bias[1] - head.bias[0],
      );
      let ones = 0;
      for (let d = 0; d < head.N; d++) ones += bits[t - d];
      if (evidence > 0 === (ones % 2 === 1)) right++;
    }
    return right / (bits.length - warmUp);
  });
}

/** A cyclic sequence in which every string of n bits occurs once: the Lyndon words whose length divides n, in order. */
function deBruijn(n: number): number[] {
  const words: number[] = [];
  const grow = (word: number[], t: number, p: number) => {
    if (t > n) {
      if (n % p === 0) words.push(...word.slice(1, p + 1));
      return;
    }
    word[t] = word[t - p];
    grow(word, t + 1, p);
    if (word[t - p] === 0) {
      word[t] = 1;
      grow(word, t + 1, t);
    }
  };
  grow(new Array(n + 1).fill(0), 1, 1);
  return words;
}

/** The project's accuracy over all strings of n bits, once each: the sequence is run through twice, its second time counts. */
function overAllStrings(network: Network, n: number): number[] {
  const once = deBruijn(n);
  const initial = new Float32Array(network.modules.length * network.size).fill(0.05);
  const [plain, packed] = [simulate, simulateSequence].map((dynamics) =>
    continuousAccuracy(network, Uint8Array.from([...once, ...once]), initial, once.length, dynamics),
  );
  expect(packed).toEqual(plain);
  return plain;
}

describe('a network that computes parity by construction', () => {
  it('is right on every string of bits, with either leak, one core or modules', () => {
    expect(deBruijn(3)).toEqual([0, 0, 0, 1, 0, 1, 1, 1]);
    for (const leak of ['inside', 'outside'] as const) {
      expect(overAllStrings({ ...parityCore(5), leak }, 8)).toEqual([1, 1, 1, 1]);
      expect(overAllStrings({ ...parityModules(), leak }, 8)).toEqual([1, 1]);
    }
  });

  it('loses exactly the strings that a perturbation along one connection turns over, and not before the eps that it takes', () => {
    // A = f(s(t) + w s(t-1)) and B = f(s(t) + s(t-1) - 1); the evidence A - 2 B - 1/2 of the string 11 is w - 3/2, that of 01 is w - 1/2.
    // ||W||_F = sqrt 2, so w = 1 +- eps sqrt 2: one string of four is lost from eps = 1 / (2 sqrt 2) on, whatever the sign.
    const network = parityCore(2);
    const threshold = 1 / (2 * Math.SQRT2);
    for (const sign of [1, -1]) {
      const change = new Float64Array(9);
      change[3] = sign * Math.SQRT2;
      const at = (epsilon: number) => overAllStrings(perturb(network, [{ recurrentWeight: change }], epsilon), 8)[0];
      expect([0.01, 0.2, threshold * 0.9999].map(at)).toEqual([1, 1, 1]);
      expect([threshold * 1.0001, 0.5, 0.9].map(at)).toEqual([0.75, 0.75, 0.75]);
    }
  });

  it('loses the strings that are counted one by one, for any perturbation that leaves it without feedback', () => {
    const network = parityCore(4);
    const M = network.size;
    for (let draw = 0; draw < 20; draw++) {
      const normals = stream(3, 'noise', draw);
      const change = Float64Array.from(network.modules[0].recurrentWeight, (w) => (w === 0 ? 0 : normals.normal()));
      const norms = [change, network.modules[0].recurrentWeight].map((W) => Math.hypot(...W));
      const direction: Direction = [{ recurrentWeight: change.map((value) => (value * norms[1]) / norms[0]) }];
      const epsilon = 0.03 * 1.3 ** draw;
      const W = network.modules[0].recurrentWeight.map((w, i) =>
        Math.fround(w + (epsilon * change[i] * norms[1]) / norms[0]),
      );
      // Delay line of 3 and one step to the neurons that count: the last 4 bits decide, here each string with 4 more before it.
      const strings = Array.from({ length: 256 }, (_, code) => Array.from({ length: 8 }, (_, t) => (code >> t) & 1));
      const counted = { ...network, modules: [{ ...network.modules[0], recurrentWeight: W }] };
      const right = strings.map((bits) => shares(counted, bits, [new Array(M).fill(0.05)], 7));
      const expected = network.heads.map((_, k) => right.reduce((sum, heads) => sum + heads[k], 0) / 256);
      expect(overAllStrings(perturb(network, direction, epsilon), 8)).toEqual(expected);
      if (draw === 0) expect(expected).toEqual([1, 1, 1]);
      if (draw === 19) expect(Math.max(...expected)).toBeLessThan(1);
    }
  });
});

/** Equation 5 again: xi from the stream of its name, without self-connections, positive for tau; weights are held in float32. */
function perturbedAgain(network: Network, target: Target, epsilon: number, seed: number, draw: number): Network {
  const along = (values: Float32Array, m: number, index: number, keep: (x: number, i: number) => number) => {
    const normals = stream(seed, 'perturbation', draw, 4 * m + index);
    const xi = Array.from(values, (_, i) => keep(normals.normal(), i));
    const [size, length] = [values, xi].map((vector) => Math.sqrt([...vector].reduce((sum, x) => sum + x * x, 0)));
    return values.map((value, i) => (length === 0 ? value : value + (epsilon * size * xi[i]) / length));
  };
  const all = target === 'connections';
  const modules = network.modules.map((module, m) => {
    const changed = { ...module };
    if (all || target === 'recurrent')
      changed.recurrentWeight = along(module.recurrentWeight, m, 0, (x, i) => (i % (network.size + 1) === 0 ? 0 : x));
    if ((all || target === 'feedforward') && module.feedforwardWeight)
      changed.feedforwardWeight = along(module.feedforwardWeight, m, 1, (x) => x);
    if (target === 'tau') changed.tau = along(module.tau, m, 2, Math.abs);
    return changed;
  });
  return { ...network, modules };
}

/** Bits and initial activities of a draw, from the streams of their names. */
function drawn(network: Network, seed: number, draw: number, length: number) {
  const coin = stream(seed, 'perturbation bits', draw);
  const bits = Array.from({ length }, () => (coin.word() < 2 ** 31 ? 1 : 0));
  const states = stream(seed, 'perturbation initial state', draw);
  const start = network.modules.map(() =>
    Array.from({ length: network.size }, () => Math.fround(0.1 * (Math.floor(states.word() / 256) / 2 ** 24))),
  );
  return { bits, start };
}

describe('a perturbation curve, recomputed', () => {
  const epsilons = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 3];
  const protocol = { warmUp: 30, steps: 400, p: 0.5, draws: 4, seed: 17 };
  const cases: [string, () => Network, Target, Leak][] = [
    ['one core', () => parityCore(4), 'recurrent', 'inside'],
    ['one core', () => parityCore(4), 'recurrent', 'outside'],
    ['one core', () => parityCore(4), 'tau', 'inside'],
    ['one core', () => parityCore(4), 'tau', 'outside'],
    ['modules', parityModules, 'feedforward', 'inside'],
    ['modules', parityModules, 'recurrent', 'inside'],
    ['modules', parityModules, 'connections', 'inside'],
    ['modules', parityModules, 'tau', 'outside'],
  ];

  it.each(cases)('of $0, target $2, leak $3, is the same to the last answer', (_, build, target, leak) => {
    const network = { ...build(), leak };
    const found = perturbationAccuracy(network, target, epsilons, protocol, simulateSequence);
    const again = epsilons.map((epsilon) =>
      Array.from({ length: protocol.draws }, (_, draw) => {
        const { bits, start } = drawn(network, protocol.seed, draw, protocol.warmUp + protocol.steps);
        return shares(perturbedAgain(network, target, epsilon, protocol.seed, draw), bits, start, protocol.warmUp);
      }),
    );
    expect(found).toEqual(again);
    // The curve falls: from no mistake to many.
    expect(found[0].flat().every((accuracy) => accuracy === 1)).toBe(true);
    expect(Math.min(...found[found.length - 1].flat())).toBeLessThan(0.8);
  });

  it('goes by eps ||tau|| in the positive direction alone', () => {
    const network = parityCore(4);
    const { tau } = network.modules[0];
    for (const epsilon of [0.01, 0.5, 10]) {
      const longer = perturb(network, drawDirection(network, 'tau', { seed: 17 }, 2), epsilon).modules[0].tau;
      expect(longer.every((value) => value > 1)).toBe(true);
      const step = Math.hypot(...longer.map((value, i) => value - tau[i]));
      expect(step / Math.hypot(...tau) / epsilon).toBeCloseTo(1, 4);
      expect(longer).toEqual(perturbedAgain(network, 'tau', epsilon, 17, 2).modules[0].tau);
    }
  });
});
