import { clampTau, LEAKY_SLOPE, type Simulate } from './dynamics.ts';
import type { Leak, Module } from './network.ts';

/**
 * `Simulate` for one sequence at a time, in float64: equations 1 to 4 as in dynamics.ts with the weights of a neuron in one row,
 * where no batch shares them (a perturbed network is run once and thrown away).
 * @throws RangeError where there is more than one sequence, or `initial` is not [modules, M].
 */
export const simulateSequence: Simulate = (network, bits, sequences, initial, visit) => {
  const { size: M, modules, leak } = network;
  if (sequences !== 1) throw new RangeError(`one sequence at a time, not ${sequences}`);
  if (initial.length !== modules.length * M) {
    throw new RangeError(`initial state is not [${modules.length}, ${M}]: ${initial.length} values`);
  }
  let before: Float64Array | null = null;
  modules.forEach((module, m) => {
    const activity = evolve(module, leak, bits, initial.subarray(m * M, (m + 1) * M), before);
    visit(m, Float32Array.from(activity));
    before = activity;
  });
};

/** Activity [T + 1, M] of one module, given its initial state [M] and the activity of the module before. */
function evolve(
  module: Module,
  leak: Leak,
  bits: Uint8Array,
  initial: Float32Array,
  before: Float64Array | null,
): Float64Array {
  const M = module.tau.length;
  const T = bits.length;
  const inputs = before ? 2 * M : M;
  const weights = rows(module, inputs);
  const rest = restingCurrent(module);
  const inputWeight = Float64Array.from(module.inputWeight);
  const rates = Float64Array.from(module.tau, (tau) => 1 / clampTau(tau));
  const inside = leak === 'inside';
  const activity = new Float64Array((T + 1) * M);
  activity.set(initial);
  const state = new Float64Array(inputs);
  for (let t = 0; t < T; t++) {
    const now = t * M;
    for (let j = 0; j < M; j++) state[j] = activity[now + j];
    if (before) for (let j = 0; j < M; j++) state[M + j] = before[now + j];
    const bit = bits[t];
    for (let i = 0; i < M; i++) {
      const current = rest[i] + (bit ? inputWeight[i] : 0) + product(weights, i * inputs, state);
      const rate = rates[i];
      if (inside) {
        activity[now + M + i] = (1 - rate) * state[i] + rate * (current < 0 ? LEAKY_SLOPE * current : current);
      } else {
        const x = (1 - rate) * state[i] + rate * current;
        activity[now + M + i] = x < 0 ? LEAKY_SLOPE * x : x;
      }
    }
  }
  return activity;
}

/** A row of weights times the state; four sums side by side keep the processor busy. */
function product(weights: Float64Array, row: number, state: Float64Array): number {
  const length = state.length;
  const even = length & ~3;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let j = 0;
  for (; j < even; j += 4) {
    a += weights[row + j] * state[j];
    b += weights[row + j + 1] * state[j + 1];
    c += weights[row + j + 2] * state[j + 2];
    d += weights[row + j + 3] * state[j + 3];
  }
  for (; j < length; j++) a += weights[row + j] * state[j];
  return a + b + (c + d);
}

/** W^R and, beside it, W^FF: [M, inputs]. */
function rows(module: Module, inputs: number): Float64Array {
  const M = module.tau.length;
  const weights = new Float64Array(M * inputs);
  for (let i = 0; i < M; i++) {
    weights.set(module.recurrentWeight.subarray(i * M, (i + 1) * M), i * inputs);
    if (inputs > M && module.feedforwardWeight) {
      weights.set(module.feedforwardWeight.subarray(i * M, (i + 1) * M), i * inputs + M);
    }
  }
  return weights;
}

function restingCurrent(module: Module): Float64Array {
  return Float64Array.from(
    module.inputBias,
    (bias, i) => bias + module.recurrentBias[i] + (module.feedforwardBias ? module.feedforwardBias[i] : 0),
  );
}
