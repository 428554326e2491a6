import { setTimeout as sleep } from 'node:timers/promises';
import type { Item } from '../../src/artifact/cluster.ts';
import { UserError } from '../../src/artifact/error.ts';
import { finishedIn } from '../store/finished.ts';
import { Attempts, type Ended, MOST_ATTEMPTS } from './attempts.ts';
import type { Scheduler } from './scheduler.ts';
import type { ClusterSettings } from './settings.ts';
import { isCancelled, readSubmissions, type Task, tasksOf } from './submissions.ts';
import { submitItems } from './submit.ts';
import { describeEnd, describeFailures, lookLabel } from './text.ts';

/** What is to be made on a cluster, and how that is followed. */
export interface Following {
  scheduler: Scheduler;
  settings: ClusterSettings;
  /** What the store lacks. */
  items: readonly Item[];
  store: string;
  /** Ends once everything is submitted. */
  detach: boolean;
  signal: AbortSignal;
  /** Work done of all, in seconds of one core. */
  onProgress(done: number, total: number, label: string): void;
  say(text: string): void;
}

/** Looks in a row at which a task must be missing from the queue before it has ended, since a queue can be empty for a moment. */
const LOOKS = 3;
/** Looks between two submissions, so that what fails one by one is submitted together. */
const PAUSE = 6;
/** Looks without an answer after which the user is told. */
const SILENCE = 30;

/**
 * Has a cluster make what the store lacks, and follows until all of it is there: the store says what is done, the queue what is on the way.
 * What is in no task of the queue is submitted, again where its task was killed. What earlier runs submitted is taken up.
 * @throws UserError naming what failed time and again, once the rest is done; with the batch system's words where it takes nothing.
 */
export async function follow(following: Following): Promise<void> {
  const { scheduler, settings, items, store, detach, signal, onProgress, say } = following;
  const keys = new Set(items.map(({ key }) => key));
  const concerned = () =>
    readSubmissions().filter(({ plan }) => plan.tasks.some((task) => task.some(({ key }) => keys.has(key))));
  let submissions = concerned();
  const cancelledBefore = new Set(submissions.filter(isCancelled).map(({ folder }) => folder));
  const total = items.reduce((sum, { seconds }) => sum + seconds, 0);
  const attempts = new Attempts(store);
  const failed = new Map<string, Ended>();
  /** Looks in a row at which an item was in no task of the queue. */
  const absent = new Map<string, number>();
  let pause = 0;
  let silent = 0;
  for (;;) {
    signal.throwIfAborted();
    const isFinished = finishedIn(store);
    const missing = items.filter(({ key }) => !isFinished(key));
    // What is measured on a network that failed cannot be made either.
    const open = missing.filter(({ key, needs = '' }) => !failed.has(key) && !failed.has(needs));
    if (open.length === 0) break;
    if (submissions.some((one) => isCancelled(one) && !cancelledBefore.has(one.folder)))
      throw new UserError('The tasks were cancelled. What was finished is kept: the same command submits the rest.');
    const queue = await scheduler.queue();
    signal.throwIfAborted();
    silent = queue === null ? silent + 1 : 0;
    if (silent === SILENCE) say(`${scheduler.name} does not answer; what is done is seen in the store all the same.`);
    const tasks = tasksOf(submissions, queue ?? []);
    await cancelHeldBack(tasks, attempts, scheduler);
    const done = total - missing.reduce((sum, { seconds }) => sum + seconds, 0);
    onProgress(done, total, lookLabel({ items, missing, failed: failed.size, tasks, queue }));
    if (queue !== null) {
      const holding = holders(tasks);
      const states = new Map(open.map((item) => [item, stateOf(item, holding.get(item.key) ?? [], absent)]));
      const isTrained = ({ needs }: Item) => needs === undefined || isFinished(needs);
      const training = open.filter((item) => states.get(item) !== 'idle' && item.needs === undefined);
      const idle = open.filter(
        (item) => states.get(item) === 'idle' && (isTrained(item) || training.every(({ key }) => key !== item.needs)),
      );
      const queued = tasks.some((task) => task.queued !== null);
      if (detach && open.every((item) => states.get(item) === 'queued')) return;
      pause--;
      if (idle.length > 0 && (pause <= 0 || !queued)) {
        for (const ended of endsOf(idle, holding, attempts)) {
          if (ended.attempts >= MOST_ATTEMPTS) failed.set(ended.item.key, ended);
          say(describeEnd(ended, scheduler));
        }
        const again = idle.filter(({ key }) => !failed.has(key));
        if (again.length > 0) {
          const { submission, items: submitted, refusal } = await submitItems(scheduler, settings, again);
          attempts.begin(submission, submitted);
          for (const { key } of submitted) absent.delete(key);
          const numbers = submission.arrays.map(({ job, name }) => job ?? name);
          if (submitted.length > 0) say(`Submitted ${submitted.length} jobs as ${numbers.join(', ')}.`);
          if (refusal !== null && submitted.length === 0 && !queued) throw refusal;
          if (refusal !== null)
            say(`${(refusal as Error).message}\nThe rest is submitted when some of this has ended.`);
          submissions = concerned();
          pause = PAUSE;
        }
        if (detach && again.length > 0) return;
      }
    }
    await sleep(settings.look, undefined, { signal });
  }
  if (failed.size > 0) throw new UserError(describeFailures([...failed.values()], scheduler));
}

/** Cancels tasks that would never start, so that what waits for them begins and what they hold is submitted again. */
async function cancelHeldBack(tasks: readonly Task[], attempts: Attempts, scheduler: Scheduler): Promise<void> {
  const held = tasks.flatMap(({ queued }) => (queued?.heldBack ? queued : []));
  if (held.length === 0) return;
  for (const task of held) attempts.holdBack(task);
  try {
    await scheduler.cancel(held.map(({ id }) => id));
  } catch (error) {
    // Somebody may have cancelled or released one meanwhile; the next look tells.
    if (!(error instanceof UserError)) throw error;
  }
}

/** An item whose tasks have left the queue is 'idle' after some looks; one that was in none, at once. */
function stateOf({ key }: Item, holding: readonly Task[], absent: Map<string, number>): 'queued' | 'absent' | 'idle' {
  if (holding.some((task) => task.queued !== null)) {
    absent.delete(key);
    return 'queued';
  }
  const looks = (absent.get(key) ?? 0) + 1;
  absent.set(key, looks);
  return looks >= LOOKS || holding.every((task) => task.refused) ? 'idle' : 'absent';
}

/** The tasks that an item was put into, by its key. */
function holders(tasks: readonly Task[]): Map<string, Task[]> {
  const holding = new Map<string, Task[]>();
  for (const task of tasks) for (const { key } of task.items) holding.set(key, [...(holding.get(key) ?? []), task]);
  return holding;
}

/** What became of the items whose tasks this run submitted. */
function endsOf(items: readonly Item[], holding: ReadonlyMap<string, readonly Task[]>, attempts: Attempts): Ended[] {
  return items.flatMap((item) => {
    const ends = (holding.get(item.key) ?? []).map((task) => attempts.end(item, task));
    return ends.filter((ended) => ended !== null);
  });
}
