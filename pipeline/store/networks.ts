import { join } from 'node:path';
import { UserError } from '../../src/artifact/error.ts';
import { readJson } from '../../src/artifact/file.ts';
import type { Configuration } from '../../src/curriculum/configuration.ts';
import type { TrainingStage } from '../../src/study/stages.ts';
import type { Stage } from '../driver/stage.ts';

/** Files of a finished network, beside `history.json`. */
export const FINAL_FILE = 'network.safetensors';
export const HISTORY_FILE = 'history.json';
export const solvedFile = (N: number) => `solved-${String(N).padStart(2, '0')}.safetensors`;

/** One network of a stage's index: what was made, under which key, with which hashes. */
export interface IndexEntry {
  id: string;
  /** Hash of configuration and kernel version: its key in the store. */
  key: string;
  /** SHA-256 of network.safetensors. */
  sha256: string;
  files: Record<string, string>;
  configuration: Configuration;
}

/** What artifacts/<profile>/hashes/<stage>.json publishes, in git: the index of a stage's networks and the kernel that trained them. */
export interface Hashes {
  kernelVersion: string;
  networks: IndexEntry[];
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
export function readIndex(stage: Pick<Stage, 'paths'>, name: TrainingStage): IndexEntry[] {
  const file = join(stage.paths.networks(name), 'index.json');
  try {
    return readJson<IndexEntry[]>(file);
  } catch (error) {
    throw new UserError(
      `The networks of stage ${name} are not here, or their index is damaged: they are not in git, the stage lays them out. Run it first: 'npm run reproduce' with this profile. (${(error as Error).message})`,
      { cause: error },
    );
  }
}
