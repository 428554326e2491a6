import { GENERALIZE } from '../../src/study/tables.ts';
import { runJobs } from '../executor/jobs.ts';
import { runStage } from '../outline.ts';
import { rowHead, trainedNetworks } from '../training/trained.ts';
import type { GeneralizePayload } from '../workers/generalize.ts';

const WORKER = new URL('../workers/generalize.ts', import.meta.url);

// Stage `generalize`: networks trained to N, trained a little more on N + K (Fig. 2c). A network that never solved N has no accuracy.
await runStage('generalize', async (stage) => {
  const { modularSize, nonModularSize, reading } = stage.params.generalize;
  const { K: distances, epochs } = stage.settings.generalize;
  const fromN = stage.settings.generalize.fromN ?? stage.params.generalize.fromN;
  const subjects = trainedNetworks(stage).filter(({ configuration: { architecture, size } }) =>
    architecture === 'modular' ? size === modularSize : size === nonModularSize,
  );
  const cases = subjects.flatMap((subject) => distances.map((K) => ({ subject, K })));
  const jobs = cases.map(({ subject, K }) => {
    const { architecture, seed, optimizer, bits, longest, batchSize, stepsPerEpoch, testBatches } =
      subject.configuration;
    const protocol = { seed, reading, epochs, optimizer, bits, longest, batchSize, stepsPerEpoch, testBatches };
    const network = subject.nSolved >= fromN ? subject : null;
    const payload: GeneralizePayload = { network, fromN, K, protocol, engine: stage.engine };
    // A core of 91 neurons costs about twice what nine modules of 15 do.
    const weight = architecture === 'modular' ? 1 : 2;
    return { id: `${subject.id}, K = ${K}`, cost: weight * (fromN + K), payload };
  });
  const accuracies = await runJobs<GeneralizePayload, number | null>(stage, WORKER, jobs);
  const rows = cases.map(({ subject, K }, i) => ({ ...rowHead(subject), reading, K, accuracy: accuracies[i] }));
  stage.write(GENERALIZE, rows);
});
