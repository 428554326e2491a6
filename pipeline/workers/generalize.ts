import { readFileSync } from 'node:fs';
import type { GeneralizationProtocol } from '../../src/analysis/generalization.ts';
import { generalize } from '../../src/analysis/generalization.ts';
import { readCheckpoint } from '../../src/network/checkpoint.ts';
import { solvedPart } from '../../src/network/prefix.ts';
import { loadEngine } from '../engines.ts';
import type { EngineName } from '../stages.ts';

export interface GeneralizePayload {
  /** Checkpoint of the network, or null where it never solved N. */
  file: string | null;
  fromN: number;
  K: number;
  protocol: GeneralizationProtocol;
  engine: EngineName;
}

/** Accuracy of one network on N + K, or null where it never solved N. */
export default async function work({ file, fromN, K, protocol, engine }: GeneralizePayload): Promise<number | null> {
  if (!file) return null;
  const { network } = readCheckpoint(readFileSync(file));
  return generalize(solvedPart(network, fromN), K, protocol, await loadEngine(engine));
}
