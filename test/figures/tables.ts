import type { Row, Tables } from '../../src/artifact/table.ts';
import type { Architecture } from '../../src/network/network.ts';
import { stream } from '../../src/task/stream.ts';

/** What the made-up networks do; every field turned round gives the opposite of the paper's effect. */
export interface Effects {
  epochs: number;
  seeds: number;
  /** Tasks an epoch by modular size; non-modular plateaus by size. */
  rate: Record<number, number>;
  plateau: Record<number, number>;
  /** Epochs in which a non-modular network comes near its plateau, as a share of all. */
  rise: number;
  /** Perturbation of half, by target and architecture; that of M = 5 times `fragile`. */
  half: Record<'connections' | 'tau', Record<Architecture, number>>;
  fragile: number;
  /** Fall of half an accuracy's perturbation per task, in log epsilon. */
  downstream: Record<'recurrent' | 'feedforward', number>;
  /** Perturbation at which the first module falls to 0.75. */
  sensitivity: Record<'recurrent' | 'feedforward', number>;
  /** Accuracy lost per K. */
  decay: Record<Architecture, number>;
  /** Change of trained tau and of the effective timescale a task. */
  trained: Record<Architecture, number>;
  effective: Record<Architecture, number>;
  variance: Record<'recurrent' | 'feedforward', number>;
  /** Perturbation at half of two modules a task over that of one, by variant and feeding. */
  redundant: Record<'copy first' | 'copy mean' | 'relaxed first' | 'relaxed mean' | 'twin first', number>;
  /** N solved at the end, by condition ('frozen-recurrent 5'). */
  ends: Record<string, number>;
  /** The last seed of M = 5 solves nothing. */
  stuck: boolean;
  /** The network taken further: the task at which it is to end, the one that it reaches, mean accuracy of its heads at the end. */
  deep: { untilN: number; reaches: number; accuracy: number };
}

/** The effects as the paper states them. */
export const asInThePaper: Effects = {
  epochs: 60,
  seeds: 5,
  rate: { 5: 0.45, 10: 1, 15: 1, 20: 1 },
  plateau: { 20: 9, 54: 20, 91: 26, 128: 29 },
  rise: 0.12,
  half: { connections: { modular: 0.25, 'non-modular': 0.06 }, tau: { modular: 0.05, 'non-modular': 1.5 } },
  fragile: 0.4,
  downstream: { recurrent: 0.03, feedforward: 0.09 },
  sensitivity: { recurrent: 0.9, feedforward: 0.4 },
  decay: { modular: 0.02, 'non-modular': 0.045 },
  trained: { modular: 0, 'non-modular': -0.05 },
  effective: { modular: 0.09, 'non-modular': 0.05 },
  variance: { recurrent: 0.12, feedforward: 0.5 },
  redundant: { 'copy first': 1.3, 'copy mean': 1.6, 'relaxed first': 1.6, 'relaxed mean': 2.1, 'twin first': 1.1 },
  ends: {
    'frozen-recurrent 5': 15,
    'frozen-feedforward 5': 2,
    'frozen-recurrent 10': 60.9,
    'frozen-feedforward 10': 6,
    'recurrent-copied-feedforward-random 5': 29,
    'recurrent-random-feedforward-copied 5': 23,
    'recurrent-random-feedforward-random 5': 23,
    'recurrent-copied-feedforward-copied-noise-3 5': 28,
    'recurrent-copied-feedforward-copied-noise-10 5': 27,
    'recurrent-copied-feedforward-copied 10': 60.5,
    'recurrent-copied-feedforward-random 10': 60.5,
    'recurrent-random-feedforward-copied 10': 60.5,
    'recurrent-random-feedforward-random 10': 60.5,
  },
  stuck: true,
  deep: { untilN: 200, reaches: 200, accuracy: 0.99 },
};

const MODULAR = [5, 10, 15, 20];
const NON_MODULAR = [20, 54, 91, 128];
const EPSILONS = Array.from({ length: 16 }, (_, i) => Number((0.01 * 1000 ** (i / 15)).toPrecision(6)));

/** Deviates that were drawn before, by their names. */
const noises = new Map<string, number>();

