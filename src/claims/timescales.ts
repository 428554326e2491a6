import { groups, numbers, table } from '../analysis/rows.ts';
import { mean, slope } from '../analysis/statistics.ts';
import type { Row } from '../artifact/table.ts';
import type { Claim } from './claim.ts';
import { claim, type Evidence, fewest } from './evidence.ts';
import { judgement, LEAST_SEEDS, type Note, notRun, part, tooFew } from './judgement.ts';
import { highBelow, intervalWithin, lowAbove, measurement, valueWithin } from './measurement.ts';

const TIMESCALES = 'tables/timescales.csv';
const WHERE = 'Results, Trained vs. Effective Timescales';
const ARCHITECTURES = ['modular', 'non-modular'] as const;
/** A time constant that changes by less than this share of its mean over all tasks counts as level; the paper says 'the same' without a number. */
const LEVEL = 0.2;
/** The last value lies 'towards 1' where at most this share of the first one's distance from 1 is left. */
const TOWARDS = 0.5;
/** Values of N that a network must have for a trend: a line through two has no scatter. */
const LEAST_TASKS = 3;

/** The rows of each network of an architecture, N ascending; networks with too few tasks for a trend are left out. */
function networks({ tables }: Evidence, architecture: string): Row[][] {
  const own = table(tables, TIMESCALES).filter((row) => row.architecture === architecture);
  return [...groups(own, ['network']).values()]
    .map((rows) => rows.sort((a, b) => Number(a.N) - Number(b.N)))
    .filter((rows) => rows.length >= LEAST_TASKS);
}

/** Change over all tasks by the least-squares line, as a share of the mean. */
function relativeChange(rows: readonly Row[], column: string): number {
  const own = rows.filter((row) => typeof row[column] === 'number');
  const [N, values] = [numbers(own, 'N'), numbers(own, column)];
  return (slope(N, values) * (N[N.length - 1] - N[0])) / mean(values);
}

function slopes(rows: readonly (readonly Row[])[], column: string): number[] {
  return rows
    .map((network) => {
      const own = network.filter((row) => typeof row[column] === 'number');
      return slope(numbers(own, 'N'), numbers(own, column));
    })
    .filter((value) => !Number.isNaN(value));
}

const TOO_FEW = `fewer than ${LEAST_SEEDS} networks have timescales at ${LEAST_TASKS} values of N at this profile.`;

