import { join } from 'node:path';
import { fs } from 'zx';
import { writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { formatHashes, type IndexEntry } from '../../src/artifact/hashes.ts';
import type { Configured, Training, TrainingPayload, TrainingResult } from '../../src/artifact/study.ts';
import type { Stage } from '../driver/stage.ts';
import { claimEntry } from '../executor/claim.ts';
import { runJobs } from '../executor/jobs.ts';

/** How a stage trains: the study's training, and the version of what decides the bytes. */
export type Trainer<Configuration extends Configured> = Pick<
  Training<never, Configuration>,
  'id' | 'key' | 'mainFile' | 'worker'
> & { kernelVersion: string; cost(configuration: Configuration): number };

/** Trains networks in the store, one a core; resolves to what became of each, in the order given. */
export function trainAll<Configuration extends Configured, Result extends TrainingResult = TrainingResult>(
  stage: Pick<Stage, 'paths' | 'workers' | 'progress'>,
  { id, key: keyOf, worker, cost }: Pick<Trainer<Configuration>, 'id' | 'key' | 'worker' | 'cost'>,
  configurations: readonly Configuration[],
): Promise<Result[]> {
  const { store } = stage.paths;
  const jobs = configurations.map((configuration) => ({
    id: id(configuration),
    key: keyOf(configuration),
    cost: cost(configuration),
    payload: { configuration, store },
  }));
  // Tasks of a cluster may be at work in the same store.
  return runJobs<TrainingPayload<Configuration>, Result>(stage, worker, jobs, (key) => claimEntry(store, key));
}

/**
 * Trains the networks of a stage, one a core, and lays them out under artifacts/<profile>/networks/<stage>/<id>/ with an index; the
 * index once more, for git, is hashes/<stage>.json.
 */
export async function trainNetworks<Configuration extends Configured, Result extends TrainingResult = TrainingResult>(
  stage: Pick<Stage, 'name' | 'paths' | 'workers' | 'progress'>,
  trainer: Trainer<Configuration>,
  configurations: readonly Configuration[],
): Promise<Result[]> {
  const { paths, name } = stage;
  const { mainFile, kernelVersion } = trainer;
  const results = await trainAll<Configuration, Result>(stage, trainer, configurations);
  const folder = paths.networks(name);
  fs.emptyDirSync(folder);
  const index = configurations.map((configuration, i): IndexEntry<Configuration> => {
    const { key, files } = results[i];
    const id = trainer.id(configuration);
    for (const file of Object.keys(files)) fs.copySync(join(paths.store, key, file), join(folder, id, file));
    return { id, key, sha256: files[mainFile], files, configuration };
  });
  writeJson(join(folder, 'index.json'), index);
  writeAtomic(paths.hashes(name), formatHashes({ kernelVersion, networks: index }));
  return results;
}
