import type { Head, Leak, Module, Network } from './network.ts';

/** Slope of the leaky ReLU below zero. The paper does not give it; 0.01 is the value in the group's code. */
export const LEAKY_SLOPE = 0.01;

/** The nonlinearity of equation 1, defined in equation 2. */
function leakyReLU(x: number): number {
  return x < 0 ? LEAKY_SLOPE * x : x;
}

/** The time constant as the dynamics use it, in steps: never below 1 (at 1 a neuron has no memory). */
export function clampTau(tau: number): number {
  return Math.max(tau, 1);
}

/**
 * Runs a network on T steps of `sequences` sequences side by side, module by module, each over all t, and shows every module's
 * activity once, first module first.
 *
 * `bits` are [T, S], `initial` is [modules, M, S]; `visit` receives activity as [T + 1, M, S], index 0 being the initial
 * state and index t + 1 the activity after bit t. The array is the visitor's only until it returns.
 */
export type Simulate = (
  network: Network,
  bits: Uint8Array,
  sequences: number,
  initial: Float32Array,
  visit: (module: number, activity: Float32Array) => void,
) => void;

/** Equations 1 to 4 in float64 arithmetic, written to be read beside them: the reference for every faster `Simulate`. */
export const simulate: Simulate = (network, bits, sequences, initial, visit) => {
  simulateInDouble(network, bits, sequences, initial, (module, activity) => visit(module, Float32Array.from(activity)));
};

/**
 * `simulate` with activities left in float64, as finite differences need them.
 *
 * @throws RangeError where `bits` is not a whole number of steps or `initial` is not [modules, M, S].
 */
export function simulateInDouble(
  network: Network,
  bits: Uint8Array,
  sequences: number,
  initial: Float32Array,
  visit: (module: number, activity: Float64Array) => void,
): void {
  const { size: M, modules, leak } = network;
  const state = M * sequences;
  if (bits.length % sequences !== 0) throw new RangeError(`bits are not [T, ${sequences}]: ${bits.length} values`);
  if (initial.length !== modules.length * state) {
    throw new RangeError(`initial state is not [${modules.length}, ${M}, ${sequences}]: ${initial.length} values`);
  }
  let before: Float64Array | null = null;
  modules.forEach((module, m) => {
    const start = initial.subarray(m * state, (m + 1) * state);
    const activity: Float64Array = evolve(module, leak, bits, sequences, start, before);
    visit(m, activity);
    before = activity;
  });
}

/** One module over all t: activity [T + 1, M, S], given its initial state [M, S] and the activity of the module before. */
function evolve(
  module: Module,
  leak: Leak,
  bits: Uint8Array,
  S: number,
  initial: Float32Array,
  before: Float64Array | null,
): Float64Array {
  const M = module.tau.length;
  const T = bits.length / S;
  const { recurrentWeight, recurrentBias, feedforwardWeight, feedforwardBias, inputWeight, inputBias } = module;
  const activity = new Float64Array((T + 1) * M * S);
  activity.set(initial);
  const current = new Float64Array(S);
  for (let t = 1; t <= T; t++) {
    const previous = (t - 1) * M * S;
    for (let i = 0; i < M; i++) {
      // C_i(t) = W^R r(t-1) + W^FF r_before(t-1) + W^I s(t) + b
      current.fill(recurrentBias[i] + inputBias[i] + (feedforwardBias ? feedforwardBias[i] : 0));
      for (let s = 0; s < S; s++) current[s] += inputWeight[i] * bits[(t - 1) * S + s];
      addProduct(current, recurrentWeight, i, activity, previous);
      if (feedforwardWeight && before) addProduct(current, feedforwardWeight, i, before, previous);

      const rate = 1 / clampTau(module.tau[i]);
      for (let s = 0; s < S; s++) {
        const r = activity[previous + i * S + s];
        activity[(t * M + i) * S + s] =
          leak === 'inside'
            ? (1 - rate) * r + rate * leakyReLU(current[s])
            : leakyReLU((1 - rate) * r + rate * current[s]);
      }
    }
  }
  return activity;
}

/** Adds row `i` of a weight matrix [M, M] times the activities [M, S] that stand at `offset`. */
function addProduct(sum: Float64Array, weight: Float32Array, i: number, activity: Float64Array, offset: number): void {
  const S = sum.length;
  const M = Math.sqrt(weight.length);
  for (let j = 0; j < M; j++) {
    const w = weight[i * M + j];
    const row = offset + j * S;
    for (let s = 0; s < S; s++) sum[s] += w * activity[row + s];
  }
}

/**
 * Logits of a readout head for activities [M, S] of the module that it reads, [2, S]: row 0 speaks for even
 * parity, row 1 for odd.
 */
export function logits(head: Head, activityAtT: Float32Array | Float64Array, M: number, S: number): Float64Array {
  const out = new Float64Array(2 * S);
  for (let unit = 0; unit < 2; unit++) {
    for (let s = 0; s < S; s++) {
      let sum = head.bias[unit];
      for (let j = 0; j < M; j++) sum += head.weight[unit * M + j] * activityAtT[j * S + s];
      out[unit * S + s] = sum;
    }
  }
  return out;
}
