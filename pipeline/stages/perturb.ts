import { HEADS, PERTURBATION, ROBUSTNESS } from '../../src/study/tables.ts';
import { runMeasurements } from '../executor/measurement.ts';
import { runStage } from '../outline.ts';
import { perturbRows } from '../rows/perturb.ts';
import { trainedNetworks } from '../training/trained.ts';
import { type PerturbResult, perturbJobs } from '../workers/perturb.ts';

const WORKER = new URL('../workers/perturb.ts', import.meta.url);

// Stage `perturb`: what weights and time constants tolerate, on the solved part of every network of the main line (Fig. 3 and 5a-b).
await runStage('perturb', async (stage) => {
  const jobs = perturbJobs(stage, trainedNetworks(stage));
  const results = await runMeasurements<PerturbResult>(stage, WORKER, jobs);
  const { robustness, heads, perturbation } = perturbRows(stage, jobs, results);
  stage.write(ROBUSTNESS, robustness);
  stage.write(HEADS, heads);
  stage.write(PERTURBATION, perturbation);
  if (perturbation.length === 0) {
    stage.log(`No modular network of size ${stage.params.perturb.moduleSize} solved a task: Fig. 5a-b has no rows.`);
  }
});
