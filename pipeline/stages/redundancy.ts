import { blankNetwork, neuronCount } from '../../src/analysis/cost.ts';
import { epsilonGrid } from '../../src/analysis/perturbation.ts';
import { mean } from '../../src/artifact/moments.ts';
import { parameterCount } from '../../src/network/tensors.ts';
import { REDUNDANCY, TWINS } from '../../src/study/tables.ts';
import { runJobs } from '../executor/jobs.ts';
import { runStage, type Stage } from '../outline.ts';
import { rowHead, type TrainedNetwork, trainedNetworks } from '../training/trained.ts';
import { type RedundancyPayload, type RedundancyResult, VARIANTS } from '../workers/redundancy.ts';

const WORKER = new URL('../workers/redundancy.ts', import.meta.url);

// Stage `redundancy`, beyond the paper: two modules for every task, an exact copy or a twin under relaxed selection, under perturbed connections.
await runStage('redundancy', async (stage) => {
  const { sizes } = stage.params.redundancy;
  const { seeds } = stage.settings.redundancy;
  const networks = trainedNetworks(stage).filter(
    ({ configuration: { architecture, size, seed } }) =>
      architecture === 'modular' && sizes.includes(size) && seeds.includes(seed),
  );
  const jobs = networks.map((network) => ({
    id: network.id,
    cost: costOf(stage, network),
    payload: payloadOf(stage, network),
  }));
  const results = await runJobs<RedundancyPayload, RedundancyResult>(stage, WORKER, jobs);
  const rows = networks.flatMap((network, i) => variantRows(stage, network, results[i]));
  const twins = networks.flatMap((network, i) => results[i].twins.map((twin) => ({ ...rowHead(network), ...twin })));
  stage.write(REDUNDANCY, rows);
  stage.write(TWINS, twins);
});

function payloadOf({ params, settings, engine }: Stage, network: TrainedNetwork): RedundancyPayload {
  const { seed, optimizer, bits, longest, batchSize, stepsPerEpoch, testBatches } = network.configuration;
  const { warmUp, steps, p, diagonal } = params.perturb;
  const { epochs } = params.redundancy;
  return {
    network,
    untilN: settings.redundancy.untilN,
    twins: { seed, epochs, optimizer, bits, longest, batchSize, stepsPerEpoch, testBatches },
    epsilons: epsilonGrid(settings.perturb.epsilons),
    protocol: { warmUp, steps, p, draws: settings.perturb.draws, seed, diagonal },
    engine,
  };
}

/** Expected time in arbitrary units: multiply-adds a step, small modules at less than the full rate; a little for one that has nothing to double. */
function costOf({ settings }: Stage, { nSolved, configuration: { size } }: TrainedNetwork): number {
  return 1 + (size + 10) ** 2 * (Math.min(nSolved, settings.redundancy.untilN) - 1);
}

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
