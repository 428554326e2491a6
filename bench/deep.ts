import { join } from 'node:path';
import { ROOT } from '../pipeline/driver/paths.ts';
import type { Session } from '../src/engine/engine.ts';
import { simdEngine } from '../src/engine/simd/engine.ts';
import type { Params } from '../src/params/params.ts';
import { runProgram } from '../src/system/program.ts';
import type { BatchOrigin } from '../src/task/batch.ts';
import { meanLength } from '../src/task/length.ts';
import type { DeepTraining } from './deepTraining.ts';
import { ALL_GROUPS, networkOf, optimizerOf, workload } from './workloads.ts';

/** Milliseconds of the processor for one training step at task N, at the mean length of its sequences. */
export interface DeepStep {
  N: number;
  length: number;
  /** On a pool: the newest module alone. */
  pooled: number;
  /** Every module at every step. */
  whole: number;
}

/** Batches of the pool that steps are timed on: enough to be out of the processor's caches, as a whole pool is. */
const BATCHES = 16;

/** Times one training step at several depths, on a pool and without one, each for at least so many milliseconds. */
export async function measureDeepSteps(params: Params, tasks: readonly number[], least: number): Promise<DeepStep[]> {
  const engine = await simdEngine();
  const { batchSize, bits, firstN } = params.task;
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
 * Milliseconds a step, from the time that the thread had on the processor, over at least so many of them: what else runs on the machine counts
 * little, and the system's clock of processor time moves in steps of some milliseconds.
 */
function time(session: Session, least: number, origin: (index: number) => BatchOrigin): number {
  // The first steps are those in which the code is compiled.
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

/** Trains the network of stage `deep` from nothing in a process of its own; every line that it tells goes to `say`. */
export async function measureDeepTraining(profile: string, say: (text: string) => void): Promise<DeepTraining> {
  const store = join(ROOT, '.cache/bench/deep');
  const training = runProgram(process.execPath, [join(ROOT, 'bench/deepTraining.ts'), profile, store], { cwd: ROOT });
  training.stderr.on('data', (chunk: Buffer) => say(chunk.toString().trim()));
  return JSON.parse((await training).stdout);
}

/** Time, memory and the cost of a step, for a terminal. */
export function describeDeep(training: DeepTraining, steps: readonly DeepStep[]): string {
  const { size, nSolved, epochs, seconds, processorSeconds, peakMegabytes } = training;
  return [
    `One modular network of ${size} neurons a module to N = ${nSolved}: ${epochs} epochs, ${seconds.toFixed(0)} s (${processorSeconds.toFixed(0)} s of the processor), at most ${peakMegabytes.toFixed(0)} MB`,
    'milliseconds of the processor a training step, on a pool and without',
    ...steps.map(
      ({ N, length, pooled, whole }) =>
        `  N ${String(N).padStart(4)}  L ${String(length).padStart(4)}  ${pooled.toFixed(2).padStart(8)}  ${whole.toFixed(2).padStart(8)}  ${(whole / pooled).toFixed(1)} x`,
    ),
  ].join('\n');
}
