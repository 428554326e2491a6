import { numbers } from '../analysis/rows.ts';
import { slope } from '../analysis/statistics.ts';
import type { RowIn } from '../artifact/columns.ts';
import { mean } from '../artifact/moments.ts';
import { rowsOf } from '../artifact/table.ts';
import { TIMESCALES } from '../study/tables.ts';
import type { Claim } from './claim.ts';
import { claim, type Evidence, fewest } from './evidence.ts';
import { judgement, LEAST_SEEDS, type Note, notRun, part, tooFew } from './judgement.ts';
import { above, below, measurement, within } from './measurement.ts';
import { bySeed } from './networks.ts';

const WHERE = 'Results, Trained vs. Effective Timescales';
const ARCHITECTURES = ['modular', 'non-modular'] as const;
/** A time constant that changes by less than this share of its mean over all tasks counts as level; the paper says 'the same' without a number. */
const LEVEL = 0.2;
/** The last value lies 'towards 1' where at most this share of the first one's distance from 1 is left. */
const TOWARDS = 0.5;
/** Values of N that a network must have for a trend: a line through two has no scatter. */
const LEAST_TASKS = 3;

type TimescaleRow = RowIn<typeof TIMESCALES>;
type Column = 'trainedMean' | 'effectiveMean' | 'effectiveMedian';

/** The rows of the networks of an architecture by N; networks with too few tasks for a trend are left out. */
function rowsAt({ tables }: Evidence, architecture: string): TimescaleRow[] {
  const rows = rowsOf(tables, TIMESCALES).filter((row) => row.architecture === architecture);
  return [...Map.groupBy(rows, ({ network }) => network).values()]
    .filter((one) => one.length >= LEAST_TASKS)
    .flatMap((one) => one.sort((a, b) => a.N - b.N));
}

/** N and the values of a column, where it has one. */
function points(rows: readonly TimescaleRow[], column: Column): { N: number[]; values: number[] } {
  const found = rows.filter((row) => row[column] !== null);
  return { N: numbers(found, 'N'), values: numbers(found, column) };
}

/** Change over all tasks by the least-squares line, as a share of the mean. */
function relativeChange(rows: readonly TimescaleRow[], column: Column): number {
  const { N, values } = points(rows, column);
  return (slope(N, values) * (N[N.length - 1] - N[0])) / mean(values);
}

function slopes(rows: readonly TimescaleRow[], column: Column): Map<number, number> {
  return bySeed(rows, (one) => {
    const { N, values } = points(one, column);
    return slope(N, values);
  });
}

const TOO_FEW = `fewer than ${LEAST_SEEDS} networks have timescales at ${LEAST_TASKS} values of N in this profile.`;

