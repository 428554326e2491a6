import type { TimescaleSummary } from '../../src/analysis/timescales.ts';
import { TIMESCALES } from '../../src/study/tables.ts';
import { runMeasurements } from '../executor/measurement.ts';
import { runStage, type Stage } from '../outline.ts';
import { timescalesRows } from '../rows/timescales.ts';
import { type TrainedNetwork, trainedNetworks } from '../training/trained.ts';
import { timescalesJobs } from '../workers/timescales.ts';

const WORKER = new URL('../workers/timescales.ts', import.meta.url);
// Stage `timescales`: trained and effective timescales, by module or at each solved N (Fig. 4).
await runStage('timescales', async (stage) => {
  const networks = subjects(stage);
  const jobs = timescalesJobs(stage, networks);
  const results = await runMeasurements<TimescaleSummary[]>(stage, WORKER, jobs);
  stage.write(TIMESCALES, timescalesRows(jobs, results));
});

/** The networks of the protocol's two sizes and the profile's seeds. */
function subjects(stage: Stage): TrainedNetwork[] {
  const { modularSize, nonModularSize } = stage.params.timescales;
  const { seeds } = stage.settings.timescales;
  const found = trainedNetworks(stage).filter(
    ({ configuration: { architecture, size, seed } }) =>
      size === (architecture === 'modular' ? modularSize : nonModularSize) && seed < seeds,
  );
  if (found.length < 2 * seeds) {
    stage.log(`Only ${found.length} of ${2 * seeds} networks of timescales.* were trained at this profile.`);
  }
  for (const { id } of found.filter(({ nSolved }) => nSolved === 1)) {
    stage.log(`${id} solved no task: it has no timescales to show.`);
  }
  return found;
}
