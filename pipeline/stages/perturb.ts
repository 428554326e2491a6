import type { Target } from '../../src/analysis/perturbation.ts';
import type { RowIn } from '../../src/artifact/columns.ts';
import { deviation, mean } from '../../src/artifact/moments.ts';
import { PERTURBATION, ROBUSTNESS } from '../../src/study/tables.ts';
import { runMeasurements } from '../executor/measurement.ts';
import { runStage, type Stage } from '../outline.ts';
import { rowHead, type TrainedNetwork, trainedNetworks } from '../training/trained.ts';
import { BY_TASKS, type PerturbResult, perturbJobs } from '../workers/perturb.ts';

const WORKER = new URL('../workers/perturb.ts', import.meta.url);

// Stage `perturb`: what weights and time constants tolerate, on the solved part of every network of the main line (Fig. 3 and 5a-b).
await runStage('perturb', async (stage) => {
  const networks = trainedNetworks(stage);
  const jobs = perturbJobs(stage, networks);
  const results = await runMeasurements<PerturbResult>(stage, WORKER, jobs);
  const robustness: RowIn<typeof ROBUSTNESS>[] = [];
  const byModule: RowIn<typeof PERTURBATION>[] = [];
  networks.forEach((network, i) => {
    const { targets, epsilons } = jobs[i].payload;
    targets.forEach((target, t) => {
      const result = { tasks: results[i].tasks, accuracies: results[i].accuracies[t] };
      if (BY_TASKS.includes(target)) robustness.push(...robustnessRows(stage, network, target, epsilons, result));
      else byModule.push(...moduleRows(network, target, epsilons, result));
    });
  });
  stage.write(ROBUSTNESS, robustness);
  stage.write(PERTURBATION, byModule);
  if (byModule.length === 0) {
    stage.log(`No modular network of size ${stage.params.perturb.moduleSize} solved a task: Fig. 5a-b has no rows.`);
  }
});

type TargetResult = { tasks: number[]; accuracies: number[][][] };

/** A network that solved nothing stays, with 0 tasks. */
function robustnessRows(
  { params }: Stage,
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
