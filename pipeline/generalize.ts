import { join } from 'node:path';
import { fs } from 'zx';
import { writeAtomic } from '../src/artifact/file.ts';
import { formatTable } from '../src/artifact/table.ts';
import { readCheckpoint } from '../src/network/checkpoint.ts';
import { execute } from './executor.ts';
import { FINAL_FILE, type IndexEntry, readIndex, solvedFile } from './networks.ts';
import { runStage, type Stage } from './stage.ts';
import type { GeneralizePayload } from './workers/generalize.ts';

const WORKER = new URL('./workers/generalize.ts', import.meta.url);
const COLUMNS = ['network', 'architecture', 'size', 'seed', 'reading', 'K', 'accuracy'];

// Stage `generalize`: networks trained to N, trained a little more on N + K (Fig. 2c).
await runStage('generalize', async (stage) => {
  const { modularSize, nonModularSize, reading } = stage.params.generalize;
  const { K: distances, epochs } = stage.settings.generalize;
  const fromN = stage.settings.generalize.fromN ?? stage.params.generalize.fromN;
  const subjects = readIndex(stage, 'train').filter(({ configuration: { architecture, size } }) =>
    architecture === 'modular' ? size === modularSize : size === nonModularSize,
  );
  const cases = subjects.flatMap((subject) => distances.map((K) => ({ subject, K })));
  const jobs = cases.map(({ subject, K }) => {
    const { architecture, seed, optimizer, bits, batchSize, stepsPerEpoch, testBatches } = subject.configuration;
    const protocol = { seed, reading, epochs, optimizer, bits, batchSize, stepsPerEpoch, testBatches };
    const file = solvedCheckpoint(stage, subject, fromN);
    const payload: GeneralizePayload = { file, fromN, K, protocol, engine: stage.engine };
    const weight = architecture === 'modular' ? 1 : 2;
    return { id: `${subject.id}, K = ${K}`, cost: weight * (fromN + K), payload };
  });
  const total = jobs.reduce((sum, job) => sum + job.cost, 0);
  const costs = new Map(jobs.map((job) => [job.id, job.cost]));
  const progress = stage.progress(total);
  let done = 0;
  const accuracies = await execute<GeneralizePayload, number | null>(WORKER, jobs, {
    workers: stage.workers,
    onResult: (id) => {
      done += costs.get(id) ?? 0;
      progress.update(done, id);
    },
  });
  const rows = cases.map(({ subject: { id, configuration }, K }, i) => {
    const { architecture, size, seed } = configuration;
    return { network: id, architecture, size, seed, reading, K, accuracy: accuracies[i] };
  });
  writeAtomic(stage.paths.table('generalize.csv'), formatTable(rows, COLUMNS));
  progress.done();
});

/** The checkpoint that holds the network as it had solved task N; null where it never did. */
function solvedCheckpoint(stage: Stage, { id, configuration }: IndexEntry, N: number): string | null {
  const folder = join(stage.paths.networks('train'), id);
  if (configuration.architecture === 'non-modular') {
    const file = join(folder, solvedFile(N));
    return fs.existsSync(file) ? file : null;
  }
  const file = join(folder, FINAL_FILE);
  return readCheckpoint(fs.readFileSync(file)).metadata.nSolved >= N ? file : null;
}
