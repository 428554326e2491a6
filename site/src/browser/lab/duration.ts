import { blankNetwork, stepParameters } from '../../../../src/analysis/cost.ts';
import { meanLength } from '../../../../src/task/length.ts';
import type { LabNetwork } from './messages.ts';

/** Multiply-adds a second of the kernel in a browser on one core: ten epochs of the race of 15 against 91 neurons took 33 s in Chromium on an AMD EPYC. */
const RATE = 1.6e10;
/** What going forward and back through time multiplies, beside going forward alone. */
const PASSES = 3;

/** What of a network's configuration decides how long it trains. */
export type Schedule = Pick<
  LabNetwork['configuration'],
  'architecture' | 'size' | 'stepsPerEpoch' | 'batchSize' | 'longest' | 'firstN'
>;

/** Multiply-adds of one epoch of a network that trains task N: every neuron's weights, for every bit of every sequence. */
export function epochMultiplications(
  { architecture, size, stepsPerEpoch, batchSize, longest, firstN }: Schedule,
  N: number,
): number {
  const { recurrent, feedforward } = stepParameters(blankNetwork(architecture, size, N));
  const trained = PASSES * (recurrent + feedforward);
  const frozen = architecture === 'modular' ? (N - firstN) * (recurrent + feedforward) : 0;
  return stepsPerEpoch * batchSize * meanLength(N, longest) * (trained + frozen);
}

/** Seconds to train the module or head for N, if it takes one epoch. */
export function growSeconds(network: Schedule, N: number): number {
  return epochMultiplications(network, N) / RATE;
}

/** Seconds to train and test both networks side by side on a task for some epochs, where all of their weights train. */
export function generalizeSeconds(networks: readonly Schedule[], N: number, epochs: number): number {
  return (epochs * Math.max(...networks.map((network) => epochMultiplications(network, N)))) / RATE;
}

/** Seconds of a race: both networks side by side, the modular one and the other a task further after each epoch. */
export function raceSeconds(networks: readonly Schedule[], epochs: number): number {
  const sums = networks.map((network) =>
    Array.from({ length: epochs }, (_, epoch) => epochMultiplications(network, network.firstN + epoch)).reduce(
      (a, b) => a + b,
      0,
    ),
  );
  return Math.max(...sums) / RATE;
}

/** 'about 20 seconds', 'about 2 minutes'; nothing for what takes less than five seconds. */
export function estimateWords(seconds: number): string {
  if (seconds < 5) return '';
  if (seconds < 90) return `takes about ${Math.ceil(seconds / 10) * 10} seconds on one core`;
  return `takes about ${Math.ceil(seconds / 60)} minutes on one core`;
}
