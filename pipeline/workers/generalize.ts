import type { GeneralizationProtocol } from '../../src/analysis/generalization.ts';
import { generalize } from '../../src/analysis/generalization.ts';
import type { EngineName } from '../training/engines.ts';
import { loadEngine } from '../training/engines.ts';
import { readSolved, type TrainedNetwork } from '../training/trained.ts';

export interface GeneralizePayload {
  /** The network, or null where it never solved N. */
  network: TrainedNetwork | null;
  fromN: number;
  K: number;
  protocol: GeneralizationProtocol;
  engine: EngineName;
}

/** Accuracy of one network on N + K, or null where it never solved N. */
export default async function work(payload: GeneralizePayload): Promise<number | null> {
  const { network, fromN, K, protocol, engine } = payload;
  return network ? generalize(readSolved(network, fromN), K, protocol, await loadEngine(engine)) : null;
}
