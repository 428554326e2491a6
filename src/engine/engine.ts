import type { Leak, Network, ParameterGroup } from '../network/network.ts';
import type { BatchOrigin, BitsReading } from '../task/batch.ts';

/** Stochastic gradient descent with Nesterov momentum, and clipping of the whole gradient's norm. */
export interface Optimizer {
  learningRate: number;
  momentum: number;
  /** Largest norm of the gradient over all trained parameters. */
  clip: number;
}

export interface SessionOptions {
  /** Sequences a batch; a multiple of 16. */
  batchSize: number;
  /** Longest sequence that will be asked for. */
  maxLength: number;
  optimizer: Optimizer;
  /** What trains. Modular: in the newest module and its head only; everything before it is frozen. */
  trainable: readonly ParameterGroup[];
}

/** One step's outcome. The loss is the mean cross-entropy over the batch, summed over the trained heads, in nats. */
export interface StepResult {
  loss: number;
  /** Norm of the gradient before clipping. */
  gradientNorm: number;
}

/** Gradient of the loss by tensor name (see `namedTensors` in network/tensors.ts), of the trained tensors only. */
export type Gradients = Map<string, Float32Array>;

/** Activity of one module: [T + 1, M, S] for S sequences, index 0 being the initial state. */
export interface Activity {
  steps: number;
  sequences: number;
  module: number;
  values: Float32Array;
}

/** A network opened for work on one engine. Not shareable between threads. */
export interface Session {
  /** Draws the batch, steps forward and back, clips and updates. */
  trainStep(origin: BatchOrigin): StepResult;
  /** The same loss and the unclipped gradient, without an update. */
  gradients(origin: BatchOrigin): { loss: number; gradients: Gradients };
  /** Correct answers of every head at the last step of each sequence, [heads]; of `batchSize` sequences. */
  evaluate(origin: BatchOrigin): Int32Array;
  /** The network with its present parameters, and the optimizer's velocity by tensor name. */
  read(): { network: Network; velocity: Map<string, Float32Array> };
  close(): void;
}

/** The batches of a pool; purposes `pool` and `pool test` name them by their place. */
export interface PoolPlan {
  /** M and leak of the networks. */
  size: number;
  leak: Leak;
  seed: number;
  bits: BitsReading;
  /** Sequences a batch; a multiple of 16. */
  batchSize: number;
  /** Batches to train on. */
  batches: number;
  /** Batches to test on. */
  testBatches: number;
  /** Bits of every sequence; a step works on the first so many of them. */
  length: number;
  /** Largest task that will be asked for. */
  largestTask: number;
}

/**
 * Batches that are drawn once and kept with the activity of the last frozen module, so that a curriculum step of a modular network costs
 * the same at any depth.
 */
export interface Pool {
  /**
   * Opens a network of at least two modules on the pool's batches, after every frozen module that has not run through them has done
   * so. Its steps and answers are those of a session without pool on the same batches. One session at a time.
   */
  open(network: Network, options: PooledOptions, velocity?: Map<string, Float32Array>): Session;
}

/** Batch size and longest sequence are the pool's. */
export type PooledOptions = Omit<SessionOptions, 'batchSize' | 'maxLength'>;

/** An implementation of the networks' forward pass and training step. */
export interface Engine {
  readonly name: 'simd' | 'tfjs';
  /** What runs underneath, for the record: a kernel version, or a TensorFlow.js backend. */
  readonly backend: string;
  /** Which build of the kernel runs, for the record of times alone: every build gives the same bytes. */
  readonly build?: string;
  open(network: Network, options: SessionOptions, velocity?: Map<string, Float32Array>): Session;
  /** A pool with its batches drawn, for one modular network as it grows; absent where the engine has none. */
  openPool?(plan: PoolPlan): Pool;
}
