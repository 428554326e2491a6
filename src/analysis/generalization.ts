import { runEpoch } from '../curriculum/epoch.ts';
import type { Engine, Optimizer } from '../engine/engine.ts';
import { initialHead } from '../network/initial.ts';
import type { Network, ParameterGroup } from '../network/network.ts';
import type { BitsReading } from '../task/batch.ts';
import { type LongestReading, longestLength } from '../task/length.ts';

/** What trains on the new task, modular / non-modular: the newest module, every weight, or a readout head only. */
export type GeneralizeReading = 'module/readout' | 'module/all' | 'readout/readout';

export interface GeneralizationProtocol {
  seed: number;
  reading: GeneralizeReading;
  epochs: number;
  optimizer: Optimizer;
  bits: BitsReading;
  /** Where it is not 4 N + 1. */
  longest?: LongestReading;
  batchSize: number;
  stepsPerEpoch: number;
  testBatches: number;
}

const ALL: readonly ParameterGroup[] = ['recurrent', 'feedforward', 'input', 'tau', 'readout'];
/** Batches are numbered from this epoch on, so that no batch of the curriculum is used again. */
const FIRST_EPOCH = 100_000;

/**
 * Fig. 2c: a network trained to N is trained on N + K for some epochs more, and tested on it. A modular network's newest module
 * and its head take the new task; a non-modular one gets a new readout head for it. Returns the accuracy on N + K.
 */
export function generalize(network: Network, K: number, protocol: GeneralizationProtocol, engine: Engine): number {
  const { seed, bits, longest, batchSize, stepsPerEpoch, testBatches, epochs, optimizer } = protocol;
  const { network: prepared, trainable } = prepare(network, K, protocol);
  const N = prepared.heads[prepared.heads.length - 1].N;
  const session = engine.open(prepared, { batchSize, maxLength: longestLength(N, longest), optimizer, trainable });
  try {
    let accuracy = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      const plan = { seed, N, bits, longest, batchSize, stepsPerEpoch, testBatches, epoch: FIRST_EPOCH + epoch };
      accuracy = runEpoch(session, plan).accuracies.at(-1) ?? 0;
    }
    return accuracy;
  } finally {
    session.close();
  }
}

function prepare(network: Network, K: number, { reading, seed }: GeneralizationProtocol) {
  const newest = network.heads[network.heads.length - 1];
  const N = newest.N + K;
  const [modular, nonModular] = reading.split('/');
  if (network.architecture === 'modular') {
    const heads = [...network.heads.slice(0, -1), { ...newest, N }];
    return { network: { ...network, heads }, trainable: modular === 'module' ? ALL : (['readout'] as const) };
  }
  const head = initialHead(network.size, N, seed);
  // A head alone cannot disturb the others, so they need not run while only it trains.
  if (nonModular === 'readout') return { network: { ...network, heads: [head] }, trainable: ['readout'] as const };
  return { network: { ...network, heads: [...network.heads, head] }, trainable: ALL };
}