/** All tables of a profile, made up but deterministic, with the effects asked for and noise over seeds. */
export function tablesWith(changes: Partial<Effects> = {}): Tables {
  const effects = { ...asInThePaper, ...changes };
  const history = trainHistory(effects);
  const trained = lastTasks(history);
  return {
    'histories/train.csv': history,
    'histories/deep.csv': deepHistory(effects),
    'tables/deep.csv': deepHeads(effects),
    'histories/freeze.csv': conditions(effects, (name) => name.startsWith('frozen')),
    'histories/duplicate.csv': conditions(effects, (name) => name.startsWith('recurrent-')),
    'tables/generalize.csv': generalize(effects),
    'tables/robustness.csv': robustness(effects, trained),
    'tables/perturbation.csv': perturbation(effects),
    'tables/timescales.csv': timescales(effects),
    'tables/conserve.csv': conserve(effects),
    'tables/redundancy.csv': redundancy(effects, trained),
    'tables/twins.csv': twins(trained),
  };
}

/** Tables made up for tests and for building pages before a run. */
export const tables: Tables = tablesWith();

function id(architecture: Architecture, size: number, seed: number, condition = 'trained'): string {
  const padded = architecture === 'modular' ? String(size).padStart(2, '0') : String(size).padStart(3, '0');
  return `${architecture}-${padded}${condition === 'trained' ? '' : `-${condition}`}-seed-${seed}`;
}

function seedsOf(effects: Effects, size: number): number[] {
  return Array.from({ length: size === 5 ? 2 * effects.seeds : effects.seeds }, (_, seed) => seed);
}

/** A normal deviate that its names decide. */
function noise(...names: (string | number)[]): number {
  const name = names.join(' ');
  const known = noises.get(name) ?? stream(0, name).normal();
  noises.set(name, known);
  return known;
}

/** Parameters by the count of the paper: modules and heads up to N. */
function parameters(architecture: Architecture, size: number, N: number): number {
  const core = size + 2 * size + size * size;
  const head = 2 * size + 2;
  const tasks = Math.max(0, N - 1);
  if (architecture === 'non-modular') return core + tasks * head;
  return tasks === 0 ? 0 : tasks * (core + head) + (tasks - 1) * (size * size + size);
}

function history(
  architecture: Architecture,
  size: number,
  seed: number,
  condition: string,
  epochs: number,
  solvedBy: (epoch: number) => number,
): Row[] {
  let nSolved = 1;
  return Array.from({ length: epochs }, (_, index) => {
    const epoch = index + 1;
    const N = nSolved + 1;
    nSolved = Math.max(nSolved, Math.min(N, Math.floor(solvedBy(epoch) + 1e-9)));
    const solved = nSolved === N;
    const accuracies = Array.from({ length: N - 1 }, (_, k) => (k < N - 2 || solved ? 0.99 : 0.8));
    return {
      network: id(architecture, size, seed, condition),
      architecture,
      size,
      condition,
      seed,
      epoch,
      N,
      nSolved,
      parameters: parameters(architecture, size, nSolved),
      loss: solved ? 0.05 : 0.4,
      gradientNorm: 0.3,
      accuracyNewest: accuracies[accuracies.length - 1],
      accuracyMean: accuracies.reduce((sum, value) => sum + value, 0) / accuracies.length,
      tauMean: 1.4,
      tauMin: 1,
      tauMax: 2,
      accuracies: accuracies.join(' '),
    };
  });
}

function trainHistory(effects: Effects): Row[] {
  const { epochs, rate, plateau, rise, stuck } = effects;
  const modular = MODULAR.flatMap((size) => {
    const seeds = seedsOf(effects, size);
    return seeds.flatMap((seed) => {
      const slope = Math.min(1, rate[size] * (rate[size] >= 1 ? 1 : 1 + 0.2 * noise('rate', size, seed)));
      const none = stuck && size === 5 && seed === seeds.length - 1;
      return history('modular', size, seed, 'trained', epochs, (epoch) => (none ? 1 : 1 + slope * epoch));
    });
  });
  const nonModular = NON_MODULAR.flatMap((size) =>
    seedsOf(effects, size).flatMap((seed) => {
      const top = plateau[size] + 0.7 * noise('plateau', size, seed);
      return history('non-modular', size, seed, 'trained', epochs, (epoch) =>
        Math.min(1 + epoch, top * (1 - Math.exp(-epoch / (rise * epochs))) + 1),
      );
    }),
  );
  return [...modular, ...nonModular];
}

