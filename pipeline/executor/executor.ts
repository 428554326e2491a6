import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Piscina } from 'piscina';
import { UserError, unpackError } from '../../src/artifact/error.ts';
import { coresHere } from '../../src/system/cores.ts';
import type { Assignment, JobOutcome, ReportLine } from './messages.ts';
import { isStopped, type StopFlag } from './stop.ts';

/** One piece of work: a pure function of its payload, which must survive structured cloning. */
export interface Job<Payload> {
  /** Names the job in progress and in errors: 'modular-05-seed-0'. */
  id: string;
  /** Expected cost in any unit; the most costly jobs start first. */
  cost: number;
  payload: Payload;
  /** Of the entry of the store that holds the result, where one does. */
  key?: string;
}

export interface ExecuteOptions<Result> {
  /** Jobs at a time, one a worker thread; results do not depend on it. */
  workers?: number;
  /** Share of a job done, 0 to 1, with what it is at. */
  onProgress?: (id: string, fraction: number, label: string) => void;
  /** A job's result, in order of completion. */
  onResult?: (id: string, result: Result) => void;
  /** Megabytes of JavaScript heap a worker may take (by default a share of half of the machine's memory). */
  memory?: number;
  /** Keeps other processes from the entry that a job makes, until what it resolves to is called. */
  claim?: (key: string) => Promise<() => void>;
  /** Takes the failure of a job; the others go on, and its result is undefined. Without it the first failure stops all. */
  onFailure?: (id: string, error: unknown) => void;
  /** Once set, no further job begins, and jobs that can keep what they have done fail with a StoppedError. */
  stop?: StopFlag;
  /** Stops all workers; `execute` then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** A job that could not be done: its id, and why. */
export class JobError extends Error {
  readonly id: string;

  constructor(id: string, reason: string, cause: unknown) {
    super(`${id}: ${reason}`, { cause });
    this.name = 'JobError';
    this.id = id;
  }
}

/**
 * Runs jobs in worker threads, longest first, one a core, and resolves to their results in the order of `jobs`, whatever the
 * order of completion. A job whose worker crashes is run once more in a new one.
 * @throws JobError with the job's id when its worker crashed twice or its work threw; the other jobs are stopped.
 * @throws UserError where the work threw one (a full disk), and where its worker ran out of memory twice.
 */
export async function execute<Payload, Result>(
  workerFile: URL,
  jobs: readonly Job<Payload>[],
  options: ExecuteOptions<Result> = {},
): Promise<Result[]> {
  options.signal?.throwIfAborted();
  if (jobs.length === 0) return [];
  const threads = Math.min(options.workers ?? coresHere(), jobs.length);
  // Pairs of 128-bit WebAssembly lanes become 256-bit instructions where the processor has them; the bits stay the same.
  setFlagsFromString('--experimental-wasm-revectorize');
  const pool = new Piscina({
    filename: fileURLToPath(new URL('./worker.ts', import.meta.url)),
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    atomics: 'disabled',
    resourceLimits: { maxOldGenerationSizeMb: options.memory ?? memoryOfWorker(threads) },
  });
  pool.on('message', (message: ReportLine) => {
    const job = message?.report === true ? jobs[message.index] : undefined;
    if (job) doing.set(job.id, message.label);
    if (job) options.onProgress?.(job.id, message.fraction, message.label);
  });
  const doing = new Map<string, string>();
  const results = new Array<Result>(jobs.length);
  // The order is ours to keep, so the pool never gets more than its threads can begin at once.
  const waiting = jobs.map((_, index) => index).sort((a, b) => jobs[b].cost - jobs[a].cost || a - b);
  const drain = async () => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const job = jobs[index];
      const release = job.key === undefined ? undefined : await options.claim?.(job.key);
      try {
        if (isStopped(options.stop)) return;
        const assignment: Assignment = { workerFile: workerFile.href, index, payload: job.payload, stop: options.stop };
        results[index] = (await attempt(pool, job.id, assignment, () => doing.get(job.id), options.signal)) as Result;
        options.onResult?.(job.id, results[index]);
      } catch (error) {
        if (!options.onFailure || options.signal?.aborted) throw error;
        options.onFailure(job.id, error);
      } finally {
        release?.();
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: threads }, drain));
  } catch (error) {
    waiting.length = 0;
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    await pool.destroy();
  }
  return results;
}

async function attempt(
  pool: Piscina,
  id: string,
  assignment: Assignment,
  doing: () => string | undefined,
  signal?: AbortSignal,
): Promise<unknown> {
  for (let crashes = 0; ; ) {
    let outcome: JobOutcome;
    try {
      outcome = await pool.run(assignment, { signal });
    } catch (crash) {
      signal?.throwIfAborted();
      crashes++;
      if (crashes < 2) continue;
      const at = doing() === undefined ? '' : ` at ${doing()}`;
      if ((crash as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') {
        throw new UserError(
          `${id}: its worker ran out of memory twice${at}. Run the same command with --workers 1, or on a machine with more memory.`,
          { cause: crash },
        );
      }
      throw new JobError(
        id,
        `its worker crashed twice${at}: ${crash instanceof Error ? crash.message : String(crash)}`,
        crash,
      );
    }
    if (!outcome.failure) return outcome.result;
    const cause = unpackError(outcome.failure);
    if (cause instanceof UserError) throw new UserError(`${id}: ${cause.message}`, { exitCode: cause.exitCode, cause });
    throw new JobError(id, cause.message, cause);
  }
}

/** Megabytes of JavaScript heap a worker may take, so that all of them together leave half of the machine's memory. */
function memoryOfWorker(threads: number): number {
  // A container or a batch system may allow less than the machine has; without a limit there is none, or an absurd one.
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return Math.max(512, Math.min(4096, Math.floor(memory / 2 ** 20 / 2 / threads)));
}
