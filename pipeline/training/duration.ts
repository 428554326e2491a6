import type { Row } from '../../src/artifact/table.ts';
import type { Configuration } from '../../src/curriculum/configuration.ts';

/**
 * Seconds a unit of work on one core, measured over the networks of 60 epochs of the published paper profile (two cores of an AMD EPYC
 * of family 26, both at work): the spread between networks is about a fifth, between machines it is larger.
 */
const SECONDS_A_UNIT = { modular: 6.5e-6, 'non-modular': 17e-6, pooled: 21e-6 };
/** Small matrices leave lanes and the loop around them unused: what every epoch takes beside, in seconds by N. */
const SECONDS_AN_EPOCH = 0.003;

/**
 * Expected seconds of training a network on one core, from the tasks that its published history says it trained on: an epoch of
 * task N runs N modules (modular) or one core for a number of time steps that grows with N. Without a history, those that networks like it went through.
 */
export function expectedSeconds(configuration: Configuration, history: readonly Row[] = []): number {
  const { architecture, size, stepsPerEpoch, batchSize, pool } = configuration;
  // On a pool the newest module runs alone.
  const kind = pool === undefined ? architecture : 'pooled';
  const tasks = history.length > 0 ? history.map(({ N }) => Number(N)) : tasksOf(configuration);
  const power = kind === 'modular' ? 2 : 1;
  const unit = SECONDS_A_UNIT[kind] * size * (size + 15);
  const share = (stepsPerEpoch / 500) * (batchSize / 256);
  return share * tasks.reduce((sum, N) => sum + unit * N ** power + SECONDS_AN_EPOCH * N, 0);
}

/** A task an epoch up to the last one; small modules and frozen feedforward weights stay on theirs for several epochs. */
function tasksOf({ architecture, size, condition, firstN, epochs, untilN }: Configuration): number[] {
  const slow = architecture === 'modular' && (size <= 5 || condition === 'frozen-feedforward');
  const tasks = Array.from({ length: epochs }, (_, epoch) => firstN + Math.floor(slow ? epoch / 2 : epoch));
  return untilN === undefined ? tasks : tasks.filter((N) => N <= untilN);
}
