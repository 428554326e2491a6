import type { Engine, Pool, Session } from '../engine/engine.ts';
import { trainableGroups } from '../network/growth.ts';
import type { Network } from '../network/network.ts';
import { longestLength } from '../task/length.ts';
import type { Configuration } from './configuration.ts';
import { policyOf } from './configuration.ts';

/** Batches of a pool, by what they are for. */
export interface PoolSizes {
  batches: number;
  testBatches: number;
}

/** One test batch stands in a pool beside so many batches to train on. */
const TRAINED_BY_TEST = 8;

/** The pool that a network with so many modules works on: the first module has no prefix, all its batches are fresh. */
export function poolOf({ pool }: Pick<Configuration, 'pool'>, modules: number): PoolSizes | undefined {
  if (pool === undefined || modules < 2) return undefined;
  return { batches: pool, testBatches: Math.ceil(pool / TRAINED_BY_TEST) };
}

/** The largest task that a curriculum can come to. */
export function lastTask({ untilN, firstN, epochs }: Pick<Configuration, 'untilN' | 'firstN' | 'epochs'>): number {
  return Math.min(untilN ?? Number.POSITIVE_INFINITY, firstN + epochs - 1);
}

/**
 * Opens the sessions of one curriculum and keeps its pool from one curriculum step to the next. A pool is drawn when it is first needed; in
 * a curriculum that goes on from a kept state it comes to the same activity, since the frozen modules are those that it would have met.
 * @throws Error where a pool is asked for that architecture or engine cannot have.
 */
export class Sessions {
  readonly #configuration: Configuration;
  readonly #engine: Engine;
  #pool: Pool | undefined;

  constructor(configuration: Configuration, engine: Engine) {
    if (configuration.pool !== undefined && configuration.architecture !== 'modular') {
      throw new Error('A pool keeps the activity of frozen modules: a non-modular network has none.');
    }
    if (configuration.pool !== undefined && !engine.openPool) throw new Error(`Engine ${engine.name} has no pool.`);
    this.#configuration = configuration;
    this.#engine = engine;
  }

  open(network: Network, velocity: Map<string, Float32Array>): Session {
    const { batchSize, optimizer, longest } = this.#configuration;
    const trainable = trainableGroups(policyOf(this.#configuration), network.modules.length - 1);
    const sizes = poolOf(this.#configuration, network.modules.length);
    if (!sizes) {
      const N = network.heads[network.heads.length - 1].N;
      const maxLength = longestLength(N, longest);
      return this.#engine.open(network, { batchSize, maxLength, optimizer, trainable }, velocity);
    }
    const { size, leak, seed, bits } = this.#configuration;
    const largestTask = lastTask(this.#configuration);
    const length = longestLength(largestTask, longest);
    const plan = { ...sizes, size, leak, seed, bits, batchSize, length, largestTask };
    this.#pool ??= this.#engine.openPool?.(plan);
    return (this.#pool as Pool).open(network, { optimizer, trainable }, velocity);
  }
}
