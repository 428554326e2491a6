import { parentPort } from 'node:worker_threads';
import { explain, packError } from '../../src/artifact/error.ts';
import type { Assignment, JobOutcome, ReportLine, Work } from './messages.ts';
import { obey } from './stop.ts';

/** Runs one job of the worker file that the assignment names. */
export default async function perform({ workerFile, index, payload, stop }: Assignment): Promise<JobOutcome> {
  try {
    obey(stop);
    const { default: work } = (await import(workerFile)) as { default: Work<unknown, unknown> };
    const result = await work(payload, (fraction, label) => {
      parentPort?.postMessage({ report: true, index, fraction, label } satisfies ReportLine);
    });
    return { result };
  } catch (thrown) {
    return { failure: packError(explain(thrown)) };
  }
}
