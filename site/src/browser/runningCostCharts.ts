import * as z from 'zod/mini';
import { blankNetwork } from '../../../src/analysis/cost.ts';
import { parameterCount, trainedTensors } from '../../../src/network/tensors.ts';
import { type ChartLine, drawChart, wholeTicks } from './lab/chart.ts';
import { epochMultiplications, type Schedule } from './lab/duration.ts';

/** Pixels. */
const HEIGHT = 190;
const GROUPS = ['recurrent', 'feedforward', 'input', 'tau', 'readout'] as const;
/** Billions. */
const UNIT = 1e9;

const isSchedule = (value: unknown) => value instanceof Object && 'stepsPerEpoch' in value;

/** An archived network with what decides how long it trains, as a section names it. */
export const pricedSchema = z.object({
  id: z.string(),
  schedule: z.custom<Schedule>(isSchedule, 'expected a schedule'),
});
export type Priced = z.infer<typeof pricedSchema>;

/** What a network costs when it trains task N. */
export interface Cost {
  /** Trainable parameters of the whole network, and those that train on this task. */
  all: number;
  trained: number;
  /** Multiply-adds of one epoch. */
  multiplications: number;
}

export function costOf(network: Schedule, N: number): Cost {
  const blank = blankNetwork(network.architecture, network.size, N);
  const trained = new Set(trainedTensors(blank, GROUPS).map(({ name }) => name));
  return {
    all: parameterCount(blank),
    trained: parameterCount(blank, ({ name }) => trained.has(name)),
    multiplications: epochMultiplications(network, N),
  };
}

/** Parameters, and multiply-adds of an epoch, of both networks by task; the present task is marked. */
export function costCharts(
  networks: readonly Schedule[],
  last: number,
  N: number,
  width: number,
): { parameters: string; multiplications: string } {
  const tasks = Array.from({ length: last - 1 }, (_, k) => k + 2);
  const costs = networks.map((network) => tasks.map((task) => costOf(network, task)));
  const colours = networks.map(({ architecture }) => `var(--${architecture})`);
  const linesOf = (value: (cost: Cost) => number, line: Partial<ChartLine>) =>
    costs.map(
      (ofTasks, i): ChartLine => ({
        points: ofTasks.map((cost, k) => [tasks[k], value(cost)] as const),
        colour: colours[i],
        ...line,
      }),
    );
  const draw = (name: string, label: string, lines: readonly ChartLine[]) => {
    const most = Math.max(...lines.flatMap(({ points }) => points.map(([, y]) => y)));
    return drawChart({
      width,
      height: HEIGHT,
      name,
      x: { label: 'task N', domain: [2, Math.max(3, last)], ticks: wholeTicks([2, last], 8) },
      y: { label, domain: [0, most], ticks: wholeTicks([0, most], 5) },
      at: [{ x: N, colour: 'var(--soft)' }],
      lines,
    });
  };
  return {
    parameters: draw('Parameters by task, of the whole network and of what trains.', 'parameters', [
      ...linesOf(({ all }) => all, { dash: '1 4', width: 1.6 }),
      ...linesOf(({ trained }) => trained, { width: 2.4 }),
    ]),
    multiplications: draw(
      'Multiply-adds of one epoch by task, in billions.',
      'billions',
      linesOf(({ multiplications }) => multiplications / UNIT, { width: 2.4 }),
    ),
  };
}
