import { readCheckpoint } from '../network/checkpoint.ts';
import { clampTau } from '../network/dynamics.ts';
import type { Network } from '../network/network.ts';
import type { LabNetwork, LabProtocol, LabRecord } from './archive.ts';
import type { Verification } from './digest.ts';
import { type Harm, harmed, UNHARMED } from './harm.ts';
import type { Library } from './library.ts';
import { LiveRun, type LiveStep } from './live.ts';
import { drawAccuracies } from './protocol.ts';

/**
 * What a network is taken from: the archive, as it stood after N was solved (the last one where N is absent), or the bytes of a checkpoint
 * that was grown from an archived network.
 */
export type Source = { network: string; N?: number } | { checkpoint: Uint8Array; network: string };

/** What a network is that has been opened. */
export interface Opened {
  /** The archived network that it is or that it was grown from. */
  network: LabNetwork;
  record: LabRecord;
  modules: number;
  size: number;
  /** Tasks of its heads, first N = 2. */
  tasks: number[];
  /** Trained tau as the dynamics use it (at least 1), [modules, M]. */
  tau: Float32Array;
  /** Null for a checkpoint that was made in the page. */
  verification: Verification | null;
}

/** Accuracy of every head on one draw of the archive's protocol. */
export interface Estimate {
  tasks: number[];
  accuracies: number[];
  /** Tasks above the protocol's threshold. */
  solved: number;
  draw: number;
}

/** One opened network: it lives, can be harmed, and answers how much it still solves. */
export class Specimen {
  readonly opened: Opened;
  readonly #intact: Network;
  readonly #protocol: LabProtocol;
  readonly #live: LiveRun;
  #harm: Harm = UNHARMED;
  #harmed: Network;

  private constructor(compiled: WebAssembly.Module, network: Network, protocol: LabProtocol, opened: Opened) {
    this.opened = opened;
    this.#intact = network;
    this.#harmed = network;
    this.#protocol = protocol;
    this.#live = new LiveRun(compiled, network, opened.network.seed);
  }

  /**
   * Opens a network from the archive or from a checkpoint.
   * @throws UserError for a network that the archive does not have; RangeError for an N that it never solved; CheckpointError for bytes
   * that hold no network.
   */
  static async open(compiled: WebAssembly.Module, library: Library, source: Source): Promise<Specimen> {
    const [{ perturbation }, entry, record] = await Promise.all([
      library.index(),
      library.entry(source.network),
      library.record(source.network),
    ]);
    const { network, verification } =
      'checkpoint' in source
        ? { network: readCheckpoint(source.checkpoint).network, verification: null }
        : await library.standing(source.network, source.N);
    return new Specimen(compiled, network, perturbation, {
      network: entry,
      record,
      modules: network.modules.length,
      size: network.size,
      tasks: network.heads.map((head) => head.N),
      tau: Float32Array.from(network.modules.flatMap(({ tau }) => [...tau].map(clampTau))),
      verification,
    });
  }

  /** Feeds bits one after another. */
  step(bits: ArrayLike<number>): LiveStep[] {
    return Array.from(bits, (bit) => this.#live.step(bit ? 1 : 0));
  }

  /** Activity back to the initial state, nothing seen; the harm stays. */
  reset(): void {
    this.#live.reset();
  }

  /**
   * Sets the harm, in place of the one before; activity goes on from where it is.
   * @throws RangeError as `harmed` does.
   */
  harm(harm: Harm): void {
    this.#harmed = harmed(this.#intact, harm, this.opened.network.seed);
    this.#harm = harm;
    this.#live.replace(this.#harmed);
  }

  /** Accuracy of every head under the present harm on one draw of the protocol; on that of the harm where none is named. */
  estimate(draw: number = this.#harm.draw): Estimate {
    const accuracies = drawAccuracies(this.#harmed, this.#protocol, this.opened.network.seed, draw);
    const solved = accuracies.filter((accuracy) => accuracy > this.#protocol.solvedAbove).length;
    return { tasks: this.opened.tasks, accuracies, solved, draw };
  }
}
