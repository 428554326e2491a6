import type { Row } from '../../src/artifact/table.ts';
import type { Effects } from './effects.ts';
import { id, noise } from './madeUpNetworks.ts';

export function deepHeads({ deep: { untilN, reaches, accuracy } }: Effects): Row[] {
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

export function generalize({ seeds, decay }: Effects): Row[] {
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

export function timescales({ seeds, trained, effective }: Effects): Row[] {
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

export function conserve({ seeds, variance }: Effects): Row[] {
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
