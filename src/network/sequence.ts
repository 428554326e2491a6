import { clampTau, LEAKY_SLOPE, type Simulate } from './dynamics.ts';
import type { Leak, Module } from './network.ts';

/** One module over one sequence of T bits, packed for it. */
export interface ModuleRun {
  /** [T + 1, M]; the first row is the initial state, the others are filled in. */
  activity: Float64Array;
  /** Activity [T + 1, M] of what feeds the module, if anything. */
  before: Float64Array | null;
  bits: Uint8Array;
  /** W^R and, beside it, W^FF, some rows interleaved: [rows / R, inputs, R], with rows of zeros at the end. */
  weights: Float64Array;
  /** Sum of the biases, [M]. */
  rest: Float64Array;
  inputWeight: Float64Array;
  /** 1 / tau, [M]. */
  rates: Float64Array;
  /** Whether the leak stands inside of the nonlinearity. */
  inside: boolean;
}

/** What runs modules, and how many rows R of weights it takes side by side. All give the same bits. */
export interface SequenceKernel {
  rows: number;
  run(module: ModuleRun): void;
}

/** Activity [T + 1, M] of one module over bits [T], given its initial state [M] and the activity [T + 1, M] of what feeds it, if anything. */
export type SimulateModule = (
  module: Module,
  leak: Leak,
  bits: Uint8Array,
  initial: Float32Array,
  before: Float64Array | null,
) => Float64Array;

/** `SimulateModule` on a kernel, in float64: equations 1 to 4 as in dynamics.ts. */
export function simulateModuleOn({ rows, run }: SequenceKernel): SimulateModule {
  return (module, leak, bits, initial, before) => {
    const M = module.tau.length;
    const activity = new Float64Array((bits.length + 1) * M);
    activity.set(initial);
    run({
      activity,
      before,
      bits,
      weights: packedRows(module, before ? 2 * M : M, rows),
      rest: restingCurrent(module),
      inputWeight: Float64Array.from(module.inputWeight),
      rates: Float64Array.from(module.tau, (tau) => 1 / clampTau(tau)),
      inside: leak === 'inside',
    });
    return activity;
  };
}

/**
 * `Simulate` for one sequence at a time, in float64, where no batch shares the weights (a perturbed network is run once and thrown away).
 * It throws a RangeError where there is more than one sequence, or `initial` is not [modules, M].
 */
export function simulateSequenceOn(kernel: SequenceKernel): Simulate {
  const simulateOne = simulateModuleOn(kernel);
  return (network, bits, sequences, initial, visit) => {
    const { size: M, modules, leak } = network;
    if (sequences !== 1) throw new RangeError(`one sequence at a time, not ${sequences}`);
    if (initial.length !== modules.length * M) {
      throw new RangeError(`initial state is not [${modules.length}, ${M}]: ${initial.length} values`);
    }
    let before: Float64Array | null = null;
    modules.forEach((module, m) => {
      const activity = simulateOne(module, leak, bits, initial.subarray(m * M, (m + 1) * M), before);
      visit(m, Float32Array.from(activity));
      before = activity;
    });
  };
}

/** The kernel in JavaScript: four rows at once, as each loaded state then serves four sums, which do not wait for one another. */
export const plainSequence: SequenceKernel = {
  rows: 4,
  run({ activity, before, bits, weights, rest, inputWeight, rates, inside }) {
    const M = rates.length;
    const state = new Float64Array(before ? 2 * M : M);
    const current = new Float64Array(Math.ceil(M / 4) * 4);
    for (let t = 0; t < bits.length; t++) {
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
  },
};

/** `Simulate` for one sequence at a time in JavaScript. */
export const simulateSequence = simulateSequenceOn(plainSequence);

function multiply(current: Float64Array, weights: Float64Array, state: Float64Array): void {
  const inputs = state.length;
  for (let i = 0, at = 0; i < current.length; i += 4) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let j = 0; j < inputs; j++, at += 4) {
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

function packedRows(module: Module, inputs: number, rows: number): Float64Array {
  const M = module.tau.length;
  const weights = new Float64Array(Math.ceil(M / rows) * rows * inputs);
  for (let i = 0; i < M; i++) {
    const block = (i - (i % rows)) * inputs + (i % rows);
    for (let j = 0; j < M; j++) {
      weights[block + j * rows] = module.recurrentWeight[i * M + j];
      if (inputs > M && module.feedforwardWeight) {
        weights[block + (M + j) * rows] = module.feedforwardWeight[i * M + j];
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
