import {
  continuousAccuracy,
  drawDirection,
  drawInitial,
  drawSequence,
  type PerturbationProtocol,
  perturb,
  type Target,
} from '../analysis/perturbation.ts';
import { deviation, mean } from '../artifact/moments.ts';
import { round } from '../artifact/table.ts';
import type { Network } from '../network/network.ts';
import { simulateSequence } from '../network/sequence.ts';
import type { LabProtocol, LabRecord } from './format.ts';

/** Accuracy of every head on one draw's bits and initial state, [heads], as stage `perturb` measures it. */
export function drawAccuracies(network: Network, protocol: LabProtocol, seed: number, draw: number): number[] {
  const warmUp = warmUpOf(network, protocol);
  const bits = drawSequence({ ...protocol, seed } satisfies PerturbationProtocol, draw, warmUp + protocol.steps);
  return continuousAccuracy(network, bits, drawInitial(network, seed, draw), warmUp, simulateSequence);
}

function warmUpOf(network: Network, { warmUp }: LabProtocol): number {
  return Math.max(warmUp, ...network.heads.map((head) => head.N));
}

/** One run of the protocol: one draw at one epsilon. */
export interface ProtocolRun {
  epsilon: number;
  draw: number;
  accuracies: number[];
  done: number;
  total: number;
}

/** The result of stage `perturb` for one network and target; numbers at the 6 digits of its tables. */
export interface Rederived {
  target: Target;
  epsilons: number[];
  tasks: number[];
  /** Tasks above the threshold, [epsilons][draws], as in robustness.csv. */
  solved: number[][];
  /** Mean and standard deviation over draws, [epsilons][tasks], as in perturbation.csv. */
  accuracy: number[][];
  deviation: (number | null)[][];
}

/**
 * Perturbs a network as stage `perturb` does: all draws, all epsilons (Fig. 3, 5a-b). Yields after every run.
 * @throws RangeError for feedforward weights of a non-modular network.
 */
export function* rederive(
  network: Network,
  target: Target,
  protocol: LabProtocol,
  seed: number,
): Generator<ProtocolRun, Rederived> {
  const { epsilons, draws } = protocol;
  const accuracies: number[][][] = epsilons.map(() => []);
  const warmUp = warmUpOf(network, protocol);
  for (let draw = 0; draw < draws; draw++) {
    const direction = drawDirection(network, target, { ...protocol, seed }, draw);
    const bits = drawSequence({ ...protocol, seed }, draw, warmUp + protocol.steps);
    const initial = drawInitial(network, seed, draw);
    for (const [e, epsilon] of epsilons.entries()) {
      const run = continuousAccuracy(perturb(network, direction, epsilon), bits, initial, warmUp, simulateSequence);
      accuracies[e].push(run);
      const done = draw * epsilons.length + e + 1;
      yield { epsilon, draw, accuracies: run, done, total: draws * epsilons.length };
    }
  }
  const tasks = network.heads.map((head) => head.N);
  const byTask = accuracies.map((runs) => tasks.map((_, k) => runs.map((heads) => heads[k])));
  return {
    target,
    epsilons,
    tasks,
    solved: accuracies.map((runs) => runs.map((heads) => heads.filter((a) => a > protocol.solvedAbove).length)),
    accuracy: byTask.map((of) => of.map((values) => round(mean(values)))),
    deviation: byTask.map((of) => of.map((values) => (values.length > 1 ? round(deviation(values)) : null))),
  };
}

/** Counts of the numbers that were compared with the archive's rows and of those that differ. */
export interface ArchiveComparison {
  compared: number;
  different: number;
}

/** Compares a result with the archive's tables; null if they have no rows of this network and target. */
export function compareWithArchive(found: Rederived, record: LabRecord): ArchiveComparison | null {
  const robustness = record.robustness.find(({ target }) => target === found.target);
  const byTask = record.perturbation.find(({ target }) => target === found.target);
  if (!robustness && !byTask) return null;
  const pairs: [(number | null)[][], (number | null)[][]][] = [];
  if (robustness) pairs.push([[[robustness.tasks]], [[found.tasks.length]]], [robustness.solved, found.solved]);
  if (byTask) {
    pairs.push([[byTask.N], [found.tasks]]);
    pairs.push([byTask.accuracy, found.accuracy], [byTask.deviation, found.deviation]);
  }
  let compared = 0;
  let different = 0;
  for (const [archived, recomputed] of pairs) {
    archived.forEach((row, i) => {
      compared += row.length;
      different += row.filter((value, j) => value !== (recomputed[i]?.[j] ?? null)).length;
      different += Math.max(0, (recomputed[i]?.length ?? 0) - row.length);
    });
  }
  return { compared, different };
}
