import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, option, runCommand, wholeNumber } from '../pipeline/driver/commandLine.ts';
import { pathsOf, ROOT } from '../pipeline/driver/paths.ts';
import { execute } from '../pipeline/executor/executor.ts';
import { readParams } from '../pipeline/outline.ts';
import { configure } from '../pipeline/training/configurations.ts';
import { FINAL_FILE, HISTORY_FILE } from '../pipeline/training/files.ts';
import { StoredNetwork } from '../pipeline/training/storedNetwork.ts';
import type { TrainPayload, TrainResult } from '../pipeline/workers/train.ts';
import { differenceInterval } from '../src/analysis/statistics.ts';
import { readJson, writeJson } from '../src/artifact/file.ts';
import { historySchema } from '../src/artifact/history.ts';
import { mean } from '../src/artifact/moments.ts';
import { round } from '../src/artifact/table.ts';
import type { Configuration } from '../src/curriculum/configuration.ts';
import { testAccuracies } from '../src/curriculum/epoch.ts';
import type { Engine } from '../src/engine/engine.ts';
import { simdEngine } from '../src/engine/simd/engine.ts';
import { readCheckpoint } from '../src/network/checkpoint.ts';
import { solvedPart } from '../src/network/prefix.ts';
import { profileOf } from '../src/params/params.ts';
import { longestLength } from '../src/task/length.ts';
import { purposeKey } from '../src/task/stream.ts';

/** Sizes and numbers of seeds; more for the size with the largest spread. */
const NETWORKS = [
  { size: 5, seeds: 10 },
  { size: 10, seeds: 5 },
  { size: 15, seeds: 5 },
] as const;
/** Test batches are indexed by epoch; no training reaches this one. */
const UNUSED_EPOCH = 100_000;
const WORKER = new URL('../pipeline/workers/train.ts', import.meta.url);
/** N solved of a network, and the accuracy of its solved heads on fresh sequences. */
interface Outcome {
  nSolved: number;
  /** Of the solved heads; null if there are none. */
  meanAccuracy: number | null;
  leastAccuracy: number | null;
}

// Compares training on a stored pool of batches with training on fresh batches, for the same sizes and seeds.
await runCommand(
  commandLine('node bench/pool.ts', 'Compares training on a pool of batches with training on fresh batches.')
    .addOption(option('--epochs <N>', 'epochs of every network', wholeNumber(1, 60)).default(30))
    .addOption(option('--workers <N>', 'networks at a time', wholeNumber(1, 64)).default(2))
    .action(main),
);

async function main({ epochs, workers }: { epochs: number; workers: number }): Promise<void> {
  const params = readParams();
  const store = join(ROOT, '.cache/bench/store');
  const paper = profileOf(params, 'paper').train.epochs;
  const of = (size: number, seed: number, epochs: number) =>
    configure(params, 'simd', { architecture: 'modular', size, seed, condition: 'trained', epochs });
  const networks = NETWORKS.flatMap(({ size, seeds }) =>
    Array.from({ length: seeds }, (_, seed) => {
      // The first epochs of a longer curriculum are those of a shorter one.
      const longer = new StoredNetwork(pathsOf('paper').store, of(size, seed, paper));
      const fresh: { configuration: Configuration; store: string } = existsSync(join(longer.folder, 'done.json'))
        ? { configuration: of(size, seed, paper), store: pathsOf('paper').store }
        : { configuration: of(size, seed, epochs), store };
      return {
        size,
        seed,
        fresh,
        pooled: { configuration: { ...of(size, seed, epochs), pool: params.deep.pool }, store },
      };
    }),
  );
  const payloads: TrainPayload[] = networks.flatMap(({ fresh, pooled }) => [fresh, pooled]);
  const jobs = payloads.map((payload, i) => ({ id: String(i), cost: payload.configuration.size, payload }));
  let done = 0;
  const results = await execute<TrainPayload, TrainResult>(WORKER, jobs, {
    workers,
    onResult: () => console.error(`pool: ${++done} of ${jobs.length} networks`),
  });
  const engine = await simdEngine();
  const outcomes = payloads.map(({ configuration }, i) => outcomeOf(engine, configuration, results[i].folder, epochs));
  const rows = networks.map(({ size, seed }, i) => ({
    size,
    seed,
    fresh: outcomes[2 * i],
    pooled: outcomes[2 * i + 1],
  }));
  const { resamples, confidence } = params.statistics;
  const bootstrap = { resamples, confidence, index: purposeKey('pool') };
  const sizes = NETWORKS.map(({ size }) => {
    const sizeRows = rows.filter((row) => row.size === size);
    const [pooled, fresh] = (['pooled', 'fresh'] as const).map((way) => sizeRows.map((row) => row[way]));
    return {
      size,
      seeds: sizeRows.length,
      pooled: rangesOf(pooled),
      fresh: rangesOf(fresh),
      differenceOfNSolved: differenceInterval(nSolvedOf(pooled), nSolvedOf(fresh), bootstrap),
      differenceOfAccuracy: differenceInterval(accuraciesOf(pooled), accuraciesOf(fresh), bootstrap),
    };
  });
  writeJson(
    join(ROOT, 'artifacts/bench/pool.json'),
    rounded({ epochs, pool: params.deep.pool, sizes, networks: rows }),
  );
  for (const compared of sizes) console.log(describe(compared, epochs));
}

