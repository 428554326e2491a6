import { join } from 'node:path';
import { readJson } from '../../src/artifact/file.ts';
import { type HistoryEntry, historySchema } from '../../src/artifact/history.ts';
import type { Configuration } from '../../src/curriculum/configuration.ts';
import { networkId } from '../../src/curriculum/configuration.ts';
import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import type { TrainingStage } from '../../src/study/stages.ts';
import { type HistoryRow, historyOf } from '../../src/study/tables.ts';
import type { Stage } from '../outline.ts';
import { type Trainer, trainNetworks } from '../store/training.ts';
import type { TrainResult } from '../workers/train.ts';
import { expectedSeconds } from './duration.ts';
import { FINAL_FILE, HISTORY_FILE } from './files.ts';
import { keyOf } from './storedNetwork.ts';

const TRAINER: Trainer<Configuration> = {
  id: networkId,
  key: keyOf,
  mainFile: FINAL_FILE,
  worker: new URL('../workers/train.ts', import.meta.url),
  kernelVersion: KERNEL_VERSION,
  cost: (configuration) => expectedSeconds(configuration),
};

/** Trains the networks of a stage and lays them out; their histories become one table. */
export async function trainStage(stage: Stage, name: TrainingStage, all: Configuration[]) {
  const results = await trainNetworks<Configuration, TrainResult>(stage, TRAINER, all);
  const rows = all.flatMap((configuration, i) => {
    const { epochs } = readJson(join(results[i].folder, HISTORY_FILE), historySchema);
    return historyRows(networkId(configuration), configuration, epochs);
  });
  stage.write(historyOf(name), rows);
  const fresh = results.filter(({ trained }) => trained > 0).length;
  stage.log(`${all.length} networks: ${fresh} trained, ${all.length - fresh} from the store.`);
}

function historyRows(network: string, configuration: Configuration, epochs: HistoryEntry[]): HistoryRow[] {
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
