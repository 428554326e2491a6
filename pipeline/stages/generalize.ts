import { GENERALIZE } from '../../src/study/tables.ts';
import { runMeasurements } from '../executor/measurement.ts';
import { runStage } from '../outline.ts';
import { rowHead, trainedNetworks } from '../training/trained.ts';
import { generalizeJobs } from '../workers/generalize.ts';

const WORKER = new URL('../workers/generalize.ts', import.meta.url);

// Stage `generalize`: networks trained to N, trained a little more on N + K (Fig. 2c). A network that never solved N has no accuracy.
await runStage('generalize', async (stage) => {
  const jobs = generalizeJobs(stage, trainedNetworks(stage));
  const accuracies = await runMeasurements<number | null>(stage, WORKER, jobs);
  const rows = jobs.map(({ network, payload: { K, protocol } }, i) => {
    return { ...rowHead(network), reading: protocol.reading, K, accuracy: accuracies[i] };
  });
  stage.write(GENERALIZE, rows);
});
