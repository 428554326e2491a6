import type { Architecture } from '../../../../src/network/network.ts';
import type { Epsilons } from './address.ts';
import type { Lab, LiveNetwork } from './client.ts';
import type { Lesion } from './lesion.ts';
import type { Estimate, Harm, LabNetwork, LiveStep } from './messages.ts';
import type { Shown } from './paint.ts';

const ARCHITECTURES = ['modular', 'non-modular'] as const;

/** What is done to both networks. */
export interface Hurt {
  epsilons: Epsilons;
  lesions: readonly Lesion[];
}

/** A network in the worker, and what of it is shown. */
interface Stand {
  live: LiveNetwork;
  shown: Shown;
}

/** The pair in the worker, fed the same bits. Its methods wait for one another in the order in which they were called. */
export class Running {
  readonly #lab: Lab;
  #stands: Stand[] = [];
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

  get shown(): Shown[] {
    return this.#stands.map(({ shown }) => shown);
  }

  /** Calls back after whatever changes what is shown. */
  listen(listener: () => void): void {
    this.#listeners.push(listener);
  }

  of(architecture: Architecture): Stand | undefined {
    return this.#stands.find(({ shown }) => shown.architecture === architecture);
  }

  /** Opens two archived networks as they stood when N was solved, or where they had got to before. */
  open(networks: { modular: LabNetwork; nonModular: LabNetwork }, N: number): Promise<void> {
    return this.#next(async () => {
      const before = this.#stands;
      const lives = await Promise.all(
        [networks.modular, networks.nonModular].map((network) => this.#lab.open(sourceOf(network, N))),
      );
      for (const { live } of before) live.close();
      this.#stands = lives.map((live, i) => ({ live, shown: showing(live, ARCHITECTURES[i]) }));
      this.#bits = [];
    });
  }

  /** Takes both to where they stood when N was solved; nothing is fed and nothing hurt. */
  stand(N: number): Promise<void> {
    return this.#next(async () => {
      await Promise.all(
        this.#stands.map(async (stand) => {
          const { network } = stand.live.opened;
          if (network.nSolved > 1) await stand.live.stand(Math.min(N, network.nSolved));
          stand.shown = showing(stand.live, stand.shown.architecture);
        }),
      );
      this.#bits = [];
    });
  }

  feed(bits: readonly number[]): Promise<void> {
    return this.#next(async () => {
      if (bits.length === 0) return;
      const steps = await Promise.all(this.#stands.map(({ live }) => live.step(bits)));
      this.#stands.forEach(({ shown }, i) => {
        for (const step of steps[i]) keepLargest(shown, step);
        shown.step = steps[i].at(-1) ?? shown.step;
      });
      this.#bits.push(...bits);
    });
  }

  /** Forgets all bits; what was done to the networks stays. */
  again(): Promise<void> {
    return this.#next(async () => {
      await Promise.all(this.#stands.map(({ live }) => live.reset()));
      for (const stand of this.#stands) stand.shown = showing(stand.live, stand.shown.architecture);
      this.#bits = [];
    });
  }

  hurt(hurt: Hurt): Promise<void> {
    return this.#next(async () => {
      await Promise.all(this.#stands.map(({ live, shown }) => live.harm(harmOf(hurt, shown))));
    });
  }

  /** Accuracy of every head on one draw of the protocol, modular first; null where another question came in between. */
  estimate(): Promise<(Estimate | null)[]> {
    return this.#next(() => Promise.all(this.#stands.map(({ live }) => live.estimate())));
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

/** A network that solved nothing is taken as it stood at its end. */
function sourceOf({ id, nSolved }: LabNetwork, N: number) {
  return nSolved > 1 ? { network: id, N: Math.min(N, nSolved) } : { network: id };
}

function showing(live: LiveNetwork, architecture: Architecture): Shown {
  const { modules, size, tasks } = live.opened;
  return { architecture, modules, size, tasks, step: null, largest: new Float32Array(modules) };
}

function keepLargest({ largest, size }: Shown, { activity }: LiveStep): void {
  for (let i = 0; i < activity.length; i++) {
    const module = Math.floor(i / size);
    largest[module] = Math.max(largest[module], Math.abs(activity[i]));
  }
}

/** The harm of one network: the core has no feedforward weights, and lesions of modules that are not grown yet wait. */
function harmOf({ epsilons, lesions }: Hurt, { architecture, modules }: Shown): Harm {
  const { recurrent, tau, feedforward } = epsilons;
  return {
    epsilons: architecture === 'modular' ? { recurrent, feedforward, tau } : { recurrent, tau },
    lesions: lesions
      .filter((lesion) => lesion.architecture === architecture && lesion.module < modules)
      .map(({ module, neuron }) => (neuron === null ? { module } : { module, neurons: [neuron] })),
    draw: 0,
  };
}
