import type { Scalar, Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { cloneNetwork } from '../../network/clone.ts';
import type { Head, Network } from '../../network/network.ts';
import { trainedTensors } from '../../network/tensors.ts';
import { type BatchOrigin, drawBits, drawInitialState } from '../../task/batch.ts';
import { labelsOf } from '../../task/label.ts';
import type { Gradients, Session, SessionOptions } from '../engine.ts';
import type { TF } from './backend.ts';
import { descend } from './descent.ts';
import { lastState, type ModuleTensors, moduleTensors, runStack, stackModules } from './forward.ts';
import { countCorrect, crossEntropy, type HeadTensors } from './readout.ts';

/** Makes the tensor of a parameter from its values. */
type Maker = (values: Float32Array, shape: [number, number]) => Tensor;

/** A batch as the newest module meets it. */
interface Batch {
  bits: Tensor2D;
  /** Initial state of the newest module, [M, B]. */
  initial: Tensor2D;
  /** Activity of the module before it at t = 0..T-1, [M, T, B]. */
  before: Tensor3D | null;
  /** States of the frozen modules after the last bit, [D - 1, M, B]. */
  frozen: Tensor3D | null;
  /** Parity for each head, [heads][B]. */
  labels: Uint8Array[];
}

/**
 * Opens a network on TensorFlow.js. Parameters stay in JavaScript arrays; every step builds the loss from tensors, takes its
 * gradient by automatic differentiation and disposes of all it made.
 */
export function openSession(
  tf: TF,
  given: Network,
  options: SessionOptions,
  givenVelocity: Map<string, Float32Array> = new Map(),
): Session {
  const network = cloneNetwork(given);
  const { size: M, leak, heads, modules } = network;
  const { batchSize: B, maxLength, optimizer } = options;
  const trained = trainedTensors(network, options.trainable);
  const newest = modules.length - 1;
  const trainedHeads = network.architecture === 'modular' ? [newest] : heads.map((_, k) => k);
  const velocity = new Map(
    trained.map(({ name, values }) => [name, copyOrZeros(givenVelocity.get(name), values.length)]),
  );
  const frozen = newest > 0 ? keep(tf, () => stackModules(tf, modules.slice(0, newest))) : null;

  const constant: Maker = (values, shape) => tf.tensor2d(values, shape);

  const draw = (origin: BatchOrigin): Batch => {
    checkLength(origin.length, maxLength, heads);
    const drawn = drawBits(origin, B);
    const bits = tf.tensor2d(Float32Array.from(drawn), [origin.length, B]);
    const states = drawInitialState(origin, modules.length, M, B);
    const frozenLength = newest * M * B;
    const ran =
      frozen && runStack(tf, frozen, leak, bits, tf.tensor3d(states.subarray(0, frozenLength), [newest, M, B]));
    return {
      bits,
      initial: tf.tensor2d(states.subarray(frozenLength), [M, B]),
      before: ran?.feed ?? null,
      frozen: ran?.last ?? null,
      labels: heads.map((head) => labelsOf(drawn, B, head.N)),
    };
  };

  const state = (batch: Batch, make: Maker): Tensor2D =>
    lastState(tf, moduleTensors(modules[newest], make), leak, batch.bits, batch.initial, batch.before);

  const headTensors = (head: Head, make: Maker): HeadTensors => ({
    weight: make(head.weight, [2, M]) as Tensor2D,
    bias: make(head.bias, [1, 2]) as Tensor2D,
  });

  const differentiate = (origin: BatchOrigin): { loss: number; gradients: Gradients } =>
    scoped(tf, () => {
      const batch = draw(origin);
      const loss = (...parameters: Tensor[]): Scalar => {
        const variable = new Map(trained.map(({ values }, n) => [values, parameters[n]]));
        const make: Maker = (values, shape) => variable.get(values)?.reshape(shape) ?? constant(values, shape);
        const read = trainedHeads.map((k) => headTensors(heads[k], make));
        const labels = trainedHeads.map((k) => batch.labels[k]);
        return crossEntropy(tf, read, state(batch, make), labels) as Scalar;
      };
      if (trained.length === 0) return { loss: loss().dataSync()[0], gradients: new Map() };
      const { value, grads } = tf.valueAndGrads(loss)(trained.map(({ values }) => tf.tensor1d(values)));
      const gradients = new Map(trained.map(({ name }, n) => [name, Float32Array.from(grads[n].dataSync())]));
      return { loss: value.dataSync()[0], gradients };
    });

  return {
    gradients: differentiate,
    trainStep(origin) {
      const { loss, gradients } = differentiate(origin);
      return { loss, gradientNorm: descend(trained, gradients, velocity, optimizer) };
    },
    evaluate(origin) {
      return scoped(tf, () => {
        const batch = draw(origin);
        const last = state(batch, constant).expandDims<Tensor3D>(0);
        const states = batch.frozen ? tf.concat([batch.frozen, last]) : last;
        const read = heads.map((head) => headTensors(head, constant));
        return countCorrect(tf, read, states, batch.labels);
      });
    },
    read: () => ({ network: cloneNetwork(network), velocity: structuredClone(velocity) }),
    close() {
      if (frozen) tf.dispose(Object.values(frozen));
    },
  };
}

/** Does some work and disposes of every tensor made in it, but for kept ones. */
function scoped<T>(tf: TF, work: () => T): T {
  tf.engine().startScope();
  try {
    return work();
  } finally {
    tf.engine().endScope();
  }
}

/** Tensors that outlive the scope they are made in. */
function keep(tf: TF, make: () => ModuleTensors): ModuleTensors {
  return scoped(tf, () => {
    const tensors = make();
    for (const tensor of Object.values(tensors)) tf.keep(tensor);
    return tensors;
  });
}

function copyOrZeros(values: Float32Array | undefined, length: number): Float32Array {
  return values ? values.slice() : new Float32Array(length);
}

function checkLength(length: number, maxLength: number, heads: readonly Head[]): void {
  const N = Math.max(...heads.map((head) => head.N));
  if (length < N) throw new RangeError(`sequences of ${length} bits are too short for N = ${N}`);
  if (length > maxLength) throw new RangeError(`sequences of ${length} bits, but the session is open for ${maxLength}`);
}