function deepHistory({ deep: { reaches } }: Effects): Row[] {
  return history('modular', 15, 0, 'trained', reaches + 1, (epoch) =>
    Math.min(reaches, epoch > 60 ? epoch : 1 + epoch),
  );
}

function deepHeads({ deep: { untilN, reaches, accuracy } }: Effects): Row[] {
  return Array.from({ length: reaches - 1 }, (_, k) => k + 2).map((N) => ({
    network: id('modular', 15, 0),
    architecture: 'modular',
    size: 15,
    seed: 0,
    untilN,
    N,
    accuracy: Math.min(1, accuracy + 0.005 * noise('deep', N)),
  }));
}

function conditions(effects: Effects, chosen: (name: string) => boolean): Row[] {
  const { ends, epochs } = effects;
  return Object.entries(ends)
    .map(([name, end]) => ({ condition: name.split(' ')[0], size: Number(name.split(' ')[1]), end }))
    .filter(({ condition }) => chosen(condition))
    .flatMap(({ condition, size, end }) =>
      seedsOf(effects, size).flatMap((seed) => {
        const reached = end >= epochs || end <= 3 ? end : end * (1 + 0.06 * noise(condition, size, seed));
        return history('modular', size, seed, condition, epochs, (epoch) =>
          Math.min(reached, 1 + (1.8 * reached * epoch) / epochs),
        );
      }),
    );
}

function generalize({ seeds, decay }: Effects): Row[] {
  const networks = [
    { architecture: 'modular' as const, size: 15 },
    { architecture: 'non-modular' as const, size: 91 },
  ];
  return networks.flatMap(({ architecture, size }) =>
    Array.from({ length: seeds }, (_, seed) => seed).flatMap((seed) =>
      Array.from({ length: 10 }, (_, i) => i + 1).map((K) => ({
        network: id(architecture, size, seed),
        architecture,
        size,
        seed,
        reading: 'module/readout',
        K,
        accuracy: Math.min(
          1,
          Math.max(0.5, 0.97 - decay[architecture] * K + 0.008 * noise('generalize', architecture, seed, K)),
        ),
      })),
    ),
  );
}

function falling(epsilon: number, half: number): number {
  return 1 / (1 + (epsilon / half) ** 3);
}

interface Trained {
  architecture: Architecture;
  size: number;
  seed: number;
  tasks: number;
}

function lastTasks(history: readonly Row[]): Trained[] {
  const last = new Map(history.map((row) => [row.network, row]));
  return [...last.values()].map((row) => ({
    architecture: row.architecture as Architecture,
    size: Number(row.size),
    seed: Number(row.seed),
    tasks: Number(row.nSolved) - 1,
  }));
}

function robustness(effects: Effects, trained: readonly Trained[]): Row[] {
  const { half, fragile } = effects;
  return trained.flatMap(({ architecture, size, seed, tasks }) =>
    (['connections', 'tau'] as const).flatMap((target) => {
      const halfOfNetwork =
        half[target][architecture] *
        (size === 5 ? fragile : 1) *
        Math.exp(0.1 * noise(target, architecture, size, seed));
      return EPSILONS.flatMap((epsilon) =>
        [0, 1].map((draw) => ({
          network: id(architecture, size, seed),
          architecture,
          size,
          seed,
          target,
          epsilon,
          draw,
          tasks,
          solved: Math.round(tasks * falling(epsilon, halfOfNetwork * (1 + 0.1 * draw))),
        })),
      );
    }),
  );
}

