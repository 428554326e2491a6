import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpoint } from '../src/network/checkpoint.ts';
import type { Network } from '../src/network/network.ts';
import { solvedPart } from '../src/network/prefix.ts';
import { FINAL_FILE, type IndexEntry, readIndex, solvedFile } from './networks.ts';
import type { Stage } from './stage.ts';

/** A network of the main line, and how far it came. */
export interface TrainedNetwork extends Pick<IndexEntry, 'id' | 'configuration'> {
  folder: string;
  /** Largest N solved; 1 when none is. */
  nSolved: number;
}

/** The networks of stage `train`, in its order. */
export function trainedNetworks(stage: Pick<Stage, 'paths'>): TrainedNetwork[] {
  return readIndex(stage, 'train').map(({ id, configuration }) => {
    const folder = join(stage.paths.networks('train'), id);
    const { nSolved } = readCheckpoint(readFileSync(join(folder, FINAL_FILE))).metadata;
    return { id, configuration, folder, nSolved };
  });
}

/**
 * The network as it had solved tasks up to N, with their heads alone. A modular network holds that in its first modules; of a
 * non-modular one it is the checkpoint of that moment, since its core goes on training. Without a solved task (N = 1) there is
 * no head left.
 */
export function readSolved(network: Pick<TrainedNetwork, 'folder' | 'configuration'>, N: number): Network {
  const { architecture, firstN } = network.configuration;
  const file = architecture === 'non-modular' && N >= firstN ? solvedFile(N) : FINAL_FILE;
  return solvedPart(readCheckpoint(readFileSync(join(network.folder, file))).network, N);
}

/** What names a network in the rows of a table. */
export function rowHead({ id, configuration: { architecture, size, seed } }: TrainedNetwork) {
  return { network: id, architecture, size, seed };
}
