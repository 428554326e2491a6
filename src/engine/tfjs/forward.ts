import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { LEAKY_SLOPE } from '../../network/dynamics.ts';
import type { Leak, Module } from '../../network/network.ts';
import type { TF } from './backend.ts';

/** The parameters of one module (or of D modules stacked, with a leading axis D) as tensors, biases and tau as columns. */
export interface ModuleTensors {
  /** [M, 1] */
  tau: Tensor;
  inputWeight: Tensor;
  inputBias: Tensor;
  /** [M, M] */
  recurrentWeight: Tensor;
  /** [M, 1] */
  recurrentBias: Tensor;
  /** [M, M], null where no module stands before */
  feedforwardWeight: Tensor | null;
  /** [M, 1] */
  feedforwardBias: Tensor | null;
}

export type Field = keyof ModuleTensors;

/** Rows and columns of a field as a matrix. */
export function shapeOf(field: Field, M: number): [number, number] {
  return [M, field === 'recurrentWeight' || field === 'feedforwardWeight' ? M : 1];
}

/** The tensors of a module, made by `tensor`; null where the module has no such parameter. */
export function moduleTensors(
  module: Module,
  tensor: (values: Float32Array, shape: [number, number], field: Field) => Tensor,
): ModuleTensors {
  const make = (field: Field) => {
    const values = module[field];
    return values && tensor(values, shapeOf(field, module.tau.length), field);
  };
  return Object.fromEntries(FIELDS.map((field) => [field, make(field)])) as unknown as ModuleTensors;
}

const FIELDS: readonly Field[] = [
  'tau',
  'inputWeight',
  'inputBias',
  'recurrentWeight',
  'recurrentBias',
  'feedforwardWeight',
  'feedforwardBias',
];

/** (1 - 1/tau) and 1/tau with tau clamped to >= 1; the gradient of tau is zero where it is below. */
function leakOf(tf: TF, tau: Tensor): { keep: Tensor; rate: Tensor } {
  const rate = tf.reciprocal(tf.maximum(tau, 1));
  return { keep: tf.sub(1, rate), rate };
}

/** One step of equation 1 (leak inside), or of the group's code (leak outside). */
function leakyStep(tf: TF, leak: Leak, r: Tensor, current: Tensor, { keep, rate }: { keep: Tensor; rate: Tensor }) {
  return leak === 'inside'
    ? tf.add(tf.mul(keep, r), tf.mul(rate, tf.leakyRelu(current, LEAKY_SLOPE)))
    : tf.leakyRelu(tf.add(tf.mul(keep, r), tf.mul(rate, current)), LEAKY_SLOPE);
}

/** W^R without its diagonal: no neuron drives itself, and the diagonal has no gradient. */
function offDiagonal(tf: TF, recurrentWeight: Tensor): Tensor {
  const M = recurrentWeight.shape[recurrentWeight.shape.length - 1];
  return tf.mul(recurrentWeight, tf.sub(1, tf.eye(M)));
}

/**
 * The state of one module after the last bit, [M, B], differentiable in its parameters.
 *
 * @param bits [T, B]
 * @param initial [M, B]
 * @param before activity of the module before at t = 0..T-1, [M, T, B]; null where there is none
 */
export function lastState(
  tf: TF,
  module: ModuleTensors,
  leak: Leak,
  bits: Tensor2D,
  initial: Tensor2D,
  before: Tensor3D | null,
): Tensor2D {
  const [T, B] = bits.shape;
  const M = initial.shape[0];
  // All that reaches C(t) from outside the module, for every t at once: [M, T B].
  let outside = tf.add(
    tf.mul(module.inputWeight, bits.reshape([1, T * B])),
    tf.add(module.inputBias, module.recurrentBias),
  );
  if (before && module.feedforwardWeight && module.feedforwardBias) {
    const drive = tf.matMul(module.feedforwardWeight as Tensor2D, before.reshape([M, T * B]));
    outside = tf.add(outside, tf.add(drive, module.feedforwardBias));
  }
  const weight = offDiagonal(tf, module.recurrentWeight);
  const rates = leakOf(tf, module.tau);
  let r: Tensor = initial;
  for (const drive of tf.unstack(outside.reshape([M, T, B]), 1)) {
    r = leakyStep(tf, leak, r, tf.add(tf.matMul(weight, r), drive), rates);
  }
  return r as Tensor2D;
}

/** D modules, first to last, with a leading axis D: one product of stacked matrices a step moves them all. */
export function stackModules(tf: TF, modules: readonly Module[]): ModuleTensors {
  const M = modules[0].tau.length;
  const stack = (field: Field) => {
    const [rows, columns] = shapeOf(field, M);
    // The first module has no feedforward map: zeros stand for it.
    const fields = modules.map((module) =>
      tf.tensor2d(module[field] ?? new Float32Array(rows * columns), [rows, columns]),
    );
    return tf.stack(fields);
  };
  return Object.fromEntries(FIELDS.map((field) => [field, stack(field)])) as unknown as ModuleTensors;
}

/**
 * Runs D stacked modules side by side, each one step behind the module before it.
 *
 * @param bits [T, B]
 * @param initial [D, M, B]
 * @returns the last module's activity at t = 0..T-1, [M, T, B], and all states after the last bit, [D, M, B]
 */
export function runStack(
  tf: TF,
  modules: ModuleTensors,
  leak: Leak,
  bits: Tensor2D,
  initial: Tensor3D,
): { feed: Tensor3D; last: Tensor3D } {
  const [D, M, B] = initial.shape;
  const weight = tf.concat([offDiagonal(tf, modules.recurrentWeight), modules.feedforwardWeight as Tensor], 2);
  const biases = tf.add(tf.add(modules.inputBias, modules.recurrentBias), modules.feedforwardBias as Tensor);
  const rates = leakOf(tf, modules.tau);
  const nothing = tf.zeros([1, M, B]);
  const feed: Tensor[] = [];
  let r: Tensor = initial;
  for (const s of tf.unstack(bits)) {
    feed.push(tf.slice(r, [D - 1, 0, 0], [1, M, B]).reshape([M, B]));
    const next = tf.tidy(() => {
      const before = D > 1 ? tf.concat([nothing, tf.slice(r, [0, 0, 0], [D - 1, M, B])], 0) : nothing;
      const drive = tf.add(tf.mul(modules.inputWeight, s.reshape([1, 1, B])), biases);
      return leakyStep(tf, leak, r, tf.add(tf.matMul(weight, tf.concat([r, before], 1)), drive), rates);
    });
    if (r !== initial) r.dispose();
    r = next;
  }
  return { feed: tf.stack(feed, 1) as Tensor3D, last: r as Tensor3D };
}
