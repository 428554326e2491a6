import { clampTau, LEAKY_SLOPE, type Simulate } from './dynamics.ts';
import type { Leak, Module } from './network.ts';

/** Rows of weights taken together. */
const ROWS = 4;

/**
 * `Simulate` for one sequence at a time, in float64: equations 1 to 4 as in dynamics.ts with the weights packed for it,
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
    const activity = simulateModule(module, leak, bits, initial.subarray(m * M, (m + 1) * M), before);
    visit(m, Float32Array.from(activity));
    before = activity;
  });
};

/** Activity [T + 1, M] of one module over bits [T], given its initial state [M] and the activity [T + 1, M] of what feeds it, if anything. */
export function simulateModule(
  module: Module,
  leak: Leak,
  bits: Uint8Array,
  initial: Float32Array,
  before: Float64Array | null,
): Float64Array {
  const M = module.tau.length;
  const T = bits.length;
  const inputs = before ? 2 * M : M;
  const weights = packedRows(module, inputs);
  const rest = restingCurrent(module);
  const inputWeight = Float64Array.from(module.inputWeight);
  const rates = Float64Array.from(module.tau, (tau) => 1 / clampTau(tau));
  const inside = leak === 'inside';
  const activity = new Float64Array((T + 1) * M);
  activity.set(initial);
  const state = new Float64Array(inputs);
  const current = new Float64Array(Math.ceil(M / ROWS) * ROWS);
  for (let t = 0; t < T; t++) {
    const now = t * M;
    for (let j = 0; j < M; j++) state[j] = activity[now + j];
    if (before) for (let j = 0; j < M; j++) state[M + j] = before[now + j];
    multiply(current, weights, state);
    const bit = bits[t];
    for (let i = 0; i < M; i++) {
      const C = current[i] + rest[i] + bit * inputWeight[i];
      const rate = rates[i];
      if (inside) {
        activity[now + M + i] = (1 - rate) * state[i] + rate * (C < 0 ? LEAKY_SLOPE * C : C);
      } else {
        const x = (1 - rate) * state[i] + rate * C;
        activity[now + M + i] = x < 0 ? LEAKY_SLOPE * x : x;
      }
    }
  }
  return activity;
}

/** Weights times state, four rows at once: each loaded state serves four sums, which do not wait for one another. */
function multiply(current: Float64Array, weights: Float64Array, state: Float64Array): void {
  const inputs = state.length;
  for (let i = 0, at = 0; i < current.length; i += ROWS) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let j = 0; j < inputs; j++, at += ROWS) {
      const r = state[j];
      a += weights[at] * r;
      b += weights[at + 1] * r;
      c += weights[at + 2] * r;
      d += weights[at + 3] * r;
    }
    current[i] = a;
    current[i + 1] = b;
    current[i + 2] = c;
    current[i + 3] = d;
  }
}

/** W^R and, beside it, W^FF, four rows interleaved: [rows / 4, inputs, 4], with rows of zeros at the end. */
function packedRows(module: Module, inputs: number): Float64Array {
  const M = module.tau.length;
  const weights = new Float64Array(Math.ceil(M / ROWS) * ROWS * inputs);
  for (let i = 0; i < M; i++) {
    const block = (i - (i % ROWS)) * inputs + (i % ROWS);
    for (let j = 0; j < M; j++) {
      weights[block + j * ROWS] = module.recurrentWeight[i * M + j];
      if (inputs > M && module.feedforwardWeight) {
        weights[block + (M + j) * ROWS] = module.feedforwardWeight[i * M + j];
      }
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
