import { median } from '../src/analysis/statistics.ts';
import type { ScalingPoint } from '../src/artifact/bench.ts';
import { mean } from '../src/artifact/moments.ts';
import type { Architecture } from '../src/network/network.ts';
import { type Params, valueFor } from '../src/params/params.ts';
import { lengthsOf, meanLength } from '../src/task/length.ts';
import { testCount, trainingCount } from './count.ts';
import { Peer, type PeerSpec, TIMES } from './peer.ts';
import { type Workload, workload } from './workloads.ts';

export interface ScalingGrid {
  architecture: Architecture;
  M: readonly number[];
  N: readonly number[];
}

const TASKS = [2, 3, 5, 7, 10, 15, 20, 30, 45, 60];

/** N for the sizes of the paper, M for one task. */
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

/** Passes through the grid, so that a disturbance affects one measurement of a point, not all. */
const PASSES = 3;

/**
 * Measures training steps and tests of the kernel at the mean length of the task's batches, and extends
 * them to a whole curriculum step. Both are proportional to the length, so the mean length gives the mean cost; if it lies between
 * two integers, both are measured. `milliseconds` is the time of each measurement in a pass.
 */
export async function measureScaling(
  spec: PeerSpec,
  grids: readonly ScalingGrid[],
  params: Params,
  core: number | null,
  milliseconds: number,
): Promise<ScalingPoint[]> {
  const networks = grids.flatMap(({ architecture, M, N }) =>
    M.flatMap((size) => N.map((task) => ({ architecture, M: size, N: task }))),
  );
  const times = networks.map(() => ({ train: [] as number[], test: [] as number[] }));
  const peer = await Peer.start(spec, core);
  const each = async (request: 'train' | 'evaluate') => {
    const time = async (steps: number) => median((await peer.call({ do: request, steps }, TIMES)).milliseconds);
    return time(Math.min(Math.max(Math.round(milliseconds / (await time(3))), 3), 300));
  };
  try {
    for (let pass = 0; pass < PASSES; pass++) {
      for (const [n, { architecture, M, N }] of networks.entries()) {
        const [train, test]: number[][] = [[], []];
        const half = meanLength(N);
        for (const length of new Set([Math.floor(half), Math.ceil(half)])) {
          await peer.call({ do: 'load', workload: workload(architecture, M, N - params.task.firstN + 1, length) });
          train.push(await each('train'));
          test.push(await each('evaluate'));
        }
        times[n].train.push(mean(train));
        times[n].test.push(mean(test));
      }
    }
  } finally {
    await peer.close();
  }
  return networks.map((network, n) => point(network, median(times[n].train), median(times[n].test), params));
}

function point(
  { architecture, M, N }: Pick<ScalingPoint, 'architecture' | 'M' | 'N'>,
  trainMilliseconds: number,
  testMilliseconds: number,
  { task, training }: Params,
): ScalingPoint {
  const { testBatches } = training;
  const stepsPerEpoch = valueFor(architecture, training.stepsPerEpoch);
  const lengths = lengthsOf(N).map((length) => workload(architecture, M, N - task.firstN + 1, length));
  const counts = (count: (work: Workload, batch: number) => number) =>
    mean(lengths.map((work) => count(work, task.batchSize)));
  const seconds = (stepsPerEpoch * trainMilliseconds + testBatches * testMilliseconds) / 1000;
  const flop = 2 * (stepsPerEpoch * counts(trainingCount) + testBatches * counts(testCount));
  return { architecture, M, N, seconds, trainMilliseconds, testMilliseconds, flop, gigaflops: flop / seconds / 1e9 };
}
