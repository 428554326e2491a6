import { join } from 'node:path';
import { fs } from 'zx';
import { readJson, writeAtomic, writeJson } from '../../src/artifact/file.ts';
import type { Configuration } from '../../src/curriculum/configuration.ts';
import { networkId } from '../../src/curriculum/configuration.ts';
import type { HistoryEntry } from '../../src/curriculum/curriculum.ts';
import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import type { TrainingStage } from '../../src/study/stages.ts';
import { type HistoryRow, historyOf } from '../../src/study/tables.ts';
import { execute } from '../executor/executor.ts';
import type { Stage } from '../outline.ts';
import { formatHashes, type IndexEntry } from '../store/networks.ts';
import type { TrainPayload, TrainResult } from '../workers/train.ts';
import { costOf } from './configurations.ts';
import { HISTORY_FILE } from './files.ts';

const WORKER = new URL('../workers/train.ts', import.meta.url);

/**
 * Trains the networks of a stage, one a core, and lays them out under artifacts/<profile>/networks/<stage>/<id>/ with an index;
 * their hashes (the index once more, for git) and their histories as one table.
 */
export async function trainStage(stage: Stage, name: TrainingStage, all: Configuration[]) {
  const costs = all.map(costOf);
  const progress = stage.progress(costs.reduce((sum, cost) => sum + cost, 0));
  const done = new Map<string, number>();
  const ids = all.map(networkId);
  const jobs = all.map((configuration, i) => ({
    id: ids[i],
    cost: costs[i],
    payload: { configuration, store: stage.paths.store } satisfies TrainPayload,
  }));
  const results = await execute<TrainPayload, TrainResult>(WORKER, jobs, {
    workers: stage.workers,
    onProgress: (id, fraction, label) => {
      done.set(id, fraction * costs[ids.indexOf(id)]);
      progress.update(sum(done), `${id}, ${label}`);
    },
    onResult: (id) => {
      done.set(id, costs[ids.indexOf(id)]);
      progress.update(sum(done), id);
    },
  });
  layOut(stage, name, all, results);
  progress.done();
  const fresh = results.filter((result) => result.trained > 0).length;
  stage.log(`${all.length} networks: ${fresh} trained, ${all.length - fresh} from the store.`);
}

function sum(done: Map<string, number>): number {
  return [...done.values()].reduce((total, value) => total + value, 0);
}

function layOut(stage: Stage, name: TrainingStage, all: Configuration[], results: TrainResult[]) {
  const folder = stage.paths.networks(name);
  fs.emptyDirSync(folder);
  const index: IndexEntry<Configuration>[] = [];
  const rows: HistoryRow[] = [];
  all.forEach((configuration, i) => {
    const { key, files, folder: stored } = results[i];
    const id = networkId(configuration);
    for (const file of Object.keys(files)) fs.copySync(join(stored, file), join(folder, id, file));
    index.push({ id, key, sha256: files['network.safetensors'], files, configuration });
    rows.push(
      ...historyRows(id, configuration, readJson<{ epochs: HistoryEntry[] }>(join(stored, HISTORY_FILE)).epochs),
    );
  });
  writeJson(join(folder, 'index.json'), index);
  writeAtomic(stage.paths.hashes(name), formatHashes({ kernelVersion: KERNEL_VERSION, networks: index }));
  stage.write(historyOf(name), rows);
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
