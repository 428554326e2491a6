import type { TimescaleSummary } from '../../src/analysis/timescales.ts';
import { TIMESCALES } from '../../src/study/tables.ts';
import { runJobs } from '../executor/jobs.ts';
import { runStage, type Stage } from '../outline.ts';
import { rowHead, type TrainedNetwork, trainedNetworks } from '../training/trained.ts';
import type { TimescalesPayload } from '../workers/timescales.ts';

const WORKER = new URL('../workers/timescales.ts', import.meta.url);
// Stage `timescales`: trained and effective timescales, by module or at each solved N (Fig. 4).
await runStage('timescales', async (stage) => {
  const networks = subjects(stage);
  const work = networks.flatMap((network) => portions(stage, network).map((tasks) => ({ network, tasks })));
  const jobs = work.map(({ network, tasks }) => ({
    id: `${network.id}, N = ${tasks.join(' ')}`,
    cost: costOf(network, tasks),
    payload: payloadOf(stage, network, tasks),
  }));
  const results = await runJobs<TimescalesPayload, TimescaleSummary[]>(stage, WORKER, jobs);
  const rows = work.flatMap(({ network }, i) => results[i].map((summary) => ({ ...rowHead(network), ...summary })));
  stage.write(TIMESCALES, rows);
});

/** The networks of the protocol's two sizes and the profile's seeds. */
function subjects(stage: Stage): TrainedNetwork[] {
  const { modularSize, nonModularSize } = stage.params.timescales;
  const { seeds } = stage.settings.timescales;
  const found = trainedNetworks(stage).filter(
    ({ configuration: { architecture, size, seed } }) =>
      size === (architecture === 'modular' ? modularSize : nonModularSize) && seeds.includes(seed),
  );
  if (found.length < 2 * seeds.length) {
    stage.log(`Only ${found.length} of ${2 * seeds.length} networks of timescales.* were trained at this profile.`);
  }
  for (const { id } of found.filter(({ nSolved }) => nSolved === 1)) {
    stage.log(`${id} solved no task: it has no timescales to show.`);
  }
  return found;
}

/** Tasks by job: a modular network holds all its steps, of a non-modular one each solved N is a checkpoint of its own. */
function portions(stage: Stage, { nSolved, configuration }: TrainedNetwork): number[][] {
  const { firstN, architecture } = configuration;
  const tasks: number[] = [];
  for (let N = firstN; N <= nSolved; N += stage.settings.timescales.everyN) tasks.push(N);
  if (tasks.length === 0) return [];
  return architecture === 'modular' ? [tasks] : tasks.map((N) => [N]);
}

function payloadOf(stage: Stage, network: TrainedNetwork, tasks: number[]): TimescalesPayload {
  const { burnIn, maxLag, tauMax, fits } = stage.params.timescales;
  const { steps, trials } = stage.settings.timescales;
  const protocol = { steps, burnIn, trials, maxLag, tauMax, fits, seed: network.configuration.seed };
  return { network, tasks, protocol, engine: stage.engine };
}

/** Transforms of the neurons of interest outweigh the simulation. */
function costOf({ configuration: { size } }: TrainedNetwork, tasks: number[]): number {
  return size * tasks.length;
}