function outcomeOf(engine: Engine, configuration: Configuration, folder: string, epochs: number): Outcome {
  const { epochs: history } = readJson(join(folder, HISTORY_FILE), historySchema);
  const { nSolved } = history[Math.min(epochs, history.length) - 1];
  const { network } = readCheckpoint(readFileSync(join(folder, FINAL_FILE)));
  const solved = solvedPart(network, nSolved);
  if (solved.heads.length === 0) return { nSolved, meanAccuracy: null, leastAccuracy: null };
  const { batchSize, optimizer } = configuration;
  const session = engine.open(solved, { batchSize, maxLength: longestLength(nSolved), optimizer, trainable: [] });
  const accuracies = testAccuracies(session, { ...configuration, N: nSolved, epoch: UNUSED_EPOCH, pool: undefined });
  session.close();
  return { nSolved, meanAccuracy: mean(accuracies), leastAccuracy: Math.min(...accuracies) };
}

function nSolvedOf(outcomes: readonly Outcome[]): number[] {
  return outcomes.map(({ nSolved }) => nSolved);
}

function accuraciesOf(outcomes: readonly Outcome[]): number[] {
  return outcomes.flatMap(({ meanAccuracy }) => (meanAccuracy === null ? [] : [meanAccuracy]));
}

function rangesOf(outcomes: readonly Outcome[]) {
  const range = (values: readonly number[]) => ({
    least: Math.min(...values),
    mean: mean(values),
    most: Math.max(...values),
  });
  return { nSolved: range(nSolvedOf(outcomes)), meanAccuracy: range(accuraciesOf(outcomes)) };
}

type Compared = Record<'pooled' | 'fresh', ReturnType<typeof rangesOf>> & {
  size: number;
  seeds: number;
  differenceOfNSolved: { value: number; low: number; high: number };
  differenceOfAccuracy: { value: number; low: number; high: number };
};

function describe(
  { size, seeds, pooled, fresh, differenceOfNSolved: tasks, differenceOfAccuracy: right }: Compared,
  epochs: number,
) {
  const range = ({ least, mean, most }: { least: number; mean: number; most: number }) =>
    `${round(least)} to ${round(most)} (mean ${Number(mean.toPrecision(4))})`;
  const interval = ({ value, low, high }: typeof tasks) =>
    [value, low, high].map((number) => Number(number.toPrecision(2))).join(', ');
  return [
    `M = ${size}, ${seeds} seeds, ${epochs} epochs:`,
    `  N solved: pool ${range(pooled.nSolved)}, fresh ${range(fresh.nSolved)}; difference, low, high ${interval(tasks)}`,
    `  mean accuracy of solved heads: pool ${range(pooled.meanAccuracy)}, fresh ${range(fresh.meanAccuracy)}; ${interval(right)}`,
  ].join('\n');
}

function rounded<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value, (_, entry) => (typeof entry === 'number' ? round(entry) : entry)));
}
