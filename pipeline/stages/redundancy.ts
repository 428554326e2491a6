import { blankNetwork, neuronCount } from '../../src/analysis/cost.ts';
import { epsilonGrid } from '../../src/analysis/perturbation.ts';
import { mean } from '../../src/artifact/moments.ts';
import { parameterCount } from '../../src/network/tensors.ts';
import { REDUNDANCY, TWINS } from '../../src/study/tables.ts';
import { runMeasurements } from '../executor/measurement.ts';
import { runStage, type Stage } from '../outline.ts';
import { rowHead, type TrainedNetwork, trainedNetworks } from '../training/trained.ts';
import { type RedundancyResult, redundancyJobs, VARIANTS } from '../workers/redundancy.ts';

const WORKER = new URL('../workers/redundancy.ts', import.meta.url);

// Stage `redundancy`, beyond the paper: two modules for every task, an exact copy or a twin under relaxed selection, under perturbed connections.
await runStage('redundancy', async (stage) => {
  const jobs = redundancyJobs(stage, trainedNetworks(stage));
  const networks = jobs.map(({ network }) => network);
  const results = await runMeasurements<RedundancyResult>(stage, WORKER, jobs);
  const rows = networks.flatMap((network, i) => variantRows(stage, network, results[i]));
  const twins = networks.flatMap((network, i) => results[i].twins.map((twin) => ({ ...rowHead(network), ...twin })));
  stage.write(REDUNDANCY, rows);
  stage.write(TWINS, twins);
});

/** Tasks still solved, mean over draws, by variant and eps; a network that solved nothing stays, with 0 tasks. */
function variantRows({ params, settings }: Stage, network: TrainedNetwork, { tasks, accuracies }: RedundancyResult) {
  const { size } = network.configuration;
  const last = tasks.at(-1) ?? 1;
  const neurons = neuronCount('modular', size, last);
  const parameters = parameterCount(blankNetwork('modular', size, last));
  const isSolved = (accuracy: number) => accuracy > params.perturb.solvedAbove;
  return VARIANTS.flatMap(({ variant, feeding, answerer }, v) =>
    epsilonGrid(settings.perturb.epsilons).map((epsilon, e) => {
      const times = answerer === 'both' ? 2 : 1;
      const solved = mean(accuracies[v][e].map((heads) => heads.filter(isSolved).length));
      return {
        ...rowHead(network),
        variant,
        feeding,
        epsilon,
        tasks: tasks.length,
        solved,
        neurons: times * neurons,
        parameters: times * parameters,
      };
    }),
  );
}
