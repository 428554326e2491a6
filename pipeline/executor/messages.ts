import type { PackedError } from '../../src/artifact/error.ts';
import type { StopFlag } from './stop.ts';

/** What a worker file exports as its default. */
export type Work<Payload, Result> = (
  payload: Payload,
  report: (fraction: number, label: string) => void,
) => Result | Promise<Result>;

/** What the executor hands to a worker thread. */
export interface Assignment {
  workerFile: string;
  /** The job's place in the executor's list. */
  index: number;
  payload: unknown;
  stop?: StopFlag;
}

/** What comes back: the result, or why there is none. A worker that dies sends neither. */
export interface JobOutcome {
  result?: unknown;
  failure?: PackedError;
}

/** What a job tells while it runs. */
export interface ReportLine {
  report: true;
  index: number;
  fraction: number;
  label: string;
}
