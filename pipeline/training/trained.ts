import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UserError } from '../../src/artifact/error.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import type { IndexEntry } from '../../src/artifact/hashes.ts';
import type { Configuration } from '../../src/curriculum/configuration.ts';
import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import { type Checkpoint, CheckpointError, readCheckpoint } from '../../src/network/checkpoint.ts';
import type { Network } from '../../src/network/network.ts';
import { solvedPart } from '../../src/network/prefix.ts';
import { ROOT } from '../driver/paths.ts';
import type { Stage } from '../outline.ts';
import { readIndex } from '../store/networks.ts';
import { FINAL_FILE, solvedFile } from './files.ts';

/** A network of the main line, and how far it came. */
export interface TrainedNetwork extends Pick<IndexEntry<Configuration>, 'id' | 'key' | 'configuration'> {
  folder: string;
  /** Largest N solved; 1 when none is. */
  nSolved: number;
}

/** The same where it was not looked at yet: a job finds out how far it came. */
export type OpenNetwork = Omit<TrainedNetwork, 'nSolved'> & Partial<Pick<TrainedNetwork, 'nSolved'>>;

/** Largest N that a network solved. */
export function nSolvedOf({ nSolved, folder }: OpenNetwork): number {
  return nSolved ?? readNetwork(join(folder, FINAL_FILE)).checkpoint.metadata.nSolved;
}

/** Largest N that a network solved, or can have solved where it was not looked at yet. */
export function mostSolved({ nSolved, configuration }: Pick<OpenNetwork, 'nSolved' | 'configuration'>): number {
  return nSolved ?? configuration.firstN + configuration.epochs - 1;
}

/**
 * The networks of stage `train`, in its order.
 * @throws UserError naming the first network that is missing, damaged, of another kernel version, or not the one that the stage laid out.
 */
export function trainedNetworks({ paths }: Pick<Stage, 'paths'>): TrainedNetwork[] {
  return readIndex<Configuration>({ paths }, 'train').map(({ id, key, sha256: published, configuration }) => {
    const folder = join(paths.networks('train'), id);
    const file = join(folder, FINAL_FILE);
    const { checkpoint, bytes } = readNetwork(file);
    const { nSolved, kernelVersion } = checkpoint.metadata;
    if (kernelVersion !== KERNEL_VERSION) {
      throw new UserError(
        `${named(file)} was trained by kernel version ${kernelVersion ?? 'unknown'}, this checkout has version ${KERNEL_VERSION}, whose networks have other bytes. ${AGAIN}; the store keeps the networks of both versions.`,
      );
    }
    if (sha256(bytes) !== published) {
      throw new UserError(
        `${named(file)} is not the network that stage train laid out, its SHA-256 differs from index.json: it was changed afterwards. ${AGAIN}.`,
      );
    }
    return { id, key, configuration, folder, nSolved };
  });
}

const AGAIN =
  "Run stage train again, which lays it out from the store or trains it: 'npm run reproduce' with this profile";

function readNetwork(file: string): { checkpoint: Checkpoint; bytes: Uint8Array } {
  try {
    const bytes = readFileSync(file);
    return { checkpoint: readCheckpoint(bytes), bytes };
  } catch (error) {
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!gone && !(error instanceof CheckpointError)) throw error;
    throw new UserError(
      `${named(file)} ${gone ? 'is missing' : 'is half written or damaged'}. ${AGAIN}. (${(error as Error).message})`,
      { cause: error },
    );
  }
}

function named(file: string): string {
  return relative(ROOT, file);
}

/**
 * The network as it had solved tasks up to N, with their heads alone. A modular network holds that in its first modules; of a
 * non-modular one it is the checkpoint of that moment, since its core goes on training. Without a solved task (N = 1) there is
 * no head left.
 */
export function readSolved(network: Pick<TrainedNetwork, 'folder' | 'configuration'>, N: number): Network {
  const { architecture, firstN } = network.configuration;
  const file = architecture === 'non-modular' && N >= firstN ? solvedFile(N) : FINAL_FILE;
  return solvedPart(readNetwork(join(network.folder, file)).checkpoint.network, N);
}

/** What names a network in the rows of a table. */
export function rowHead({ id, configuration: { architecture, size, seed } }: TrainedNetwork) {
  return { network: id, architecture, size, seed };
}
