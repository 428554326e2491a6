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

/**
 * Trains the networks of a stage, one a core, and lays them out under artifacts/<profile>/networks/<stage>/<id>/ with an index; the
 * index once more, for git, is hashes/<stage>.json.
 */
export async function trainNetworks<Configuration extends Configured, Result extends TrainingResult = TrainingResult>(
  stage: Pick<Stage, 'name' | 'paths' | 'workers' | 'progress'>,
  { id, key: keyOf, mainFile, worker, kernelVersion, cost }: Trainer<Configuration>,
  configurations: readonly Configuration[],
): Promise<Result[]> {
  const { paths, name } = stage;
  const jobs = configurations.map((configuration) => ({
    id: id(configuration),
    key: keyOf(configuration),
    cost: cost(configuration),
    payload: { configuration, store: paths.store },
  }));
  // Tasks of a cluster may be at work in the same store.
  const claim = (key: string) => claimEntry(paths.store, key);
  const results = await runJobs<TrainingPayload<Configuration>, Result>(stage, worker, jobs, claim);
  const folder = paths.networks(name);
  fs.emptyDirSync(folder);
  const index = configurations.map((configuration, i): IndexEntry<Configuration> => {
    const { key, files } = results[i];
    for (const file of Object.keys(files)) fs.copySync(join(paths.store, key, file), join(folder, jobs[i].id, file));
    return { id: jobs[i].id, key, sha256: files[mainFile], files, configuration };
  });
  writeJson(join(folder, 'index.json'), index);
  writeAtomic(paths.hashes(name), formatHashes({ kernelVersion, networks: index }));
  return results;
}