function redundancy(effects: Effects, trained: readonly Trained[]): Row[] {
  const ways: Record<string, number> = { 'plain first': 1, ...effects.redundant };
  const doubled = trained.filter(({ architecture, size }) => architecture === 'modular' && [5, 15].includes(size));
  return doubled.flatMap(({ size, seed, tasks: all }) => {
    const tasks = Math.min(all, 19);
    const base = effects.half.connections.modular * Math.exp(0.1 * noise('redundancy', size, seed));
    return Object.entries(ways).flatMap(([way, factor]) => {
      const [variant, feeding] = way.split(' ');
      const half = base * factor * Math.exp(0.02 * noise('redundancy', way, size, seed));
      const times = ['copy', 'relaxed'].includes(variant) ? 2 : 1;
      return [0, ...EPSILONS].map((epsilon) => ({
        network: id('modular', size, seed),
        architecture: 'modular',
        size,
        seed,
        variant,
        feeding,
        epsilon,
        tasks,
        solved: tasks * falling(epsilon, half),
        neurons: times * size * tasks,
        parameters: times * parameters('modular', size, tasks + 1),
      }));
    });
  });
}

function twins(trained: readonly Trained[]): Row[] {
  const doubled = trained.filter(({ architecture, size }) => architecture === 'modular' && [5, 15].includes(size));
  return doubled.flatMap(({ size, seed, tasks }) =>
    Array.from({ length: Math.min(tasks, 19) }, (_, k) => ({
      network: id('modular', size, seed),
      architecture: 'modular',
      size,
      seed,
      N: k + 2,
      accuracy: 0.99,
      distance: size === 5 ? 0.1 : 0.04,
    })),
  );
}

function perturbation(effects: Effects): Row[] {
  const { downstream, sensitivity, seeds } = effects;
  return Array.from({ length: seeds }, (_, seed) => seed).flatMap((seed) =>
    (['recurrent', 'feedforward'] as const).flatMap((target) =>
      EPSILONS.flatMap((epsilon) =>
        Array.from({ length: 19 }, (_, k) => k + 2).map((N) => {
          const half = sensitivity[target] * Math.exp(-downstream[target] * (N - 2) + 0.05 * noise(target, seed, N));
          const untouched = target === 'feedforward' && N === 2;
          return {
            network: id('modular', 15, seed),
            architecture: 'modular',
            size: 15,
            seed,
            target,
            epsilon,
            N,
            accuracy: untouched ? 0.995 : 0.5 + 0.495 * falling(epsilon, half),
            deviation: 0.02,
          };
        }),
      ),
    ),
  );
}

function timescales({ seeds, trained, effective }: Effects): Row[] {
  const networks = [
    { architecture: 'modular' as const, size: 15, last: 40 },
    { architecture: 'non-modular' as const, size: 91, last: 24 },
  ];
  return networks.flatMap(({ architecture, size, last }) =>
    Array.from({ length: seeds }, (_, seed) => seed).flatMap((seed) =>
      Array.from({ length: last - 1 }, (_, k) => k + 2).map((N) => {
        const slow = 1.2 + effective[architecture] * (N - 2) + 0.05 * noise('effective', architecture, seed, N);
        const tau = Math.max(1, 1.5 + trained[architecture] * (N - 2) + 0.02 * noise('tau', architecture, seed, N));
        return {
          network: id(architecture, size, seed),
          architecture,
          size,
          seed,
          N,
          trainedMean: tau,
          trainedMedian: Math.max(1, tau - 0.05),
          effectiveMean: slow,
          effectiveMedian: 0.8 * slow,
          neurons: size,
          failedFits: N % 5 === 0 ? 1 : 0,
          doubleFits: 3,
        };
      }),
    ),
  );
}

function conserve({ seeds, variance }: Effects): Row[] {
  return Array.from({ length: seeds }, (_, seed) => seed).flatMap((seed) =>
    Array.from({ length: 30 }, (_, k) => k + 3).flatMap((N) =>
      (['recurrent', 'feedforward'] as const)
        .filter((target) => target === 'recurrent' || N > 3)
        .map((target) => ({
          network: id('modular', 15, seed),
          size: 15,
          seed,
          N,
          target,
          variance: variance[target] * Math.exp(0.2 * noise(target, seed, N)),
        })),
    ),
  );
}
