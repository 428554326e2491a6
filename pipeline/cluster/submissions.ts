import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Arrays,
  arraysSchema,
  failureSchema,
  type Item,
  type Plan,
  planSchema,
} from '../../src/artifact/cluster.ts';
import { optionalJson, readJson, writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { ROOT } from '../driver/paths.ts';
import type { QueuedTask } from './scheduler.ts';

/** Outside git: it belongs to one checkout and one cluster. */
const FOLDER = join(ROOT, '.cache', 'cluster');

/** What was submitted at one time: its plan, and the names of its arrays in the queue. */
export interface Submission {
  folder: string;
  plan: Plan;
  arrays: Arrays;
}

/** A task of a submission, and where it stands in the queue; null once it is not there any more. */
export interface Task {
  submission: Submission;
  items: readonly Item[];
  /** Whether the batch system took it, as far as was heard. */
  refused: boolean;
  queued: QueuedTask | null;
  /** The number of the task, for its log; null where it was not heard. */
  id: string | null;
}

/** Writes a plan down. Its arrays are written before they are submitted, so that a driver killed at any moment leaves nothing unknown. */
export function keepPlan(plan: Plan, cuts: readonly { first: number; count: number }[], folder = FOLDER): Submission {
  const name = `reproduce-${randomBytes(4).toString('hex')}`;
  const place = join(folder, name);
  mkdirSync(join(place, 'logs'), { recursive: true });
  const arrays = cuts.map((cut, i) => ({ ...cut, name: `${name}-${i}`, job: null }));
  writeJson(planFile(place), plan);
  writeJson(arraysFile(place), arrays);
  return { folder: place, plan, arrays };
}

/** Remembers the number of an array. */
export function keepNumber({ folder, arrays }: Submission, array: number, job: string | null): void {
  arrays[array].job = job;
  writeJson(arraysFile(folder), arrays);
}

/** Remembers that an array was refused, and what was to come after it was not tried. */
export function keepRefused({ folder, arrays }: Submission, from: number): void {
  for (const array of arrays.slice(from)) array.refused = true;
  writeJson(arraysFile(folder), arrays);
}

/** All submissions of this checkout; one whose driver was killed while it wrote the plan has submitted nothing, and is left out. */
export function readSubmissions(folder = FOLDER): Submission[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name): Submission[] => {
    const place = join(folder, name);
    const arrays = optionalJson(arraysFile(place), arraysSchema);
    if (arrays === null || !existsSync(planFile(place))) return [];
    return [{ folder: place, plan: readJson(planFile(place), planSchema), arrays }];
  });
}

/** The tasks of submissions with their places in the queue. */
export function tasksOf(submissions: readonly Submission[], queue: readonly QueuedTask[]): Task[] {
  const places = new Map(queue.map((task) => [`${task.name} ${task.place}`, task]));
  return submissions.flatMap((submission) =>
    submission.arrays.flatMap(({ name, first, count, job, refused = false }) =>
      Array.from({ length: count }, (_, place): Task => {
        const queued = places.get(`${name} ${place}`) ?? null;
        const id = queued?.id ?? (job === null ? null : `${job}_${place}`);
        return { submission, items: submission.plan.tasks[first + place] ?? [], refused, queued, id };
      }),
    ),
  );
}

/** Says that the tasks of a submission are cancelled by the user, so that a driver does not submit them again. */
export function keepCancelled({ folder }: Submission): void {
  writeAtomic(cancelledFile(folder), '');
}

export function isCancelled({ folder }: Submission): boolean {
  return existsSync(cancelledFile(folder));
}

export const planFile = (folder: string) => join(folder, 'plan.json');
export const logsFolder = (folder: string) => join(folder, 'logs');
const cancelledFile = (folder: string) => join(folder, 'cancelled');
const arraysFile = (folder: string) => join(folder, 'arrays.json');
const failureFile = (folder: string, key: string) => join(folder, 'failures', `${key}.json`);

/** Writes down why an item could not be made. */
export function keepFailure(folder: string, { id, key }: Item, message: string): void {
  writeJson(failureFile(folder, key), { id, message });
}

/** Why an item could not be made by a submission; null where its task did not say. */
export function failureOf({ folder }: Submission, key: string): string | null {
  return optionalJson(failureFile(folder, key), failureSchema)?.message ?? null;
}
