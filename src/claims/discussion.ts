import { neuronCount } from '../analysis/cost.ts';
import { sizesOf } from '../analysis/rows.ts';
import { slope } from '../analysis/statistics.ts';
import { rowsOf } from '../artifact/table.ts';
import { type HistoryRow, TRAIN } from '../study/tables.ts';
import type { Claim } from './claim.ts';
import { claim, fewest } from './evidence.ts';
import { judgement, LEAST_SEEDS, part, tooFew } from './judgement.ts';
import { below, measurement } from './measurement.ts';
import { bySeed, networksOf } from './networks.ts';

/** Departure from a straight line, as a share, that still counts as linear: parameters are counted, so only rounding is to be allowed for. */
const STRAIGHT = 0.02;

export const discussion: readonly Claim[] = [
  claim({
    id: 'D.1',
    panel: '1',
    statement:
      'Modular networks pay with neurons: their number grows linearly with N, in proportion to the size of a module.',
    where: 'Discussion, Limitations & Future Work',
    test: `Trainable parameters of each modular network against N solved as it grew: every task after the first adds as many as the task before, within ${100 * STRAIGHT}%, as only modules of one size do. Neurons are M_m (N - 1). At least 2 seeds that solved three tasks.`,
    inputs: [TRAIN],
    judge(evidence) {
      const trained = rowsOf(evidence.tables, TRAIN).filter(
        (row) => row.architecture === 'modular' && row.condition === 'trained',
      );
      const judged = sizesOf(trained)
        .map(({ size }) => {
          const solving = trained.filter((row) => row.size === size && row.nSolved > 1);
          const largest = Math.max(1, ...solving.map(({ nSolved }) => nSolved));
          return { size, departures: bySeed(solving, departure), largest };
        })
        .filter(({ departures }) => departures.size >= LEAST_SEEDS);
      if (judged.length === 0)
        return tooFew('fewer than two modular networks of one size solved three tasks in this profile.');
      const parts = judged.map(({ size, departures, largest }) => {
        const of = networksOf('modular', size);
        const item = `M_m = ${size}`;
        const step = measurement(
          { name: `departure, ${item}`, item, quantity: 'departure of the parameters from a line', of },
          evidence.mean(departures),
        );
        const neurons = measurement(
          { name: `neurons at N = ${largest}, ${item}`, item, quantity: 'neurons', of: `${of} at N = ${largest}` },
          neuronCount('modular', size, largest),
        );
        return part(item, step, below(STRAIGHT), [neurons]);
      });
      return judgement(parts, { seeds: fewest(judged.map(({ departures }) => departures)) });
    },
  }),
];

/** Largest departure of a network's parameters from its line on N, as a share of what a task adds; NaN below three tasks. */
function departure(rows: readonly HistoryRow[]): number {
  const cost = new Map(rows.map(({ nSolved, parameters }) => [nSolved, parameters]));
  const points = [...cost].sort((a, b) => a[0] - b[0]);
  if (points.length < 3) return Number.NaN;
  const steps = points.slice(1).map(([N, parameters], i) => (parameters - points[i][1]) / (N - points[i][0]));
  const step = slope(
    points.map(([N]) => N),
    points.map(([, parameters]) => parameters),
  );
  return Math.max(...steps.map((cost) => Math.abs(cost - step) / step));
}