export const timescales: readonly Claim[] = [
  claim({
    id: '4a.1',
    panel: '4a',
    figure: 4,
    statement: 'The trained time constants of modular networks stay level from module to module.',
    where: `${WHERE}; Fig. 4a`,
    test: `Change of the mean τ over all modules by a least-squares line, as a share of its mean; two parts: the mean over seeds, and the whole bootstrap interval, lie within ±${LEVEL}. At least 2 seeds.`,
    inputs: [TIMESCALES],
    judge(evidence) {
      const changes = networks(evidence, 'modular').map((rows) => relativeChange(rows, 'trainedMean'));
      if (changes.length < LEAST_SEEDS) return tooFew(TOO_FEW);
      const change = measurement(
        { name: 'relative change', quantity: 'change of τ over all modules', of: 'modular networks' },
        evidence.mean(changes),
      );
      const parts = [
        part('mean over seeds', change, valueWithin(LEVEL)),
        part('interval', change, intervalWithin(LEVEL)),
      ];
      return judgement(parts, { seeds: changes.length });
    },
  }),
  claim({
    id: '4a.2',
    panel: '4a',
    figure: 4,
    statement: 'The trained time constants of non-modular networks fall towards 1 as N grows.',
    where: `${WHERE}; Fig. 4a`,
    test: `Two parts: the slope of the mean τ on N (holds if the bootstrap interval lies below 0), and the distance of τ from 1 at the last N as a share of that at the first (holds if the upper end is below ${TOWARDS}). At least 2 seeds.`,
    inputs: [TIMESCALES],
    judge(evidence) {
      const judged = networks(evidence, 'non-modular');
      if (judged.length < LEAST_SEEDS) return tooFew(TOO_FEW);
      const of = 'non-modular networks';
      const fall = measurement(
        { name: 'slope', quantity: 'slope of τ on N', of },
        evidence.mean(slopes(judged, 'trainedMean')),
      );
      const distances = judged.map(
        (rows) => (Number(rows[rows.length - 1].trainedMean) - 1) / (Number(rows[0].trainedMean) - 1),
      );
      const left = measurement(
        { name: 'distance left', quantity: 'distance of τ from 1 left at the last N', of },
        evidence.mean(distances),
      );
      const parts = [part('slope', fall, [highBelow(0)]), part('distance from 1', left, [highBelow(TOWARDS)])];
      return judgement(parts, { seeds: judged.length });
    },
  }),
  claim({
    id: '4b.1',
    panel: '4b',
    figure: 4,
    statement: 'Effective timescales rise with N in both architectures.',
    where: `${WHERE}; Fig. 4b`,
    test: 'Slope of the effective timescale, averaged over neurons, on N; an architecture holds if the bootstrap interval over seeds lies above 0. The slope of the median over neurons stands beside it. At least 2 seeds.',
    inputs: [TIMESCALES],
    judge(evidence) {
      const judged = ARCHITECTURES.map((architecture) => ({
        architecture,
        all: networks(evidence, architecture),
      })).filter(({ all }) => slopes(all, 'effectiveMean').length >= LEAST_SEEDS);
      if (judged.length === 0) return tooFew(TOO_FEW);
      const parts = judged.map(({ architecture, all }) => {
        const of = `${architecture} networks`;
        const rise = measurement(
          { name: `slope, ${architecture}`, item: architecture, quantity: 'slope of the effective timescale on N', of },
          evidence.mean(slopes(all, 'effectiveMean')),
        );
        const median = measurement(
          {
            name: `slope of the median, ${architecture}`,
            item: architecture,
            quantity: 'slope of the median effective timescale on N',
            of,
          },
          evidence.mean(slopes(all, 'effectiveMedian')),
        );
        return part(of, rise, [lowAbove(0)], [median]);
      });
      return judgement(parts, { seeds: fewest(judged.map(({ all }) => all)), notes: [failedFits(evidence)] });
    },
  }),
  claim({
    id: '4b.2',
    panel: '4b',
    figure: 4,
    statement: 'At equal N, modular networks have longer effective timescales than non-modular ones.',
    where: `${WHERE}; Fig. 4b`,
    test: 'Effective timescale averaged over neurons and over the N that all networks share, modular less non-modular; holds if the bootstrap interval over seeds lies above 0. At least 2 seeds of each architecture.',
    inputs: [TIMESCALES],
    judge(evidence) {
      const [modular, core] = ARCHITECTURES.map((architecture) => networks(evidence, architecture));
      if (fewest([modular, core]) < LEAST_SEEDS) return tooFew(TOO_FEW);
      const tasks = [...modular, ...core].map(
        (rows) =>
          new Set(
            numbers(
              rows.filter((row) => row.effectiveMean !== null),
              'N',
            ),
          ),
      );
      const shared = [...tasks[0]].filter((N) => tasks.every((one) => one.has(N)));
      if (shared.length === 0)
        return notRun({ kind: 'no data', detail: 'the two architectures share no N with timescales at this profile.' });
      const average = (all: Row[][]) =>
        all.map((rows) =>
          mean(
            numbers(
              rows.filter((row) => shared.includes(Number(row.N))),
              'effectiveMean',
            ),
          ),
        );
      const difference = measurement(
        { name: 'difference', quantity: 'effective timescale', of: 'modular networks', than: 'non-modular ones' },
        evidence.difference(average(modular), average(core)),
      );
      const sharedN = measurement(
        { name: 'shared N', quantity: 'shared values of N', of: 'both architectures' },
        shared.length,
      );
      return judgement([part('modular less non-modular', difference, [lowAbove(0)], [sharedN])], {
        seeds: fewest([modular, core]),
        notes: [failedFits(evidence)],
      });
    },
  }),
];

function failedFits({ tables }: Evidence): Note {
  const rows = table(tables, TIMESCALES);
  const sum = (column: string) => numbers(rows, column).reduce((total, count) => total + count, 0);
  return { kind: 'failed fits', count: sum('failedFits'), of: sum('neurons') };
}
