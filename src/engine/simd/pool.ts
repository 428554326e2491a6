import type { Head, Network } from '../../network/network.ts';
import { namedTensors } from '../../network/tensors.ts';
import type { BatchOrigin } from '../../task/batch.ts';
import { BATCH_STREAMS } from '../../task/batch.ts';
import { purposeKey } from '../../task/stream.ts';
import type { Pool, PooledOptions, PoolPlan, Session, SessionOptions } from '../engine.ts';
import { type Kernel, type KernelInstance, type KernelSource, type Place, place } from './kernel.ts';
import { difference, READINGS, SimdSession } from './session.ts';

/** A pool in the memory of one kernel, which holds two modules: the last frozen one and the newest. */
export class SimdPool implements Pool {
  readonly #plan: PoolPlan;
  readonly #kernel: Kernel;
  readonly #memory: KernelInstance['memory'];
  /** Frozen modules that have run through the pool. */
  #passed = 0;
  /** Correct answers of each of their heads on each test batch, by the length of the sequence, [heads][batches][length + 1]. */
  readonly #correct: Int32Array[][] = [];

  constructor(source: KernelSource, plan: PoolPlan) {
    const { size, leak, seed, batchSize, length } = plan;
    const { kernel, memory } = source();
    this.#plan = plan;
    this.#kernel = kernel;
    this.#memory = memory;
    kernel.configure(size, 2, 2, true, leak === 'outside', batchSize, length, plan.largestTask);
    const batches = plan.batches + plan.testBatches;
    if (kernel.openPool(batches, length) === 0) {
      const megabytes = Math.ceil((batches * batchSize * length * size * 4) / 1e6);
      throw new Error(`Not enough memory for a pool of ${megabytes} MB: give it fewer batches.`);
    }
    for (const { slot, bits, index } of this.#batches()) kernel.drawPool(slot, seed, bits, index, READINGS[plan.bits]);
  }

  open(network: Network, options: PooledOptions, velocity?: Map<string, Float32Array>): Session {
    const newest = network.modules.length - 1;
    if (newest < 1) throw new Error('A pool needs a module that is frozen: the first module trains without one.');
    while (this.#passed < newest) this.#advance(network);
    this.#put(network, newest, true);
    const { batchSize, length: maxLength } = this.#plan;
    const opened = { kernel: this.#kernel, memory: this.#memory };
    return new PooledSession(this, opened, network, { ...options, batchSize, maxLength }, velocity);
  }

  /** Chooses a batch for the kernel's next step. Throws for one that is not in the pool. */
  choose({ seed, purpose, index, bits }: BatchOrigin, frozen: number): void {
    const { batches, testBatches, ...plan } = this.#plan;
    const known = { pool: batches, 'pool test': testBatches, train: 0, test: 0 }[purpose];
    if (seed !== plan.seed || bits !== plan.bits || index >= known) {
      throw new Error(`Batch ${index} of '${purpose}' is not in this pool.`);
    }
    if (frozen !== this.#passed)
      throw new Error('The pool has gone on to another module: its earlier session is over.');
    // The two modules of the kernel count on from those that have run in the pool alone.
    this.#kernel.usePool(purpose === 'pool' ? index : batches + index, frozen - 1);
  }

  /** Correct answers of every frozen head on a test batch, then those of the newest as the kernel has just counted them. */
  answers({ index, length }: BatchOrigin): Int32Array {
    const newest = new Int32Array(this.#memory.buffer, place(this.#kernel, 'correct'), 2)[1];
    return Int32Array.of(...this.#correct.map((batches) => batches[index][length]), newest);
  }

  /** Every batch of the pool: its place in the kernel, and the streams that it is drawn from. */
  #batches() {
    const { batches, testBatches } = this.#plan;
    return Array.from({ length: batches + testBatches }, (_, slot) => {
      const test = slot >= batches;
      const { bits, state } = BATCH_STREAMS[test ? 'pool test' : 'pool'];
      return { slot, test, index: test ? slot - batches : slot, bits: purposeKey(bits), state: purposeKey(state) };
    });
  }

  /** Runs the next frozen module through every batch. */
  #advance(network: Network): void {
    const module = this.#passed;
    const { seed, length } = this.#plan;
    this.#put(network, module, false);
    const correct: Int32Array[] = [];
    for (const { slot, test, index, state } of this.#batches()) {
      this.#kernel.advancePool(slot, module, seed, state, index, test);
      if (test)
        correct.push(new Int32Array(this.#memory.buffer, place(this.#kernel, 'poolCounts'), length + 1).slice());
    }
    this.#correct.push(correct);
    this.#passed++;
  }

  /** Writes a module and its head to the kernel: as the newest one, without velocity, or as the frozen one before it. */
  #put(network: Network, module: number, newest: boolean): void {
    const head: Head = network.heads[module];
    const at = newest ? 1 : 0;
    let offset = 0;
    for (const { values, group, ...tensor } of namedTensors(network)) {
      if (tensor.module !== module || (group === 'readout' && !newest)) continue;
      this.#write('parameters', offset, values);
      offset += values.length;
    }
    this.#write('readouts', at * (network.size + 1), difference(head));
    new Int32Array(this.#memory.buffer, place(this.#kernel, 'tasks'), 2)[at] = head.N;
    if (newest) {
      this.#write('velocity', 0, new Float32Array(offset));
      this.#kernel.pack();
    } else {
      this.#kernel.packForward(0, module > 0);
    }
  }

  #write(name: Place, offset: number, values: Float32Array): void {
    new Float32Array(this.#memory.buffer, place(this.#kernel, name) + 4 * offset, values.length).set(values);
  }
}

class PooledSession extends SimdSession {
  readonly #pool: SimdPool;
  readonly #frozen: number;

  constructor(
    pool: SimdPool,
    opened: KernelInstance,
    network: Network,
    options: SessionOptions,
    velocity?: Map<string, Float32Array>,
  ) {
    super(opened, network, options, velocity);
    this.#pool = pool;
    this.#frozen = network.modules.length - 1;
  }

  protected override describe(origin: BatchOrigin) {
    this.#pool.choose(origin, this.#frozen);
    return super.describe(origin);
  }

  override evaluate(origin: BatchOrigin): Int32Array {
    super.evaluate(origin);
    return this.#pool.answers(origin);
  }
}
