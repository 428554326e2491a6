import type { TimescaleSummary } from '../../src/analysis/timescales.ts';
import type { RowIn } from '../../src/artifact/columns.ts';
import type { TIMESCALES } from '../../src/study/tables.ts';
import { rowHead, type TrainedNetwork } from '../training/trained.ts';
import type { timescalesJobs } from '../workers/timescales.ts';

type Job = ReturnType<typeof timescalesJobs<TrainedNetwork>>[number];

/** One row a network and module, or solved N. */
export function timescalesRows(
  jobs: readonly Job[],
  results: readonly TimescaleSummary[][],
): RowIn<typeof TIMESCALES>[] {
  return jobs.flatMap(({ network }, i) => results[i].map((summary) => ({ ...rowHead(network), ...summary })));
}
