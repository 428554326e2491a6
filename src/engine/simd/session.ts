import { cloneNetwork } from '../../network/clone.ts';
import type { Head, Network, ParameterGroup } from '../../network/network.ts';
import type { NamedTensor } from '../../network/tensors.ts';
import { namedTensors, trainedTensors } from '../../network/tensors.ts';
import type { BatchOrigin } from '../../task/batch.ts';
import { BATCH_STREAMS } from '../../task/batch.ts';
import { purposeKey } from '../../task/stream.ts';
import type { Gradients, Session, SessionOptions } from '../engine.ts';
import type { Kernel, KernelInstance, KernelSource, Place } from './kernel.ts';
import { place } from './kernel.ts';

export const READINGS = { 'per-sequence': 0, 'per-batch': 1, half: 2 } as const;
const GROUPS: Record<ParameterGroup, number> = { recurrent: 1, feedforward: 2, input: 4, tau: 8, readout: 16 };
const ALL_GROUPS = Object.keys(GROUPS) as ParameterGroup[];

/**
 * Opens a network in a new kernel: the memory is planned, every module and readout is packed, and the parameters of what
 * could train lie in the order of `trainedTensors`.
 * Throws when the batch size is no multiple of 16 or the memory cannot be had.
 */
export function openKernel(
  source: KernelSource,
  network: Network,
  batchSize: number,
  maxLength: number,
): KernelInstance {
  if (batchSize % 16 !== 0) throw new Error(`The batch size must be a multiple of 16, not ${batchSize}.`);
  const { kernel, memory } = source();
  const modular = network.architecture === 'modular';
  const largest = Math.max(...network.heads.map((head) => head.N), 1);
  const counts = [network.size, network.modules.length, network.heads.length] as const;
  const bytes = kernel.configure(...counts, modular, network.leak === 'outside', batchSize, maxLength, largest);
  if (bytes === 0) {
    throw new Error(`Not enough memory for ${network.modules.length} modules and sequences of ${maxLength} bits.`);
  }
  const write = (name: Place, offset: number, values: Float32Array) =>
    new Float32Array(memory.buffer, place(kernel, name) + 4 * offset, values.length).set(values);
  const tensors = namedTensors(network);
  network.modules.forEach((_, d) => {
    let offset = 0;
    const newest = d === network.modules.length - 1;
    for (const { values } of tensors.filter(({ module, group }) => module === d && (newest || group !== 'readout'))) {
      write('parameters', offset, values);
      offset += values.length;
    }
    kernel.packForward(d, d > 0);
  });
  network.heads.forEach((head, k) => {
    write('readouts', k * (network.size + 1), difference(head));
    new Int32Array(memory.buffer, place(kernel, 'tasks'), network.heads.length)[k] = head.N;
  });
  kernel.pack();
  return { kernel, memory };
}

/** A readout head as the kernel answers with it: the difference of its rows, then of its biases, [M + 1]. */
export function difference(head: Head): Float32Array {
  const M = head.weight.length / 2;
  const row = Float32Array.from({ length: M }, (_, j) => head.weight[M + j] - head.weight[j]);
  return Float32Array.of(...row, head.bias[1] - head.bias[0]);
}

/** A session on an open kernel. */
export class SimdSession implements Session {
  readonly #kernel: Kernel;
  readonly #memory: KernelInstance['memory'];
  readonly #network: Network;
  readonly #options: SessionOptions;
  readonly #trainable: number;
  /** Every tensor that could train, in the order of the kernel's memory. */
  readonly #tensors: NamedTensor[];

  constructor(opened: KernelInstance, network: Network, options: SessionOptions, velocity?: Map<string, Float32Array>) {
    this.#kernel = opened.kernel;
    this.#memory = opened.memory;
    this.#network = cloneNetwork(network);
    this.#options = options;
    this.#trainable = options.trainable.reduce((mask, group) => mask | GROUPS[group], 0);
    this.#tensors = trainedTensors(this.#network, ALL_GROUPS);
    this.#tensors.forEach((tensor, i) => {
      const moving = options.trainable.includes(tensor.group) ? velocity?.get(tensor.name) : undefined;
      if (moving) this.#view('velocity', i).set(moving);
    });
  }

  #view(name: Place, index: number): Float32Array {
    const offset = this.#tensors.slice(0, index).reduce((sum, tensor) => sum + tensor.values.length, 0);
    const length = this.#tensors[index].values.length;
    return new Float32Array(this.#memory.buffer, place(this.#kernel, name) + 4 * offset, length);
  }

  /** What the kernel is told of a batch. Throws for one that this session cannot work on. */
  protected describe(origin: BatchOrigin): [number, number, number, number, number, number] {
    if (origin.length > this.#options.maxLength) {
      throw new Error(`A sequence of ${origin.length} bits is longer than the ${this.#options.maxLength} planned for.`);
    }
    const streams = BATCH_STREAMS[origin.purpose];
    const keys = [purposeKey(streams.bits), purposeKey(streams.state)] as const;
    return [origin.seed, ...keys, origin.index, origin.length, READINGS[origin.bits]];
  }

  #differentiate(origin: BatchOrigin): number {
    return this.#kernel.differentiate(...this.describe(origin), this.#trainable);
  }

  trainStep(origin: BatchOrigin) {
    const { learningRate, momentum, clip } = this.#options.optimizer;
    const loss = this.#differentiate(origin);
    return { loss, gradientNorm: this.#kernel.update(learningRate, momentum, clip) };
  }

  gradients(origin: BatchOrigin) {
    const loss = this.#differentiate(origin);
    const gradients: Gradients = new Map();
    this.#tensors.forEach((tensor, i) => {
      if (this.#options.trainable.includes(tensor.group)) gradients.set(tensor.name, this.#view('gradient', i).slice());
    });
    return { loss, gradients };
  }

  evaluate(origin: BatchOrigin): Int32Array {
    this.#kernel.evaluate(...this.describe(origin));
    return new Int32Array(this.#memory.buffer, place(this.#kernel, 'correct'), this.#network.heads.length).slice();
  }

  read() {
    const network = cloneNetwork(this.#network);
    const byName = new Map(namedTensors(network).map((tensor) => [tensor.name, tensor.values]));
    const velocity = new Map<string, Float32Array>();
    this.#tensors.forEach((tensor, i) => {
      byName.get(tensor.name)?.set(this.#view('parameters', i));
      if (this.#options.trainable.includes(tensor.group)) velocity.set(tensor.name, this.#view('velocity', i).slice());
    });
    return { network, velocity };
  }

  close(): void {}
}
