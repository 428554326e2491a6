import { neuronCount } from '../analysis/cost.ts';
import { finals, groups, numbers, sizesOf, table } from '../analysis/rows.ts';
import { slope } from '../analysis/statistics.ts';
import type { Claim } from './claim.ts';
import { claim, fewest } from './evidence.ts';
import { judgement, LEAST_SEEDS, part, tooFew } from './judgement.ts';
import { highBelow, measurement } from './measurement.ts';
import { networksOf, TRAIN } from './networks.ts';

/** Departure from a straight line, as a share, that still counts as linear: parameters are counted, so only rounding is to be allowed for. */
const STRAIGHT = 0.02;

export const discussion: readonly Claim[] = [
  claim({
    id: 'D.1',
    panel: '1',
    figure: 1,
    statement:
      'Modular networks pay with neurons: their number grows linearly with N, in proportion to the size of a module.',
    where: 'Discussion, Limitations & Future Work',
    test: `Trainable parameters of each modular network against N solved as it grew: every task after the first adds as many as the task before, within ${100 * STRAIGHT}%, as only modules of one size do; a size holds if the bootstrap interval over seeds of the largest departure stays below that. Neurons are M_m (N - 1). At least 2 seeds that solved three tasks.`,
    inputs: [TRAIN],
    judge(evidence) {
      const trained = table(evidence.tables, TRAIN).filter(
        (row) => row.architecture === 'modular' && row.condition === 'trained',
      );
      const judged = sizesOf(trained)
        .map(({ size }) => {
          const networks = [
            ...groups(
              trained.filter((row) => row.size === size && Number(row.nSolved) > 1),
              ['network'],
            ).values(),
          ];
          const departures = networks.map(departure).filter((value) => !Number.isNaN(value));
          const largest = Math.max(1, ...numbers(finals(networks.flat()), 'nSolved'));
          return { size, departures, largest };
        })
        .filter(({ departures }) => departures.length >= LEAST_SEEDS);
      if (judged.length === 0)
        return tooFew('fewer than two modular networks of one size solved three tasks at this profile.');
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
        return part(item, step, [highBelow(STRAIGHT)], [neurons]);
      });
      return judgement(parts, { seeds: fewest(judged.map(({ departures }) => departures)) });
    },
  }),
];

/** Largest departure of a network's parameters from its line on N, as a share of what a task adds; NaN below three tasks. */
function departure(rows: readonly Record<string, unknown>[]): number {
  const cost = new Map(rows.map((row) => [Number(row.nSolved), Number(row.parameters)]));
  const points = [...cost].sort((a, b) => a[0] - b[0]);
  if (points.length < 3) return Number.NaN;
  const steps = points.slice(1).map(([N, parameters], i) => (parameters - points[i][1]) / (N - points[i][0]));
  const step = slope(
    points.map(([N]) => N),
    points.map(([, parameters]) => parameters),
  );
  return Math.max(...steps.map((cost) => Math.abs(cost - step) / step));
}
