import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RowIn } from '../../src/artifact/columns.ts';
import { readJson } from '../../src/artifact/file.ts';
import type { IndexEntry } from '../../src/artifact/hashes.ts';
import { historySchema } from '../../src/artifact/history.ts';
import type { Configuration } from '../../src/curriculum/configuration.ts';
import { testAccuracies } from '../../src/curriculum/epoch.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { readCheckpoint } from '../../src/network/checkpoint.ts';
import { solvedPart } from '../../src/network/prefix.ts';
import { DEEP_HEADS } from '../../src/study/tables.ts';
import { longestLength } from '../../src/task/length.ts';
import { runStage, type Stage } from '../outline.ts';
import { readIndex } from '../store/networks.ts';
import { deepConfigurations } from '../training/configurations.ts';
import { loadEngine } from '../training/engines.ts';
import { FINAL_FILE, HISTORY_FILE } from '../training/files.ts';
import { trainStage } from '../training/training.ts';

// Stage `deep`: one modular network taken to a large N on a pool of prefix activations, then all its heads on fresh sequences.
await runStage('deep', async (stage) => {
  await trainStage(stage, 'deep', deepConfigurations(stage));
  const engine = await loadEngine(stage.engine);
  const rows = readIndex<Configuration>(stage, 'deep').flatMap((entry) => headRows(stage, engine, entry));
  stage.write(DEEP_HEADS, rows);
  const accuracies = rows.map((row) => row.accuracy);
  const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
  if (rows.length > 0) stage.log(`${rows.length} heads on fresh sequences: mean accuracy ${mean.toFixed(4)}.`);
});

/** Accuracy of every solved head on test batches of the last solved task that no training or test of this network has drawn. */
function headRows(
  stage: Stage,
  engine: Engine,
  { id, configuration }: IndexEntry<Configuration>,
): RowIn<typeof DEEP_HEADS>[] {
  const folder = join(stage.paths.networks('deep'), id);
  const { network, metadata } = readCheckpoint(readFileSync(join(folder, FINAL_FILE)));
  const { epochs } = readJson(join(folder, HISTORY_FILE), historySchema);
  const solved = solvedPart(network, metadata.nSolved);
  if (solved.heads.length === 0) return [];
  const { architecture, size, seed, bits, longest, batchSize, stepsPerEpoch, testBatches, optimizer, untilN } =
    configuration;
  const N = metadata.nSolved;
  const session = engine.open(solved, { batchSize, maxLength: longestLength(N, longest), optimizer, trainable: [] });
  const accuracies = testAccuracies(session, {
    seed,
    N,
    bits,
    longest,
    batchSize,
    stepsPerEpoch,
    testBatches,
    epoch: epochs.length,
  });
  session.close();
  return solved.heads.map((head, k) => ({
    network: id,
    architecture,
    size,
    seed,
    untilN: untilN ?? null,
    N: head.N,
    accuracy: accuracies[k],
  }));
}
