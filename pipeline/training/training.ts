import type { Configuration } from '../../src/curriculum/configuration.ts';
import { networkId } from '../../src/curriculum/configuration.ts';
import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import type { TrainingStage } from '../../src/study/stages.ts';
import { historyOf } from '../../src/study/tables.ts';
import type { Stage } from '../outline.ts';
import { historyRows } from '../rows/history.ts';
import { type Trainer, trainNetworks } from '../store/training.ts';
import type { TrainResult } from '../workers/train.ts';
import { expectedSeconds } from './duration.ts';
import { FINAL_FILE } from './files.ts';
import { keyOf } from './storedNetwork.ts';

/** How the networks of this study are trained. */
export const TRAINER: Trainer<Configuration> = {
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
  stage.write(
    historyOf(name),
    all.flatMap((configuration, i) => historyRows(configuration, results[i].folder)),
  );
  const fresh = results.filter(({ trained }) => trained > 0).length;
  stage.log(`${all.length} networks: ${fresh} trained, ${all.length - fresh} from the store.`);
}
