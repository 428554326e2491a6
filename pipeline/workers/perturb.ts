import { type PerturbationProtocol, perturbationAccuracy, type Target } from '../../src/analysis/perturbation.ts';
import { nodeSequence } from '../../src/engine/native/choice.ts';
import { simulateSequenceOn } from '../../src/network/sequence.ts';
import { readSolved, type TrainedNetwork } from '../training/trained.ts';

export interface PerturbPayload {
  network: TrainedNetwork;
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
  const solved = readSolved(network, network.nSolved);
  const simulate = simulateSequenceOn(nodeSequence());
  const accuracies = targets.map((target, t) =>
    perturbationAccuracy(solved, target, epsilons, protocol, simulate, (draws) => {
      report((t + draws / protocol.draws) / targets.length, target);
    }),
  );
  return { tasks: solved.heads.map((head) => head.N), accuracies };
}
