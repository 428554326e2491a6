import { existsSync, readFileSync } from 'node:fs';
import type { Item } from '../../src/artifact/cluster.ts';
import { lastLines } from '../../src/system/signal.mjs';
import { duration } from '../driver/display.ts';
import { shownPath } from '../driver/paths.ts';
import { type Ended, MOST_ATTEMPTS } from './attempts.ts';
import { wallOf } from './packing.ts';
import type { QueuedTask, Scheduler } from './scheduler.ts';
import type { ClusterSettings } from './settings.ts';
import { logsFolder, type Task } from './submissions.ts';
import type { Packed } from './submit.ts';

/** What one look at store and queue shows. */
export interface Look {
  items: readonly Item[];
  missing: readonly Item[];
  failed: number;
  tasks: readonly Task[];
  queue: readonly QueuedTask[] | null;
}

/** '612 of 654 networks, 0 of 120 measurements, 12 tasks running, 3 waiting (Resources), 1 failed' */
export function lookLabel({ items, missing, failed, tasks, queue }: Look): string {
  const queued = tasks.flatMap((task) => task.queued ?? []);
  const waiting = queued.filter(({ running }) => !running);
  const [reason] = waiting.map((task) => task.reason).filter((text) => text !== 'None' && text !== '');
  const state =
    queue === null
      ? 'the queue does not answer'
      : `${plural(queued.length - waiting.length, 'task')} running, ${waiting.length} waiting${reason ? ` (${reason})` : ''}`;
  const count = (some: readonly Item[], measures: boolean) =>
    some.filter(({ needs }) => (needs !== undefined) === measures).length;
  const done = [false, true].flatMap((measures) => {
    const all = count(items, measures);
    const name = measures ? 'measurements' : 'networks';
    return all === 0 ? [] : [`${all - count(missing, measures)} of ${all} ${name}`];
  });
  return [...done, state, ...(failed > 0 ? [`${failed} failed`] : [])].join(', ');
}

/** What became of an item whose task ended without finishing it. */
export function describeEnd({ item, attempts, message, task }: Ended, scheduler: Scheduler): string {
  const why = message ?? 'its task was ended before it was finished';
  if (attempts === 0) return `${item.id}: ${why}; it goes on from its last saved state.`;
  const then = attempts < MOST_ATTEMPTS ? 'it is submitted again' : 'it is given up';
  return `${item.id} failed (attempt ${attempts} of ${MOST_ATTEMPTS}), ${then}: ${why}${logText(task, scheduler)}`;
}

/** What could not be made, each with its reason and the end of its log. */
export function describeFailures(failures: readonly Ended[], scheduler: Scheduler): string {
  const lines = failures.map(({ item, message, task }) => {
    return `  ${item.id}: ${message ?? 'its task was ended time and again'}${logText(task, scheduler)}`;
  });
  return `${plural(failures.length, 'job')} failed ${MOST_ATTEMPTS} times; what needs none of them is done:\n${lines.join('\n')}\nAfter curing the cause, the same command goes on from there.`;
}

function logText({ submission, id }: Task, scheduler: Scheduler): string {
  if (id === null) return '';
  const file = scheduler.log(logsFolder(submission.folder), id);
  if (!existsSync(file)) return `\n    It printed nothing; ${shownPath(file)} is not there.`;
  const end = lastLines(readFileSync(file, 'utf8').split('\n').slice(-20));
  return `\n${end.replaceAll(/^/gm, '    ')}\n    The whole log: ${shownPath(file)}`;
}

/** What `--dry-run` says of a cluster. */
export function describePacked({ tasks, arrays }: Packed, { cores }: Pick<ClusterSettings, 'cores'>): string {
  const items = tasks.flat();
  if (items.length === 0) return 'The store has all that would be made on the cluster: nothing would be submitted.';
  const hours = items.reduce((sum, { seconds }) => sum + seconds, 0) / 3600;
  const longest = items.reduce((most, item) => (item.seconds > most.seconds ? item : most));
  const lines = [false, true].flatMap((measures) => {
    const chosen = arrays.filter((array) => array.measures === measures);
    const chosenTasks = chosen.flatMap(({ first, count }) => tasks.slice(first, first + count));
    if (chosenTasks.length === 0) return [];
    const wall = Math.max(...chosenTasks.map((task) => wallOf(task, cores)));
    const what = plural(chosenTasks.flat().length, measures ? 'measurement' : 'network');
    const shape = `${plural(chosenTasks.length, 'task')} of ${plural(cores, 'core')} in ${plural(chosen.length, 'array')}`;
    return [`Would submit ${what} as ${shape}; the longest task takes about ${duration(1000 * wall)}.`];
  });
  return `${lines.join('\n')}\n${hours.toFixed(1)} core hours in all; the longest chain is ${longest.id}, about ${duration(1000 * longest.seconds)}.`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
