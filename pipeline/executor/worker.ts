import { parentPort } from 'node:worker_threads';
import { explain, UserError } from '../../src/artifact/error.ts';
import type { Work } from './executor.ts';

/** What the executor hands to a worker thread. */
export interface Assignment {
  workerFile: string;
  /** The job's place in the executor's list. */
  index: number;
  payload: unknown;
}

/** What comes back: the result, or why there is none. A worker that dies sends neither. */
export interface Outcome {
  result?: unknown;
  failure?: { message: string; stack: string; user: boolean };
}

/** What a job tells while it runs. */
export interface ReportLine {
  report: true;
  index: number;
  fraction: number;
  label: string;
}

/** Runs one job of the worker file that the assignment names. */
export default async function perform({ workerFile, index, payload }: Assignment): Promise<Outcome> {
  try {
    const { default: work } = (await import(workerFile)) as { default: Work<unknown, unknown> };
    const result = await work(payload, (fraction, label) => {
      parentPort?.postMessage({ report: true, index, fraction, label } satisfies ReportLine);
    });
    return { result };
  } catch (thrown) {
    const error = explain(thrown);
    const message = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? (error.stack ?? message) : message;
    return { failure: { message, stack, user: error instanceof UserError } };
  }
}
