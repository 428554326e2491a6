import { join } from 'node:path';
import { UserError } from '../../src/artifact/error.ts';
import { readJson } from '../../src/artifact/file.ts';
import { type IndexEntry, indexSchema } from '../../src/artifact/hashes.ts';
import type { Configured } from '../../src/artifact/study.ts';
import type { Stage } from '../driver/stage.ts';

/**
 * The index of a stage's networks, in the order in which they were configured.
 * @throws UserError where the stage has not run here, or the index is damaged.
 */
export function readIndex<Configuration extends Configured = Configured>(
  stage: Pick<Stage, 'paths'>,
  name: string,
): IndexEntry<Configuration>[] {
  const file = join(stage.paths.networks(name), 'index.json');
  try {
    return readJson(file, indexSchema) as IndexEntry<Configuration>[];
  } catch (error) {
    throw new UserError(
      `The networks of stage ${name} are not here, or their index is damaged: they are not in git, the stage lays them out. Run it first: 'npm run reproduce' with this profile. (${(error as Error).message})`,
      { cause: error },
    );
  }
}
