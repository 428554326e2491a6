import type { Architecture } from '../../../../src/network/network.ts';
import type { Epsilons } from './address.ts';
import type { Lab, LiveNetwork } from './client.ts';
import type { LesionTarget } from './lesion.ts';
import type { Estimate, Intervention, LabNetwork, LiveStep } from './messages.ts';
import type { ShownNetwork } from './paint.ts';

const ARCHITECTURES = ['modular', 'non-modular'] as const;
/** Steps that are kept of each network: as many as its running accuracy counts. */
export const KEPT = 200;

/** Perturbations and lesions of both networks. */
export interface PairIntervention {
  epsilons: Epsilons;
  lesions: readonly LesionTarget[];
  disabled?: Intervention['disabled'];
}

/** A network in the worker and its view. */
interface RunningNetwork {
  live: LiveNetwork;
  shown: ShownNetwork;
  /** The last steps, the newest last. */
  recent: LiveStep[];
}

/** The pair of networks in the worker, fed the same bits. Method calls run one after another, in order. */
export class Running {
  readonly #lab: Lab;
  #networks: RunningNetwork[] = [];
  #bits: number[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  readonly #listeners: (() => void)[] = [];

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** All bits since the start, the newest last. */
  get bits(): readonly number[] {
    return this.#bits;
  }

  get shown(): ShownNetwork[] {
    return this.#networks.map(({ shown }) => shown);
  }

  /** Calls the listener after every change. */
  listen(listener: () => void): void {
    this.#listeners.push(listener);
  }

  of(architecture: Architecture): RunningNetwork | undefined {
    return this.#networks.find(({ shown }) => shown.architecture === architecture);
  }

  /**
   * Opens two archived networks as they were when N was solved, or in their final state if they did not solve it; the modular one from a
   * checkpoint that was made from it, if one is given.
   */
  open(networks: { modular: LabNetwork; nonModular: LabNetwork }, N: number, checkpoint?: Uint8Array): Promise<void> {
    return this.#next(async () => {
      const before = this.#networks;
      const lives = await Promise.all(
        [networks.modular, networks.nonModular].map((network, i) =>
          this.#lab.open(checkpoint && i === 0 ? { network: network.id, checkpoint } : sourceOf(network, N)),
        ),
      );
      for (const { live } of before) live.close();
      this.#networks = lives.map((live, i) => ({ live, shown: showing(live, ARCHITECTURES[i]), recent: [] }));
      this.#bits = [];
    });
  }

  /** Restores both networks as they were when N was solved, with no bits fed and no intervention. */
  restore(N: number): Promise<void> {
    return this.#next(async () => {
      await Promise.all(
        this.#networks.map(async (entry) => {
          const { network } = entry.live.opened;
          if (network.nSolved > 1) await entry.live.restore(Math.min(N, network.nSolved));
          entry.shown = showing(entry.live, entry.shown.architecture);
          entry.recent = [];
        }),
      );
      this.#bits = [];
    });
  }

  feed(bits: readonly number[]): Promise<void> {
    return this.#next(async () => {
      if (bits.length === 0) return;
      const steps = await Promise.all(this.#networks.map(({ live }) => live.step(bits)));
      this.#networks.forEach((entry, i) => {
        const { shown } = entry;
        for (const step of steps[i]) keepLargest(shown, step);
        shown.step = steps[i].at(-1) ?? shown.step;
        entry.recent = [...entry.recent, ...steps[i]].slice(-KEPT);
      });
      this.#bits.push(...bits);
    });
  }

  /** Resets the activity and the bits; interventions stay. */
  again(): Promise<void> {
    return this.#next(async () => {
      await Promise.all(this.#networks.map(({ live }) => live.reset()));
      for (const entry of this.#networks) {
        entry.shown = showing(entry.live, entry.shown.architecture);
        entry.recent = [];
      }
      this.#bits = [];
    });
  }

  intervene(intervention: PairIntervention): Promise<void> {
    return this.#next(async () => {
      await Promise.all(this.#networks.map(({ live, shown }) => live.intervene(interventionOn(intervention, shown))));
    });
  }

  /** Accuracy of every head on one draw of the protocol, modular first; null if another request superseded it. */
  estimate(): Promise<(Estimate | null)[]> {
    return this.#next(() => Promise.all(this.#networks.map(({ live }) => live.estimate())));
  }

  #next<T>(action: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(action);
    this.#queue = done
      .then(() => {
        for (const listener of this.#listeners) listener();
      })
      .catch(() => undefined);
    return done;
  }
}

/** A network that solved no task is opened in its final state. */
function sourceOf({ id, nSolved }: LabNetwork, N: number) {
  return nSolved > 1 ? { network: id, N: Math.min(N, nSolved) } : { network: id };
}

function showing(live: LiveNetwork, architecture: Architecture): ShownNetwork {
  const { modules, size, tasks } = live.opened;
  return { architecture, modules, size, tasks, step: null, largest: new Float32Array(modules) };
}

function keepLargest({ largest, size }: ShownNetwork, { activity }: LiveStep): void {
  for (let i = 0; i < activity.length; i++) {
    const module = Math.floor(i / size);
    largest[module] = Math.max(largest[module], Math.abs(activity[i]));
  }
}

/** The intervention of one network. The core has no feedforward weights; lesions of modules that are not grown yet are left out. */
function interventionOn(
  { epsilons, lesions, disabled }: PairIntervention,
  { architecture, modules }: ShownNetwork,
): Intervention {
  const { recurrent, tau, feedforward } = epsilons;
  return {
    epsilons: architecture === 'modular' ? { recurrent, feedforward, tau } : { recurrent, tau },
    disabled,
    lesions: lesions
      .filter((lesion) => lesion.architecture === architecture && lesion.module < modules)
      .map(({ module, neuron }) => (neuron === null ? { module } : { module, neurons: [neuron] })),
    draw: 0,
  };
}
