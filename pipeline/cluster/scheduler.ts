/** Tasks that are submitted under one name: the task of the plan with number `first` + its place in the array. */
export interface ArrayOfTasks {
  name: string;
  count: number;
  /** Tasks that run at once. */
  atOnce: number;
  /** The numbers of arrays after whose end, however they ended, this one begins. */
  after: readonly string[];
  /** Cores of a task, and its limit of time in minutes. */
  cores: number;
  minutes: number;
  /** The folder of what tasks print. */
  logs: string;
  /** A shell script; in it `place` is the place of the task in the array. */
  script(place: string): string;
  /** The site's options and the user's. */
  options: readonly string[];
}

/** A task that a batch system has in its queue. */
export interface QueuedTask {
  /** Of its array. */
  name: string;
  /** Its place in the array. */
  place: number;
  /** The number with which it is cancelled. */
  id: string;
  running: boolean;
  /** Why it waits, in the batch system's words. */
  reason: string;
  /** It stays in the queue but never starts by itself, as where a node failed to launch it. What waits for its end waits forever. */
  heldBack: boolean;
}

/** A batch system. What it says of tasks that have ended is never asked for: the store tells what is done. */
export interface Scheduler {
  name: string;
  /** The most tasks that an array may have; the batch system's default where it is not there to say. */
  largestArray(): Promise<number>;
  /**
   * Submits an array; resolves to its number, or to null where no answer came.
   * @throws UserError with the batch system's words where it refuses.
   */
  submit(array: ArrayOfTasks): Promise<string | null>;
  /** The user's tasks that wait or run; null where the batch system does not say. */
  queue(): Promise<QueuedTask[] | null>;
  /** @throws UserError where the batch system refuses. */
  cancel(ids: readonly string[]): Promise<void>;
  /** The file of what a task printed. */
  log(logs: string, id: string): string;
  /** @throws UserError (exit code 2) for options that this one may not be given. */
  options(text: string, from: string): string[];
}
