import { mean, median } from '../src/analysis/statistics.ts';
import type { Architecture } from '../src/network/network.ts';
import type { Params } from '../src/params/params.ts';
import { testCount, trainingCount } from './count.ts';
import { Peer, type PeerSpec } from './peer.ts';
import { type Workload, workload } from './workloads.ts';

/** The cost of one curriculum step of a network of M neurons (a module) at task N. */
export interface ScalingPoint {
  architecture: Architecture;
  M: number;
  N: number;
  /** Seconds of the curriculum step's training steps and tests. */
  seconds: number;
  /** Milliseconds of one training step and of one test, at the mean length. */
  trainMilliseconds: number;
  testMilliseconds: number;
  /** Floating-point operations of the curriculum step that the equations ask for, two a multiply-add. */
  flop: number;
  gigaflops: number;
}

export interface ScalingGrid {
  architecture: Architecture;
  M: readonly number[];
  N: readonly number[];
}

const TASKS = [2, 3, 5, 7, 10, 15, 20, 30, 45, 60];

/** Against N at the paper's sizes, against M at one task. */
export const SCALING: readonly ScalingGrid[] = [
  { architecture: 'modular', M: [5, 10, 15, 20], N: [...TASKS, 100, 200] },
  { architecture: 'modular', M: [30, 45, 64, 91, 128], N: [10] },
  { architecture: 'non-modular', M: [20, 54, 91, 128], N: TASKS },
  { architecture: 'non-modular', M: [5, 10, 30, 180, 256], N: [10] },
];

export const QUICK_SCALING: readonly ScalingGrid[] = [
  { architecture: 'modular', M: [5, 10], N: [2, 4] },
  { architecture: 'non-modular', M: [11], N: [2, 3] },
];

/**
 * Measures training steps and tests of the kernel at the mean length of the task's batches, uniform on {N + 2, ..., 4 N + 1}, and extends
 * them to a whole curriculum step. Both are proportional to the length, so the mean length gives the mean cost; where it lies between
 * two whole numbers both are measured.
 */
export async function measureScaling(
  spec: PeerSpec,
  grids: readonly ScalingGrid[],
  params: Params,
  core: number | null,
  milliseconds: number,
): Promise<ScalingPoint[]> {
  const peer = await Peer.start(spec, core);
  const { batchSize, firstN } = params.task;
  const { stepsPerEpoch, testBatches } = params.training;
  const each = async (request: 'train' | 'evaluate') => {
    const ask = (steps: number) => peer.ask<{ milliseconds: number[] }>({ do: request, steps });
    const step = median((await ask(3)).milliseconds);
    const steps = Math.min(Math.max(Math.round(milliseconds / step), 3), 300);
    return median((await ask(steps)).milliseconds);
  };
  const points: ScalingPoint[] = [];
  try {
    for (const { architecture, M, N } of grids) {
      for (const size of M) {
        for (const task of N) {
          const sized = (length: number) => workload(architecture, size, task - firstN + 1, length);
          const half = (5 * task + 3) / 2;
          const train: number[] = [];
          const test: number[] = [];
          for (const length of new Set([Math.floor(half), Math.ceil(half)])) {
            await peer.ask({ do: 'load', workload: sized(length) });
            train.push(await each('train'));
            test.push(await each('evaluate'));
          }
          const seconds = (stepsPerEpoch * mean(train) + testBatches * mean(test)) / 1000;
          const lengths = Array.from({ length: 3 * task }, (_, n) => sized(task + 2 + n));
          const counts = (count: (work: Workload, batch: number) => number) =>
            mean(lengths.map((work) => count(work, batchSize)));
          const flop = 2 * (stepsPerEpoch * counts(trainingCount) + testBatches * counts(testCount));
          points.push({
            architecture,
            M: size,
            N: task,
            seconds,
            trainMilliseconds: mean(train),
            testMilliseconds: mean(test),
            flop,
            gigaflops: flop / seconds / 1e9,
          });
        }
      }
    }
    return points;
  } finally {
    await peer.close();
  }
}
