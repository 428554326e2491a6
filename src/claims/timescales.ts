import { groups, numbers, table } from '../analysis/rows.ts';
import { mean, slope } from '../analysis/statistics.ts';
import type { Row } from '../artifact/table.ts';
import type { Claim } from './claim.ts';
import { type Bench, claim, entries, fewest, judgement, LEAST_SEEDS, notRun, type Part, short } from './evidence.ts';

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
function networks({ tables }: Bench, architecture: string): Row[][] {
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
    judge(bench) {
      const changes = networks(bench, 'modular').map((rows) => relativeChange(rows, 'trainedMean'));
      if (changes.length < LEAST_SEEDS) return notRun(TOO_FEW);
      const interval = bench.mean(changes);
      const level = (value: number) => Math.abs(value) < LEVEL;
      const parts: Part[] = [
        {
          name: 'mean over seeds',
          holds: level(interval.value),
          finding: `τ changes by ${short(interval.value)} of its mean`,
        },
        { name: 'interval', holds: level(interval.low) && level(interval.high), finding: bench.say(interval) },
      ];
      return judgement(parts, entries('relative change', interval), changes.length);
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
    judge(bench) {
      const run = networks(bench, 'non-modular');
      if (run.length < LEAST_SEEDS) return notRun(TOO_FEW);
      const falls = bench.mean(slopes(run, 'trainedMean'));
      const left = bench.mean(
        run.map((rows) => (Number(rows[rows.length - 1].trainedMean) - 1) / (Number(rows[0].trainedMean) - 1)),
      );
      const parts: Part[] = [
        { name: 'slope', holds: falls.high < 0, finding: `τ changes by ${bench.say(falls)} steps for each N` },
        {
          name: 'distance from 1',
          holds: left.high < TOWARDS,
          finding: `${bench.say(left)} of it is left at the last N`,
        },
      ];
      return judgement(parts, { ...entries('slope', falls), ...entries('distance left', left) }, run.length);
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
    judge(bench) {
      const run = ARCHITECTURES.map((architecture) => ({ architecture, all: networks(bench, architecture) })).filter(
        ({ all }) => slopes(all, 'effectiveMean').length >= LEAST_SEEDS,
      );
      if (run.length === 0) return notRun(TOO_FEW);
      const found: Record<string, number> = {};
      const parts = run.map(({ architecture, all }): Part => {
        const interval = bench.mean(slopes(all, 'effectiveMean'));
        const middle = bench.mean(slopes(all, 'effectiveMedian'));
        Object.assign(
          found,
          entries(`slope, ${architecture}`, interval),
          entries(`slope of the median, ${architecture}`, middle),
        );
        const finding = `${bench.say(interval)} steps for each N (median over neurons ${short(middle.value)})`;
        return { name: `${architecture} networks`, holds: interval.low > 0, finding };
      });
      return judgement(parts, found, fewest(run.map(({ all }) => all)), failedNote(bench));
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
    judge(bench) {
      const [modular, core] = ARCHITECTURES.map((architecture) => networks(bench, architecture));
      if (fewest([modular, core]) < LEAST_SEEDS) return notRun(TOO_FEW);
      const tasks = [...modular, ...core].map(
        (rows) =>
          new Set(
            numbers(
              rows.filter((row) => row.effectiveMean !== null),
              'N',
            ),
          ),
      );
      const shared = [...tasks[0]].filter((N) => tasks.every((own) => own.has(N)));
      if (shared.length === 0) return notRun('the two architectures share no N with timescales at this profile.');
      const average = (all: Row[][]) =>
        all.map((rows) =>
          mean(
            numbers(
              rows.filter((row) => shared.includes(Number(row.N))),
              'effectiveMean',
            ),
          ),
        );
      const interval = bench.difference(average(modular), average(core));
      const part = {
        name: `modular less non-modular over ${shared.length} shared ${shared.length === 1 ? 'value' : 'values'} of N`,
        holds: interval.low > 0,
        finding: `${bench.say(interval)} steps`,
      };
      return judgement(
        [part],
        { ...entries('difference', interval), 'shared N': shared.length },
        fewest([modular, core]),
        failedNote(bench),
      );
    },
  }),
];

function failedNote({ tables }: Bench): string {
  const rows = table(tables, TIMESCALES);
  const sum = (column: string) => numbers(rows, column).reduce((total, count) => total + count, 0);
  return ` ${sum('failedFits')} of ${sum('neurons')} neurons gave no usable fit.`;
}
