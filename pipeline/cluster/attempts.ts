import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Item } from '../../src/artifact/cluster.ts';
import type { QueuedTask } from './scheduler.ts';
import { failureOf, type Submission, type Task } from './submissions.ts';

/** How often an item is submitted that fails without getting on. */
export const MOST_ATTEMPTS = 3;

/** What became of an item whose task has ended. */
export interface Ended {
  item: Item;
  /** Attempts that failed one after the other, this one included; 0 where it got on. */
  attempts: number;
  /** Why, in the words of its task or of the batch system; null where the task was killed. */
  message: string | null;
  task: Task;
}

/** Counts for each item the tasks of this run that ended without finishing it and without getting on. */
export class Attempts {
  readonly #store: string;
  readonly #counts = new Map<string, number>();
  /** Why the batch system kept a task without starting it, by the number of the task. */
  readonly #heldBack = new Map<string, string>();
  /** Of every item that this run submitted: in which submission, and when its state had been saved then. */
  readonly #begun = new Map<string, { submission: Submission; saved: number }>();

  constructor(store: string) {
    this.#store = store;
  }

  /** Takes note that the batch system kept a task without ever starting it. */
  holdBack({ id, reason }: QueuedTask): void {
    this.#heldBack.set(id, reason);
  }

  begin(submission: Submission, items: readonly Item[]): void {
    for (const { key } of items) this.#begun.set(key, { submission, saved: this.#saved(key) });
  }

  /** Takes note of an item whose task has ended; null where an earlier run submitted it, which counts for nothing here. */
  end(item: Item, task: Task): Ended | null {
    const begun = this.#begun.get(item.key);
    if (begun?.submission.folder !== task.submission.folder) return null;
    this.#begun.delete(item.key);
    const reason = task.id === null ? undefined : this.#heldBack.get(task.id);
    const message = failureOf(task.submission, item.key) ?? reason ?? null;
    const gotOn =
      message === null && (this.#saved(item.key) > begun.saved || task.items.some((one) => this.#done(one)));
    const attempts = gotOn ? 0 : (this.#counts.get(item.key) ?? 0) + 1;
    this.#counts.set(item.key, attempts);
    return { item, attempts, message, task };
  }

  #done({ key }: Item): boolean {
    return existsSync(join(this.#store, key, 'done.json'));
  }

  #saved(key: string): number {
    return statSync(join(this.#store, key, 'resume.json'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  }
}