export const timescales: readonly Claim[] = [
  claim({
    id: '4a.1',
    panel: '4a',
    statement: 'The trained time constants of modular networks stay level from module to module.',
    where: `${WHERE}; Fig. 4a`,
    test: `Change of the mean τ over all modules by a least-squares line, as a share of its mean; within ±${LEVEL}. At least 2 seeds.`,
    inputs: [TIMESCALES],
    judge(evidence) {
      const changes = bySeed(rowsAt(evidence, 'modular'), (one) => relativeChange(one, 'trainedMean'));
      if (changes.size < LEAST_SEEDS) return tooFew(TOO_FEW);
      const change = measurement(
        { name: 'relative change', quantity: 'change of τ over all modules', of: 'modular networks' },
        evidence.mean(changes),
      );
      return judgement([part('level', change, within(LEVEL))], { seeds: changes.size });
    },
  }),
  claim({
    id: '4a.2',
    panel: '4a',
    statement: 'The trained time constants of non-modular networks fall towards 1 as N grows.',
    where: `${WHERE}; Fig. 4a`,
    test: `Two parts: the slope of the mean τ on N, below 0, and the distance of τ from 1 at the last N as a share of that at the first, below ${TOWARDS}. At least 2 seeds.`,
    inputs: [TIMESCALES],
    judge(evidence) {
      const judged = rowsAt(evidence, 'non-modular');
      const falls = slopes(judged, 'trainedMean');
      if (falls.size < LEAST_SEEDS) return tooFew(TOO_FEW);
      const of = 'non-modular networks';
      const fall = measurement({ name: 'slope', quantity: 'slope of τ on N', of }, evidence.mean(falls));
      const distances = bySeed(judged, (one) => (one[one.length - 1].trainedMean - 1) / (one[0].trainedMean - 1));
      const left = measurement(
        { name: 'distance left', quantity: 'distance of τ from 1 left at the last N', of },
        evidence.mean(distances),
      );
      const parts = [part('slope', fall, below(0)), part('distance from 1', left, below(TOWARDS))];
      return judgement(parts, { seeds: falls.size });
    },
  }),
  claim({
    id: '4b.1',
    panel: '4b',
    statement: 'Effective timescales rise with N in both architectures.',
    where: `${WHERE}; Fig. 4b`,
    test: 'Slope of the effective timescale, averaged over neurons, on N; above 0 in each architecture. The slope of the median over neurons stands beside it. At least 2 seeds.',
    inputs: [TIMESCALES],
    judge(evidence) {
      const judged = ARCHITECTURES.map((architecture) => ({
        architecture,
        all: rowsAt(evidence, architecture),
      })).filter(({ all }) => slopes(all, 'effectiveMean').size >= LEAST_SEEDS);
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
        return part(of, rise, above(0), [median]);
      });
      return judgement(parts, {
        seeds: fewest(judged.map(({ all }) => slopes(all, 'effectiveMean'))),
        notes: [failedFits(evidence)],
      });
    },
  }),
  claim({
    id: '4b.2',
    panel: '4b',
    statement: 'At equal N, modular networks have longer effective timescales than non-modular ones.',
    where: `${WHERE}; Fig. 4b`,
    test: 'Effective timescale averaged over neurons and over the N that all networks share, modular less non-modular, seed by seed; above 0. At least 2 seeds of each architecture.',
    inputs: [TIMESCALES],
    judge(evidence) {
      const [modular, core] = ARCHITECTURES.map((architecture) =>
        rowsAt(evidence, architecture).filter((row) => row.effectiveMean !== null),
      );
      const seeds = fewest([modular, core].map((rows) => bySeed(rows, (one) => one.length)));
      if (seeds < LEAST_SEEDS) return tooFew(TOO_FEW);
      const networks = [...Map.groupBy([...modular, ...core], ({ network }) => network).values()];
      const tasks = networks.map((one) => new Set(numbers(one, 'N')));
      const shared = [...tasks[0]].filter((N) => tasks.every((one) => one.has(N)));
      if (shared.length === 0)
        return notRun({ kind: 'no data', detail: 'the two architectures share no N with timescales in this profile.' });
      const average = (rows: readonly TimescaleRow[]) =>
        bySeed(
          rows.filter(({ N }) => shared.includes(N)),
          (one) => mean(numbers(one, 'effectiveMean')),
        );
      const difference = measurement(
        { name: 'difference', quantity: 'effective timescale', of: 'modular networks', than: 'non-modular ones' },
        evidence.difference(average(modular), average(core)),
      );
      const sharedN = measurement(
        { name: 'shared N', quantity: 'shared values of N', of: 'both architectures' },
        shared.length,
      );
      return judgement([part('modular less non-modular', difference, above(0), [sharedN])], {
        seeds,
        notes: [failedFits(evidence)],
      });
    },
  }),
];

function failedFits({ tables }: Evidence): Note {
  const rows = rowsOf(tables, TIMESCALES);
  const sum = (column: 'failedFits' | 'neurons') => numbers(rows, column).reduce((total, count) => total + count, 0);
  return { kind: 'failed fits', count: sum('failedFits'), of: sum('neurons') };
}
