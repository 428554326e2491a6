import { groups, type Row } from '../../src/artifact/table.ts';
import type { Effects } from './effects.ts';
import type { Trained } from './madeUpHistories.ts';
import { id, noise, parameters } from './madeUpNetworks.ts';

const EPSILONS = Array.from({ length: 16 }, (_, i) => Number((0.01 * 1000 ** (i / 15)).toPrecision(6)));

export function robustness(effects: Effects, trained: readonly Trained[]): Row[] {
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

/** The heads of the same networks: the newest fail first. */
export function heads(effects: Effects, trained: readonly Trained[]): Row[] {
  return [...groups(robustness(effects, trained), ['network', 'target', 'epsilon']).values()].map((draws) => {
    const { draw: _, tasks, solved: __, ...row } = draws[0];
    const solved = Array.from(
      { length: Number(tasks) },
      (_, k) => draws.filter((one) => Number(one.solved) > k).length,
    );
    return {
      ...row,
      draws: draws.length,
      accuracies: solved.map((count) => (0.5 + (0.49 * count) / draws.length).toFixed(3)).join(' ') || null,
      solved: solved.join(' ') || null,
    };
  });
}

export function redundancy(effects: Effects, trained: readonly Trained[]): Row[] {
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

export function twins(trained: readonly Trained[]): Row[] {
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

export function perturbation(effects: Effects): Row[] {
  const { downstream, sensitivity, seeds } = effects;
  return Array.from({ length: seeds }, (_, seed) => seed).flatMap((seed) =>
    (['recurrent', 'feedforward'] as const).flatMap((target) =>
      [0, ...EPSILONS].flatMap((epsilon) =>
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

function falling(epsilon: number, half: number): number {
  return 1 / (1 + (epsilon / half) ** 3);
}
