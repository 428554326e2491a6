import {
  epsilonGrid,
  type PerturbationProtocol,
  perturbationAccuracy,
  type Target,
} from '../../src/analysis/perturbation.ts';
import type { Measurement } from '../../src/artifact/study.ts';
import { nodeSequence } from '../../src/engine/native/choice.ts';
import { simulateSequenceOn } from '../../src/network/sequence.ts';
import type { Stage } from '../outline.ts';
import { mostSolved, nSolvedOf, type OpenNetwork, readSolved } from '../training/trained.ts';

export interface PerturbPayload {
  network: OpenNetwork;
  targets: Target[];
  epsilons: number[];
  protocol: PerturbationProtocol;
}

export interface PerturbResult {
  /** N of every solved head. */
  tasks: number[];
  /** Accuracies by target, in the order of the payload's: [targets][epsilons][draws][tasks]. */
  accuracies: number[][][][];
}

/** Perturbs the solved part of one network. */
export default function work(
  { network, targets, epsilons, protocol }: PerturbPayload,
  report: (fraction: number, label: string) => void,
): PerturbResult {
  const solved = readSolved(network, nSolvedOf(network));
  const simulate = simulateSequenceOn(nodeSequence());
  const accuracies = targets.map((target, t) =>
    perturbationAccuracy(solved, target, epsilons, protocol, simulate, (draws) => {
      report((t + draws / protocol.draws) / targets.length, target);
    }),
  );
  return { tasks: solved.heads.map((head) => head.N), accuracies };
}

/** Fig. 3: of every network, how many tasks are left. */
export const BY_TASKS: readonly Target[] = ['connections', 'tau'];
/** Fig. 5a-b: of one modular size, the accuracy of every module. */
const BY_MODULE: readonly Target[] = ['feedforward', 'recurrent'];

type Network = Pick<OpenNetwork, 'id' | 'key' | 'configuration' | 'nSolved'>;

/** One job a network. */
export function perturbJobs<Perturbed extends Network>(
  { params, settings }: Pick<Stage, 'params' | 'settings'>,
  networks: readonly Perturbed[],
): Measurement<Perturbed, Omit<PerturbPayload, 'network'>>[] {
  const { warmUp, steps, p, moduleSize, diagonal } = params.perturb;
  const { draws } = settings.perturb;
  const epsilons = epsilonGrid(settings.perturb.epsilons);
  return networks.map((network) => {
    const { architecture, size, seed } = network.configuration;
    const targets = architecture === 'modular' && size === moduleSize ? [...BY_TASKS, ...BY_MODULE] : [...BY_TASKS];
    return {
      id: network.id,
      seconds: secondsOf(network) * (targets.length / 2) * draws * epsilons.length,
      network,
      payload: { targets, epsilons, protocol: { warmUp, steps, p, draws, seed, diagonal } },
    };
  });
}

/** By multiply-adds of a step, fitted to runs of the quick profile on one core: of two targets, a draw and an epsilon. */
function secondsOf(network: Network): number {
  const { architecture, size } = network.configuration;
  return 2.5e-6 * (architecture === 'modular' ? 2 * size * size * mostSolved(network) : size * size);
}
