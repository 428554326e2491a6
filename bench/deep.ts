import { join } from 'node:path';
import { ROOT } from '../pipeline/driver/paths.ts';
import { type DeepStep, type DeepTraining, deepTrainingSchema } from '../src/artifact/bench.ts';
import { parseFormat } from '../src/artifact/format.ts';
import type { Session } from '../src/engine/engine.ts';
import { simdEngine } from '../src/engine/simd/engine.ts';
import { type Params, valueFor } from '../src/params/params.ts';
import { runProgram } from '../src/system/program.ts';
import type { BatchOrigin } from '../src/task/batch.ts';
import { meanLength } from '../src/task/length.ts';
import { ALL_GROUPS, networkOf, optimizerOf, workload } from './workloads.ts';

/** Pool batches for timing: too many for the caches of the processor, as in a full pool. */
const BATCHES = 16;

/** Times one training step at several depths, on a pool and without one, each for at least `least` milliseconds. */
export async function measureDeepSteps(params: Params, tasks: readonly number[], least: number): Promise<DeepStep[]> {
  const engine = await simdEngine();
  const { batchSize, firstN } = params.task;
  const bits = valueFor('modular', params.task.bits);
  const seed = 7;
  return tasks.map((N) => {
    const length = Math.round(meanLength(N));
    const work = workload('modular', params.deep.modularSize, N - firstN + 1, length);
    const network = networkOf(work);
    const options = { batchSize, maxLength: length, optimizer: optimizerOf(work, params), trainable: ALL_GROUPS };
    const { size, leak } = network;
    const plan = { size, leak, seed, bits, batchSize, batches: BATCHES, testBatches: 1, length, largestTask: N };
    const pooled = engine.openPool?.(plan).open(network, options) as Session;
    const whole = engine.open(network, options);
    return {
      N,
      length,
      pooled: time(pooled, least, (index) => ({ seed, purpose: 'pool', index: index % BATCHES, length, bits })),
      whole: time(whole, least, (index) => ({ seed, purpose: 'train', index, length, bits })),
    };
  });
}

/**
 * Milliseconds of processor time per step, measured over at least `least` milliseconds. Processor time is nearly independent of other
 * work on the machine, but its clock has a resolution of some milliseconds.
 */
function time(session: Session, least: number, origin: (index: number) => BatchOrigin): number {
  // V8 compiles the code during the first steps.
  for (let index = 0; index < 3; index++) session.trainStep(origin(index));
  const before = process.threadCpuUsage();
  const spent = () => {
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };
  let steps = 0;
  for (; spent() < least; steps++) session.trainStep(origin(steps));
  const milliseconds = spent() / steps;
  session.close();
  return milliseconds;
}

/** Trains the network of stage `deep` from scratch in a child process; its messages go to `log`. */
export async function measureDeepTraining(profile: string, log: (text: string) => void): Promise<DeepTraining> {
  const store = join(ROOT, '.cache/bench/deep');
  const child = runProgram(process.execPath, [join(ROOT, 'bench/deepTraining.ts'), profile, store], { cwd: ROOT });
  child.stderr.on('data', (chunk: Buffer) => log(chunk.toString().trim()));
  return parseFormat(deepTrainingSchema, (await child).stdout, 'bench/deepTraining.ts');
}

/** Time, memory and the cost of a step, for a terminal. */
export function describeDeep(training: DeepTraining, steps: readonly DeepStep[]): string {
  const { size, nSolved, epochs, seconds, processorSeconds, peakMegabytes } = training;
  return [
    `One modular network of ${size} neurons a module to N = ${nSolved}: ${epochs} epochs, ${seconds.toFixed(0)} s (processor time ${processorSeconds.toFixed(0)} s), at most ${peakMegabytes.toFixed(0)} MB`,
    'processor milliseconds per training step, with and without a pool',
    ...steps.map(
      ({ N, length, pooled, whole }) =>
        `  N ${String(N).padStart(4)}  L ${String(length).padStart(4)}  ${pooled.toFixed(2).padStart(8)}  ${whole.toFixed(2).padStart(8)}  ${(whole / pooled).toFixed(1)} x`,
    ),
  ].join('\n');
}
