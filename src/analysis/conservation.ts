import type { Network } from '../network/network.ts';

/** Change of one kind of weights from the module before to the module that solves N (Fig. 5c). */
export interface Conservation {
  N: number;
  target: 'recurrent' | 'feedforward';
  /** Variance of the normalised weight change; 2 where the modules have nothing in common, 0 where they are equal. */
  variance: number;
}

/**
 * Variance of the difference between the normalised weights of consecutive modules, W^R from module 1 on and W^FF from module 2 on
 * (the first module has none). Each matrix is normalised by its mean and standard deviation; the zero diagonal of W^R is no
 * connection and stays out. Matrices without any spread (a module of one neuron) have no normalised weights and give no entry.
 */
export function conservation(network: Network): Conservation[] {
  if (network.architecture !== 'modular') return [];
  const entries: Conservation[] = [];
  const add = (m: number, target: Conservation['target'], before: number[] | null, now: number[] | null) => {
    if (before && now) entries.push({ N: network.heads[m].N, target, variance: varianceOfChange(before, now) });
  };
  for (let m = 1; m < network.modules.length; m++) {
    const [before, now] = [network.modules[m - 1], network.modules[m]];
    add(m, 'recurrent', normalized(connections(before.recurrentWeight)), normalized(connections(now.recurrentWeight)));
    if (before.feedforwardWeight && now.feedforwardWeight) {
      add(
        m,
        'feedforward',
        normalized(Array.from(before.feedforwardWeight)),
        normalized(Array.from(now.feedforwardWeight)),
      );
    }
  }
  return entries;
}

/** The weights of W^R off the diagonal. */
function connections(weight: Float32Array): number[] {
  const M = Math.sqrt(weight.length);
  return Array.from(weight).filter((_, n) => n % (M + 1) !== 0);
}

function normalized(weights: number[]): number[] | null {
  const { mean, variance } = moments(weights);
  return variance > 0 ? weights.map((weight) => (weight - mean) / Math.sqrt(variance)) : null;
}

function varianceOfChange(before: number[], now: number[]): number {
  return moments(now.map((weight, n) => weight - before[n])).variance;
}

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance };
}
