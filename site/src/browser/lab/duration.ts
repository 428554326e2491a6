import { blankNetwork, stepParameters } from '../../../../src/analysis/cost.ts';

/** Multiply-adds a second of the kernel in a browser on one core: ten epochs of the race of 15 against 91 neurons took 54 seconds. */
const RATE = 1e10;
/** Training steps of an epoch, sequences of a step, and what going back through time costs beside going forward. */
const STEPS = 500;
const BATCH = 256;
const PASSES = 3;

/** Seconds of one epoch of a network that trains task N, by what it multiplies: every neuron's weights, for every bit of every sequence. */
function epochSeconds(architecture: 'modular' | 'non-modular', size: number, N: number): number {
  const bits = (5 * N + 3) / 2;
  const { recurrent, feedforward } = stepParameters(blankNetwork(architecture, size, N));
  const trained = PASSES * (recurrent + feedforward);
  const frozen = architecture === 'modular' ? (N - 2) * (recurrent + feedforward) : 0;
  return (STEPS * BATCH * bits * (trained + frozen)) / RATE;
}

/** Seconds to train the module for N, if it takes one epoch. */
export function growSeconds(pair: string, N: number): number {
  return epochSeconds('modular', Number(pair.split('-')[0]), N);
}

/** Seconds of a race: the modular network, which is a task further after each epoch, and the other side by side. */
export function raceSeconds(pair: string, epochs: number): number {
  const [modular, core] = pair.split('-').map(Number);
  const tasks = Array.from({ length: epochs }, (_, epoch) => epoch + 2);
  const sum = (architecture: 'modular' | 'non-modular', size: number) =>
    tasks.reduce((total, N) => total + epochSeconds(architecture, size, N), 0);
  return Math.max(sum('modular', modular), sum('non-modular', core));
}

/** 'about 20 seconds', 'about 2 minutes'; nothing for what takes less than five seconds. */
export function estimateWords(seconds: number): string {
  if (seconds < 5) return '';
  if (seconds < 90) return `takes about ${Math.ceil(seconds / 10) * 10} seconds on one core`;
  return `takes about ${Math.ceil(seconds / 60)} minutes on one core`;
}
