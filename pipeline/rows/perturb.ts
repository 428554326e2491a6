import type { Target } from '../../src/analysis/perturbation.ts';
import type { RowIn } from '../../src/artifact/columns.ts';
import { deviation, mean } from '../../src/artifact/moments.ts';
import type { HEADS, PERTURBATION, ROBUSTNESS } from '../../src/study/tables.ts';
import type { Stage } from '../outline.ts';
import { rowHead, type TrainedNetwork } from '../training/trained.ts';
import { BY_TASKS, type PerturbResult, type perturbJobs } from '../workers/perturb.ts';

type Job = ReturnType<typeof perturbJobs<TrainedNetwork>>[number];

/** The rows of Fig. 3, tasks left by draw and heads over draws, and those of Fig. 5a-b, accuracy by module. */
export function perturbRows(
  at: Pick<Stage, 'params'>,
  jobs: readonly Job[],
  results: readonly PerturbResult[],
): {
  robustness: RowIn<typeof ROBUSTNESS>[];
  heads: RowIn<typeof HEADS>[];
  perturbation: RowIn<typeof PERTURBATION>[];
} {
  const robustness: RowIn<typeof ROBUSTNESS>[] = [];
  const heads: RowIn<typeof HEADS>[] = [];
  const perturbation: RowIn<typeof PERTURBATION>[] = [];
  jobs.forEach(({ network, payload: { targets, epsilons } }, i) => {
    targets.forEach((target, t) => {
      const result = { tasks: results[i].tasks, accuracies: results[i].accuracies[t] };
      if (BY_TASKS.includes(target)) {
        robustness.push(...robustnessRows(at, network, target, epsilons, result));
        heads.push(...headRows(at, network, target, epsilons, result));
      } else perturbation.push(...moduleRows(network, target, epsilons, result));
    });
  });
  return { robustness, heads, perturbation };
}

type TargetResult = { tasks: number[]; accuracies: number[][][] };

/** A network that solved nothing stays, with 0 tasks. */
function robustnessRows(
  { params }: Pick<Stage, 'params'>,
  network: TrainedNetwork,
  target: Target,
  epsilons: number[],
  { tasks, accuracies }: TargetResult,
): RowIn<typeof ROBUSTNESS>[] {
  return epsilons.flatMap((epsilon, e) =>
    accuracies[e].map((heads, draw) => ({
      ...rowHead(network),
      target,
      epsilon,
      draw,
      tasks: tasks.length,
      solved: heads.filter((accuracy) => accuracy > params.perturb.solvedAbove).length,
    })),
  );
}

function headRows(
  { params }: Pick<Stage, 'params'>,
  network: TrainedNetwork,
  target: Target,
  epsilons: number[],
  { tasks, accuracies }: TargetResult,
): RowIn<typeof HEADS>[] {
  return epsilons.map((epsilon, e) => {
    const byHead = tasks.map((_, k) => accuracies[e].map((heads) => heads[k]));
    return {
      ...rowHead(network),
      target,
      epsilon,
      draws: accuracies[e].length,
      accuracies: byHead.map((draws) => mean(draws).toFixed(3)).join(' '),
      solved: byHead.map((draws) => draws.filter((one) => one > params.perturb.solvedAbove).length).join(' '),
    };
  });
}

function moduleRows(
  network: TrainedNetwork,
  target: Target,
  epsilons: number[],
  { tasks, accuracies }: TargetResult,
): RowIn<typeof PERTURBATION>[] {
  return epsilons.flatMap((epsilon, e) =>
    tasks.map((N, k) => {
      const draws = accuracies[e].map((heads) => heads[k]);
      const spread = draws.length > 1 ? deviation(draws) : null;
      return { ...rowHead(network), target, epsilon, N, accuracy: mean(draws), deviation: spread };
    }),
  );
}
