import { join } from 'node:path';
import { UserError } from '../../src/artifact/error.ts';
import { readJson } from '../../src/artifact/file.ts';
import type { Configured } from '../../src/artifact/study.ts';
import type { Stage } from '../driver/stage.ts';

/** One network of a stage's index: what was made, under which key, with which hashes. */
export interface IndexEntry<Configuration extends Configured = Configured> {
  id: string;
  /** Hash of configuration and kernel version: its key in the store. */
  key: string;
  /** SHA-256 of its main file. */
  sha256: string;
  files: Record<string, string>;
  configuration: Configuration;
}

/** What artifacts/<profile>/hashes/<stage>.json publishes, in git: the index of a stage's networks and the kernel that trained them. */
export interface Hashes<Configuration extends Configured = Configured> {
  kernelVersion: string;
  networks: IndexEntry<Configuration>[];
}

/** The text of `Hashes`, one line a network, so that a changed network is one changed line of a diff. */
export function formatHashes({ kernelVersion, networks }: Hashes): string {
  const lines = networks.map((entry) => JSON.stringify(entry));
  return `{"kernelVersion":${JSON.stringify(kernelVersion)},"networks":[\n${lines.join(',\n')}\n]}\n`;
}

/**
 * The index of a stage's networks, in the order in which they were asked for.
 * @throws UserError where the stage has not run here, or the index is damaged.
 */
export function readIndex<Configuration extends Configured = Configured>(
  stage: Pick<Stage, 'paths'>,
  name: string,
): IndexEntry<Configuration>[] {
  const file = join(stage.paths.networks(name), 'index.json');
  try {
    return readJson<IndexEntry<Configuration>[]>(file);
  } catch (error) {
    throw new UserError(
      `The networks of stage ${name} are not here, or their index is damaged: they are not in git, the stage lays them out. Run it first: 'npm run reproduce' with this profile. (${(error as Error).message})`,
      { cause: error },
    );
  }
}
