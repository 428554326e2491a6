import { numbers } from '../analysis/rows.ts';
import { type BySeed, slope } from '../analysis/statistics.ts';
import type { RowIn } from '../artifact/columns.ts';
import { mean } from '../artifact/moments.ts';
import { rowsOf } from '../artifact/table.ts';
import { TIMESCALES } from '../study/tables.ts';
import type { Claim } from './claim.ts';
import { claim, type Evidence, fewest, type Groups, notNegative, rangeOfMeans, unbiased } from './evidence.ts';
import { judgement, LEAST_SEEDS, type Note, notRun, part, tooFew } from './judgement.ts';
import { above, below, measurement } from './measurement.ts';
import { bySeed, PLATEAU_EPOCHS } from './networks.ts';

const WHERE = 'Results, Trained vs. Effective Timescales';
const ARCHITECTURES = ['modular', 'non-modular'] as const;
const SIDES = ['earlier', 'later'] as const;
/** Time constants within this share of each other count as the same, and within it of 1 as 1; the paper says 'the same' and 'converge to 1' without a number. */
const LEVEL = 0.2;
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

/** The mean trained τ over each third of a network's modules, by seed. */
function thirds(rows: readonly TimescaleRow[]): BySeed[] {
  return [0, 1, 2].map((third) =>
    bySeed(rows, (one) => {
      const { values } = points(one, 'trainedMean');
      const [from, to] = [third, third + 1].map((end) => Math.round((end * values.length) / 3));
      return mean(values.slice(from, to));
    }),
  );
}

/** The range of the means of groups, as a share of the mean of all. */
function relativeRange(groups: Groups): number {
  return rangeOfMeans(groups) / mean(groups.map(mean));
}

