import { GENERALIZE } from '../../src/study/tables.ts';
import { runMeasurements } from '../executor/measurement.ts';
import { runStage } from '../outline.ts';
import { generalizeRows } from '../rows/generalize.ts';
import { trainedNetworks } from '../training/trained.ts';
import { generalizeJobs } from '../workers/generalize.ts';

const WORKER = new URL('../workers/generalize.ts', import.meta.url);

// Stage `generalize`: networks trained to N, trained a little more on N + K (Fig. 2c). A network that never solved N has no accuracy.
await runStage('generalize', async (stage) => {
  const jobs = generalizeJobs(stage, trainedNetworks(stage));
  const accuracies = await runMeasurements<number | null>(stage, WORKER, jobs);
  stage.write(GENERALIZE, generalizeRows(jobs, accuracies));
});
