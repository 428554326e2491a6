import type { Item } from '../../src/artifact/cluster.ts';
import { arraysOf, pack, wallOf } from './packing.ts';
import type { Scheduler } from './scheduler.ts';
import { taskScript } from './script.ts';
import type { ClusterSettings } from './settings.ts';
import { keepNumber, keepPlan, keepRefused, logsFolder, planFile, type Submission } from './submissions.ts';

/** Minutes that every task may take beyond twice what is expected: to start, and on a slow node. */
const SPARE = 10;

/** Items as tasks and arrays: those that train first, then those that measure what these train. */
export interface Packed {
  tasks: Item[][];
  arrays: { first: number; count: number; measures: boolean }[];
}

/** Puts items into tasks and arrays. */
export async function packItems(
  scheduler: Scheduler,
  settings: ClusterSettings,
  items: readonly Item[],
): Promise<Packed> {
  const largest = await scheduler.largestArray();
  const packed: Packed = { tasks: [], arrays: [] };
  for (const measures of [false, true]) {
    const tasks = pack(
      items.filter(({ needs }) => (needs !== undefined) === measures),
      settings,
    );
    const start = packed.tasks.length;
    packed.tasks.push(...tasks);
    for (const { first, count } of arraysOf(tasks.length, largest))
      packed.arrays.push({ first: start + first, count, measures });
  }
  return packed;
}

/** What was submitted, and why not all of it was. */
export interface Submitted {
  submission: Submission;
  items: Item[];
  refusal: unknown;
}

/** Submits items as arrays of tasks; where the batch system refuses one, those before it stay. */
export async function submitItems(
  scheduler: Scheduler,
  settings: ClusterSettings,
  items: readonly Item[],
): Promise<Submitted> {
  const { cores, atOnce, environment, options } = settings;
  const { tasks, arrays } = await packItems(scheduler, settings, items);
  const submission = keepPlan({ cores, tasks }, arrays);
  const numbers = (measures: boolean) =>
    submission.arrays.flatMap(({ job }, i) => (job !== null && arrays[i].measures === measures ? [job] : []));
  let refusal: unknown = null;
  for (const [i, { first, count, measures }] of arrays.entries()) {
    const share = arrays.filter((array) => array.measures === measures).length;
    // Where arrays are more than tasks may run at once, each waits for one before it.
    const before = numbers(measures).at(-atOnce);
    const content = { node: process.execPath, plan: planFile(submission.folder), first, environment };
    const longest = Math.max(...tasks.slice(first, first + count).map((task) => wallOf(task, cores)));
    try {
      const job = await scheduler.submit({
        name: submission.arrays[i].name,
        count,
        atOnce: Math.max(1, Math.floor(atOnce / share)),
        after: [...(measures ? numbers(false) : []), ...(before === undefined ? [] : [before])],
        cores,
        minutes: SPARE + Math.ceil((2 * longest) / 60),
        logs: logsFolder(submission.folder),
        script: (place) => taskScript(content, place),
        options,
      });
      keepNumber(submission, i, job);
    } catch (error) {
      refusal = error;
      keepRefused(submission, i);
      break;
    }
  }
  const taken = submission.arrays.filter(({ refused }) => !refused);
  return { submission, items: taken.flatMap(({ first, count }) => tasks.slice(first, first + count).flat()), refusal };
}
