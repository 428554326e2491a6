import type { TimescaleProtocol, Timescales } from '../analysis/timescales.ts';
import { readCheckpoint } from '../network/checkpoint.ts';
import { clampTau } from '../network/dynamics.ts';
import type { Network } from '../network/network.ts';
import { simulateSequence } from '../network/sequence.ts';
import type { Verification } from './digest.ts';
import type { LabNetwork, LabProtocol, LabRecord } from './format.ts';
import { INTACT, type Intervention, intervene } from './intervention.ts';
import type { Library } from './library.ts';
import { LiveRun, type LiveStep } from './live.ts';
import { drawAccuracies } from './protocol.ts';

/**
 * Where a network comes from: the archive, as it was after N was solved (the largest by default), or the bytes of a checkpoint that was
 * grown from an archived network.
 */
export type SpecimenSource = { network: string; N?: number } | { checkpoint: Uint8Array; network: string };

/** A network that has been opened. */
export interface Opened {
  /** The archived network, or the one that it was grown from. */
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

/** An opened network: runs bit by bit, takes interventions, and estimates which tasks it still solves. */
export class Specimen {
  readonly opened: Opened;
  readonly #intact: Network;
  readonly #protocol: LabProtocol;
  readonly #live: LiveRun;
  #intervention: Intervention = INTACT;
  #perturbed: Network;

  private constructor(compiled: WebAssembly.Module, network: Network, protocol: LabProtocol, opened: Opened) {
    this.opened = opened;
    this.#intact = network;
    this.#perturbed = network;
    this.#protocol = protocol;
    this.#live = new LiveRun(compiled, network, opened.network.seed);
  }

  /**
   * Opens a network from the archive or from a checkpoint.
   * @throws UserError for a network that the archive does not have; RangeError for an N that it did not solve; CheckpointError for bytes
   * that hold no network.
   */
  static async open(
    compiled: WebAssembly.Module | Promise<WebAssembly.Module>,
    library: Library,
    source: SpecimenSource,
  ): Promise<Specimen> {
    // All at once: on a slow line each answer takes long to begin.
    const [kernel, { perturbation }, entry, record, { network, verification }] = await Promise.all([
      compiled,
      library.index(),
      library.entry(source.network),
      library.record(source.network),
      'checkpoint' in source
        ? { network: readCheckpoint(source.checkpoint).network, verification: null }
        : library.networkAt(source.network, source.N),
    ]);
    return new Specimen(kernel, network, perturbation, {
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

  /** Resets the activity; the intervention stays. */
  reset(): void {
    this.#live.reset();
  }

  /**
   * Replaces the intervention; activity is kept.
   * @throws RangeError as `intervene` does.
   */
  intervene(intervention: Intervention): void {
    this.#perturbed = intervene(this.#intact, intervention, this.opened.network.seed);
    this.#intervention = intervention;
    this.#live.replace(this.#perturbed);
  }

  /** Accuracy of every head under the current intervention on one draw of the protocol, by default the draw of the intervention. */
  estimate(draw: number = this.#intervention.draw): Estimate {
    const accuracies = drawAccuracies(this.#perturbed, this.#protocol, this.opened.network.seed, draw);
    const solved = accuracies.filter((accuracy) => accuracy > this.#protocol.solvedAbove).length;
    return { tasks: this.opened.tasks, accuracies, solved, draw };
  }

  /** Timescales of the neurons that the head of task N reads, under the current intervention, as stage `timescales` measures them. */
  async timescales(N: number, protocol: TimescaleProtocol): Promise<Timescales> {
    // Fits and transforms are fetched by those who measure timescales alone.
    const { timescales } = await import('../analysis/timescales.ts');
    const [found] = timescales(this.#perturbed, protocol, simulateSequence, { tasks: [N], activityBytes: 1 });
    return found;
  }
}
