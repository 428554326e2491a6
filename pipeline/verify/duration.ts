import { existsSync } from 'node:fs';
import { groups } from '../../src/analysis/rows.ts';
import { readTable } from '../../src/artifact/file.ts';
import type { Configuration } from '../../src/curriculum/configuration.ts';
import { type HistoryRow, historyOf } from '../../src/study/tables.ts';
import { pathsOf, ROOT } from '../driver/paths.ts';
import type { PublishedNetwork } from '../store/published.ts';

/**
 * Seconds a unit of work on one core, measured over the networks of 60 epochs of the published paper profile (two cores of an AMD EPYC
 * of family 26, both at work): the spread between networks is about a fifth, between machines it is larger.
 */
const SECONDS_A_UNIT = { modular: 6.5e-6, 'non-modular': 17e-6, pooled: 21e-6 };
/** Small matrices leave lanes and the loop around them unused: what every epoch takes beside, in seconds by N. */
const SECONDS_AN_EPOCH = 0.003;

/**
 * Expected seconds of training a published network on one core, from the tasks that its published history says it trained on: an epoch of
 * task N runs N modules (modular) or one core for a number of time steps that grows with N. Without a history, a task an epoch.
 */
export function expectedSeconds(
  { configuration }: PublishedNetwork,
  history: readonly Pick<HistoryRow, 'N'>[],
): number {
  const { architecture, size, stepsPerEpoch, batchSize, firstN, epochs, pool } = configuration;
  // On a pool the newest module runs alone.
  const kind = pool === undefined ? architecture : 'pooled';
  const tasks = history.length > 0 ? history.map(({ N }) => N) : tasksOf(firstN, epochs);
  const power = kind === 'modular' ? 2 : 1;
  const unit = SECONDS_A_UNIT[kind] * size * (size + 15);
  const share = (stepsPerEpoch / 500) * (batchSize / 256);
  return share * tasks.reduce((sum, N) => sum + unit * N ** power + SECONDS_AN_EPOCH * N, 0);
}

/** Reads the published history of a network, each file once; no rows where none is published. */
export function openHistories(
  profile: string,
  root: string = ROOT,
): (network: PublishedNetwork) => readonly HistoryRow[] {
  const read = new Map<string, Map<string, HistoryRow[]>>();
  return ({ reading, stage, id }) => {
    const file = pathsOf(profile, root, reading).history(stage);
    const known =
      read.get(file) ?? (existsSync(file) ? groups(readTable(file, historyOf(stage)), ['network']) : new Map());
    read.set(file, known);
    return known.get(id) ?? [];
  };
}

/** Seconds until the last of some jobs is done when a number of workers take them, longest first. */
export function makespan(seconds: readonly number[], workers: number): number {
  const busy = new Array<number>(Math.max(1, workers)).fill(0);
  for (const job of [...seconds].sort((a, b) => b - a)) busy[busy.indexOf(Math.min(...busy))] += job;
  return Math.max(...busy);
}

function tasksOf(firstN: Configuration['firstN'], epochs: number): number[] {
  return Array.from({ length: epochs }, (_, epoch) => firstN + epoch);
}
