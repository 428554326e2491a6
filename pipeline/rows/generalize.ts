import type { RowIn } from '../../src/artifact/columns.ts';
import type { GENERALIZE } from '../../src/study/tables.ts';
import { rowHead, type TrainedNetwork } from '../training/trained.ts';
import type { generalizeJobs } from '../workers/generalize.ts';

type Job = ReturnType<typeof generalizeJobs<TrainedNetwork>>[number];

/** One row a network and K. */
export function generalizeRows(
  jobs: readonly Job[],
  accuracies: readonly (number | null)[],
): RowIn<typeof GENERALIZE>[] {
  return jobs.map(({ network, payload: { K, protocol } }, i) => {
    return { ...rowHead(network), reading: protocol.reading, K, accuracy: accuracies[i] };
  });
}
