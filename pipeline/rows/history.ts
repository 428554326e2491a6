import { join } from 'node:path';
import { readJson } from '../../src/artifact/file.ts';
import { historySchema } from '../../src/artifact/history.ts';
import { type Configuration, networkId } from '../../src/curriculum/configuration.ts';
import type { HistoryRow } from '../../src/study/tables.ts';
import { HISTORY_FILE } from '../training/files.ts';

/** One row an epoch of a network whose files are in a folder. */
export function historyRows(configuration: Configuration, folder: string): HistoryRow[] {
  const { epochs } = readJson(join(folder, HISTORY_FILE), historySchema);
  const network = networkId(configuration);
  const { architecture, size, condition, seed, untilN } = configuration;
  // A network with a last task may have hundreds of heads: all of them stand in the row of its last epoch alone.
  const listed = (i: number) => untilN === undefined || i === epochs.length - 1;
  return epochs.map(({ accuracies, ...entry }, i) => ({
    network,
    architecture,
    size,
    condition,
    seed,
    ...entry,
    accuracyNewest: accuracies[accuracies.length - 1],
    accuracyMean: accuracies.reduce((total, accuracy) => total + accuracy, 0) / accuracies.length,
    accuracies: listed(i) ? accuracies.map((accuracy) => Number(accuracy.toPrecision(6))).join(' ') : null,
  }));
}