/** The earlier or later half of each network's N; networks with too few in it for a trend are left out. */
function half(rows: readonly TimescaleRow[], side: (typeof SIDES)[number]): TimescaleRow[] {
  return [...Map.groupBy(rows, ({ network }) => network).values()].flatMap((one) => {
    const middle = Math.ceil(one.length / 2);
    const some = side === 'earlier' ? one.slice(0, middle) : one.slice(-middle);
    return some.length < LEAST_TASKS ? [] : some;
  });
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
    test: `Means of τ over the first, the middle and the last third of modules: the largest less the smallest, as a share of the mean of all; below ${LEVEL}. Noise between seeds raises a range of means, which is taken out, as in 6b.4. The change over all modules by a least-squares line, which does not see a hump, stands beside it. At least 2 seeds.`,
    inputs: [TIMESCALES],
    judge(evidence) {
      const rows = rowsAt(evidence, 'modular');
      const changes = bySeed(rows, (one) => relativeChange(one, 'trainedMean'));
      if (changes.size < LEAST_SEEDS) return tooFew(TOO_FEW);
      const change = measurement(
        { name: 'relative change', quantity: 'change of τ over all modules', of: 'modular networks' },
        evidence.mean(changes),
      );
      const range = measurement(
        { name: 'range over thirds', quantity: 'range of τ over thirds of modules', of: 'modular networks' },
        notNegative(unbiased(thirds(rows), relativeRange, evidence)),
      );
      const parts = [part('level', range, below(LEVEL), [change])];
      return judgement(parts, { seeds: changes.size });
    },
  }),
  claim({
    id: '4a.2',
    panel: '4a',
    statement: 'The trained time constants of non-modular networks fall to 1 as N grows.',
    where: `${WHERE}; Fig. 4a`,
    test: `Two parts: the slope of the mean τ on N, below 0, and the mean τ at the last N that a network solved, below ${1 + LEVEL}: as much as counts as the same in 4a.1. Where τ ends is judged from ${PLATEAU_EPOCHS} epochs on, as where a curve is flat. At least 2 seeds.`,
    inputs: [TIMESCALES],
    judge(evidence) {
      const judged = rowsAt(evidence, 'non-modular');
      const falls = slopes(judged, 'trainedMean');
      if (falls.size < LEAST_SEEDS) return tooFew(TOO_FEW);
      const of = 'non-modular networks';
      const fall = measurement({ name: 'slope', quantity: 'slope of τ on N', of }, evidence.mean(falls));
      const falling = part('slope', fall, below(0));
      const name = '1 at the last N';
      if (evidence.context.epochs < PLATEAU_EPOCHS) return judgement([falling], { seeds: falls.size, omitted: [name] });
      const ends = bySeed(judged, (one) => one[one.length - 1].trainedMean);
      const last = measurement({ name: 'τ at the last N', quantity: 'τ at the last N', of }, evidence.mean(ends));
      return judgement([falling, part(name, last, below(1 + LEVEL))], { seeds: falls.size });
    },
  }),
  claim({
    id: '4a.3',
    panel: '4a',
    statement: 'In both architectures the trained time constants are too small for the memory that the tasks need.',
    where: WHERE,
    test: 'Mean τ at the last N that a network solved, as a share of that N; below 1 in each architecture. The answer depends on the last N bits, and a neuron by itself keeps less than 1/e of what is older than τ. At least 2 seeds.',
    inputs: [TIMESCALES],
    judge(evidence) {
      const all = ARCHITECTURES.map((architecture) => ({
        architecture,
        shares: bySeed(rowsAt(evidence, architecture), (one) => {
          const { trainedMean, N } = one[one.length - 1];
          return trainedMean / N;
        }),
      }));
      const judged = all.filter(({ shares }) => shares.size >= LEAST_SEEDS);
      if (judged.length === 0) return tooFew(TOO_FEW);
      const parts = judged.map(({ architecture, shares }) => {
        const of = `${architecture} networks`;
        const name = `share of N, ${architecture}`;
        const quantity = 'τ as a share of the last N';
        return part(of, measurement({ name, item: architecture, quantity, of }, evidence.mean(shares)), below(1));
      });
      const omitted = all.filter((one) => !judged.includes(one)).map(({ architecture }) => `${architecture} networks`);
      return judgement(parts, { seeds: fewest(judged.map(({ shares }) => shares)), omitted });
    },
  }),
  claim({
    id: '4b.1',
    panel: '4b',
    statement: 'Effective timescales rise steadily with N in both architectures.',
    where: `${WHERE}; Fig. 4b`,
    test: `Slope of the effective timescale, averaged over neurons, on N, over all N of a network and over the earlier and the later half of them ('steadily'); each above 0 in each architecture. The slope of the median over neurons stands beside the first. At least 2 seeds, ${LEAST_TASKS} values of N.`,
    inputs: [TIMESCALES],
    judge(evidence) {
      const all = ARCHITECTURES.map((architecture) => ({ architecture, rows: rowsAt(evidence, architecture) }));
      const hasSlope = (rows: readonly TimescaleRow[]) => slopes(rows, 'effectiveMean').size >= LEAST_SEEDS;
      const judged = all.filter(({ rows }) => hasSlope(rows));
      if (judged.length === 0) return tooFew(TOO_FEW);
      const partOf = (item: string, of: string, rows: readonly TimescaleRow[]) => {
        const quantity = 'slope of the effective timescale on N';
        return part(
          of,
          measurement({ name: `slope, ${item}`, item, quantity, of }, evidence.mean(slopes(rows, 'effectiveMean'))),
          above(0),
        );
      };
      const medianOf = (item: string, of: string, rows: readonly TimescaleRow[]) =>
        measurement(
          { name: `slope of the median, ${item}`, item, quantity: 'slope of the median effective timescale on N', of },
          evidence.mean(slopes(rows, 'effectiveMedian')),
        );
      const whole = judged.map(({ architecture, rows }) => {
        const of = `${architecture} networks`;
        return { ...partOf(architecture, of, rows), beside: [medianOf(architecture, of, rows)] };
      });
      const halves = judged.flatMap(({ architecture, rows }) =>
        SIDES.map((side) => ({
          item: `${architecture}, ${side} half`,
          of: `${architecture} networks over the ${side} half of N`,
          rows: half(rows, side),
        })),
      );
      const short = halves.filter(({ rows }) => !hasSlope(rows));
      const parts = [
        ...whole,
        ...halves.filter((one) => !short.includes(one)).map(({ item, of, rows }) => partOf(item, of, rows)),
      ];
      return judgement(parts, {
        seeds: fewest(judged.map(({ rows }) => slopes(rows, 'effectiveMean'))),
        notes: [failedFits(evidence)],
        omitted: [
          ...all.filter((one) => !judged.includes(one)).map(({ architecture }) => `${architecture} networks`),
          ...short.map(({ of }) => of),
        ],
      });
    },
  }),
  claim({
    id: '4b.2',
    panel: '4b',
    statement: 'At equal N, modular networks have longer effective timescales than non-modular ones.',
    where: `${WHERE}; Fig. 4b`,
    test: 'Effective timescale averaged over neurons and over the N that both networks of a seed solved, modular less non-modular; above 0. At least 2 seeds of both architectures.',
    inputs: [TIMESCALES],
    judge(evidence) {
      const [modular, core] = ARCHITECTURES.map((architecture) =>
        rowsAt(evidence, architecture).filter((row) => row.effectiveMean !== null),
      );
      if (fewest([modular, core].map((rows) => bySeed(rows, (one) => one.length))) < LEAST_SEEDS)
        return tooFew(TOO_FEW);
      const pairs = [...Map.groupBy([...modular, ...core], ({ seed }) => seed)].map(([seed, rows]) => {
        const [a, b] = ARCHITECTURES.map((one) => rows.filter(({ architecture }) => architecture === one));
        const tasks = new Set(numbers(b, 'N'));
        return { seed, a, b, shared: numbers(a, 'N').filter((N) => tasks.has(N)) };
      });
      const paired = pairs.filter(({ shared }) => shared.length > 0);
      if (paired.length < LEAST_SEEDS)
        return notRun({
          kind: 'no data',
          detail: 'fewer than two pairs of networks have timescales at the same N in this profile.',
        });
      const average = (side: 'a' | 'b') =>
        new Map(
          paired.map(({ seed, shared, [side]: rows }) => [
            seed,
            mean(
              numbers(
                rows.filter(({ N }) => shared.includes(N)),
                'effectiveMean',
              ),
            ),
          ]),
        );
      const difference = measurement(
        { name: 'difference', quantity: 'effective timescale', of: 'modular networks', than: 'non-modular ones' },
        evidence.difference(average('a'), average('b')),
      );
      const sharedN = measurement(
        { name: 'shared N', quantity: 'shared values of N', of: 'both networks of a seed' },
        Math.min(...paired.map(({ shared }) => shared.length)),
      );
      const seeds = paired.length;
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
