import type { Row } from '../../src/artifact/table.ts';
import type { Architecture } from '../../src/network/network.ts';
import type { Effects } from './effects.ts';
import { id, MODULAR, NON_MODULAR, noise, parameters, seedsOf } from './madeUpNetworks.ts';

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

export function trainHistory(effects: Effects): Row[] {
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

export function deepHistory({ deep: { reaches } }: Effects): Row[] {
  return history('modular', 15, 0, 'trained', reaches + 1, (epoch) =>
    Math.min(reaches, epoch > 60 ? epoch : 1 + epoch),
  );
}

export function conditions(effects: Effects, chosen: (name: string) => boolean): Row[] {
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

export interface Trained {
  architecture: Architecture;
  size: number;
  seed: number;
  tasks: number;
}

export function lastTasks(history: readonly Row[]): Trained[] {
  const last = new Map(history.map((row) => [row.network, row]));
  return [...last.values()].map((row) => ({
    architecture: row.architecture as Architecture,
    size: Number(row.size),
    seed: Number(row.seed),
    tasks: Number(row.nSolved) - 1,
  }));
}
