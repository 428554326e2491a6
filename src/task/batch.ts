import { stream } from './stream.ts';

/** How bits are drawn, a reading: Bernoulli p ~ U[0,1] per sequence, per batch, or p = 0.5. */
export const BITS_READINGS = ['per-sequence', 'per-batch', 'half'] as const;
export type BitsReading = (typeof BITS_READINGS)[number];

/** Names a batch: everything that is drawn for it follows from these numbers. */
export interface BatchOrigin {
  seed: number;
  /** The batches of a pool are drawn once and used many times, those of training and test once. */
  purpose: 'train' | 'test' | 'pool' | 'pool test';
  /** Step of training or test since the network's first, or the batch's place in its pool; unique within a purpose. */
  index: number;
  /** Length L of its sequences. */
  length: number;
  bits: BitsReading;
}

/** Purposes of the streams that a batch is drawn from; the kernel draws from the same ones. */
export const BATCH_STREAMS = {
  train: { bits: 'bits', state: 'initial state' },
  test: { bits: 'test bits', state: 'test initial state' },
  pool: { bits: 'pool bits', state: 'pool initial state' },
  'pool test': { bits: 'pool test bits', state: 'pool test initial state' },
} as const;

/** Initial activities are 0.1 U[0,1): (word >>> 8) times this float32 constant. */
export const INITIAL_STATE_SCALE = Math.fround(0.1 * 2 ** -24);

/**
 * The bits of a batch, [L, B] with 1 for a one. Word b of the stream is the probability of sequence b (word 0 for all in the
 * reading per-batch), word B (t + 1) + b decides bit t of sequence b: one where word < probability, as unsigned integers.
 */
export function drawBits(origin: BatchOrigin, batchSize: number): Uint8Array {
  const words = stream(origin.seed, BATCH_STREAMS[origin.purpose].bits, origin.index);
  const thresholds = Uint32Array.from({ length: batchSize }, () => words.word());
  if (origin.bits === 'half') thresholds.fill(0x80000000);
  if (origin.bits === 'per-batch') thresholds.fill(thresholds[0]);
  const bits = new Uint8Array(origin.length * batchSize);
  for (let n = 0; n < bits.length; n++) bits[n] = words.word() < thresholds[n % batchSize] ? 1 : 0;
  return bits;
}

/** Initial activities of `modules` modules of M neurons, 0.1 U[0,1), [modules, M, B]. */
export function drawInitialState(origin: BatchOrigin, modules: number, M: number, batchSize: number): Float32Array {
  const words = stream(origin.seed, BATCH_STREAMS[origin.purpose].state, origin.index);
  return Float32Array.from({ length: modules * M * batchSize }, () => (words.word() >>> 8) * INITIAL_STATE_SCALE);
}
