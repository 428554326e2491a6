import type { HistoryEntry } from '../artifact/history.ts';
import type { Engine, Session } from '../engine/engine.ts';
import { cloneNetwork } from '../network/clone.ts';
import type { GrowthPolicy } from '../network/growth.ts';
import { grow, trainableGroups } from '../network/growth.ts';
import { initialNetwork } from '../network/initial.ts';
import type { Network } from '../network/network.ts';
import { solvedPart } from '../network/prefix.ts';
import { parameterCount } from '../network/tensors.ts';
import type { Configuration } from './configuration.ts';
import { policyOf } from './configuration.ts';
import { runEpoch } from './epoch.ts';
import { poolOf, Sessions } from './sessions.ts';

/** Where a curriculum stands between two epochs; all that is needed to go on to the same bytes. */
export interface CurriculumState {
  network: Network;
  velocity: Map<string, Float32Array>;
  history: HistoryEntry[];
}

/** The curriculum before its first epoch. */
export function beginCurriculum(configuration: Configuration): CurriculumState {
  const { architecture, size, seed, leak, firstN } = configuration;
  return { network: initialNetwork(architecture, size, seed, leak, firstN), velocity: new Map(), history: [] };
}

/** Whether the newest task is solved: its head, and the mean over all heads, above the threshold. */
export function isSolved(accuracies: readonly number[], solvedAbove: number): boolean {
  const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
  return accuracies[accuracies.length - 1] > solvedAbove && mean > solvedAbove;
}

/** Trainable parameters of a network grown under a policy: what of each module was trained, and the readout heads. */
function trainableCount(network: Network, policy: GrowthPolicy): number {
  return parameterCount(network, ({ module, group }) => trainableGroups(policy, module).includes(group));
}

/**
 * Goes through a curriculum from `state` on, one epoch at a time: train, test, and grow when the task is solved. Growing modules
 * (modular) or heads (non-modular). Yields the state after each epoch; after the last one, and once `untilN` is solved, a network grows
 * no more.
 */
export function* runCurriculum(
  configuration: Configuration,
  engine: Engine,
  state: CurriculumState,
): Generator<{ state: CurriculumState; solved: Network | null }> {
  const policy = policyOf(configuration);
  const { seed, bits, longest, batchSize, stepsPerEpoch, testBatches, solvedAbove, epochs, firstN } = configuration;
  const last = configuration.untilN ?? Number.POSITIVE_INFINITY;
  let { network, velocity } = state;
  const history = [...state.history];
  const sessions = new Sessions(configuration, engine);
  let session: Session | undefined;
  try {
    while (history.length < epochs && (history.at(-1)?.nSolved ?? 1) < last) {
      const epoch = history.length;
      const N = network.heads[network.heads.length - 1].N;
      session ??= sessions.open(network, velocity);
      const pool = poolOf(configuration, network.modules.length);
      const result = runEpoch(session, { seed, N, bits, longest, batchSize, stepsPerEpoch, testBatches, epoch, pool });
      ({ network, velocity } = session.read());
      const solved = isSolved(result.accuracies, solvedAbove);
      const nSolved = solved ? N : N - 1 < firstN ? 1 : N - 1;
      const parameters = trainableCount(solvedPart(network, nSolved), policy);
      history.push({ epoch: epoch + 1, N, nSolved, parameters, ...result, ...tauOf(network) });
      const solvedNetwork = solved ? cloneNetwork(network) : null;
      if (solved && epoch + 1 < epochs && N < last) {
        network = grow(network, policy, seed);
        if (network.architecture === 'modular') velocity = new Map();
        session.close();
        session = undefined;
      }
      yield { state: { network, velocity, history: [...history] }, solved: solvedNetwork };
    }
  } finally {
    session?.close();
  }
}

function tauOf(network: Network) {
  const taus = [...network.modules[network.modules.length - 1].tau].map((tau) => Math.max(tau, 1));
  return {
    tauMean: taus.reduce((sum, tau) => sum + tau, 0) / taus.length,
    tauMin: Math.min(...taus),
    tauMax: Math.max(...taus),
  };
}
