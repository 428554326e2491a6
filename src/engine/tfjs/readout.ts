import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import type { TF } from './backend.ts';

/** The parameters of one head: weight [2, M] and bias [1, 2]. */
export interface HeadTensors {
  weight: Tensor2D;
  bias: Tensor2D;
}

/**
 * Softmax cross-entropy of K heads that read one state: the mean over the batch, summed over the heads, in nats.
 *
 * @param state [M, B]
 * @param labels parity of each sequence for each head, [K][B]
 */
export function crossEntropy(tf: TF, heads: readonly HeadTensors[], state: Tensor2D, labels: Uint8Array[]): Tensor {
  const [K, B] = [heads.length, state.shape[1]];
  const weight = tf.concat(heads.map((head) => head.weight)) as Tensor2D;
  const bias = tf.concat(
    heads.map((head) => head.bias),
    1,
  );
  const logits = tf.add(tf.matMul(state, weight, true, true), bias).reshape([B, K, 2]);
  const wanted = new Float32Array(B * K * 2);
  for (let b = 0; b < B; b++) for (let k = 0; k < K; k++) wanted[(b * K + k) * 2 + labels[k][b]] = 1;
  return tf
    .logSoftmax(logits)
    .mul(tf.tensor3d(wanted, [B, K, 2]))
    .sum()
    .div(-B);
}

/**
 * How many of each head's answers are right, [K]; even parity is the answer where both logits are equal.
 *
 * @param states [K, M, B], or [1, M, B] where all heads read one state
 */
export function countCorrect(
  tf: TF,
  heads: readonly HeadTensors[],
  states: Tensor3D,
  labels: Uint8Array[],
): Int32Array {
  const weight = tf.stack(heads.map((head) => head.weight)) as Tensor3D;
  const bias = tf.stack(heads.map((head) => head.bias.reshape([2, 1]))) as Tensor3D;
  const [even, odd] = tf.unstack(tf.add(tf.matMul(weight, states), bias), 1);
  const answers = tf.greater(odd, even).dataSync();
  const B = states.shape[2];
  return Int32Array.from(labels, (label, k) =>
    label.reduce((sum, odd, b) => sum + (answers[k * B + b] === odd ? 1 : 0), 0),
  );
}
