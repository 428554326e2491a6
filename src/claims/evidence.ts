import { finals, groups, table } from '../analysis/rows.ts';
import {
  type Bootstrap,
  cliffsDelta,
  differenceInterval,
  type Interval,
  mean,
  meanInterval,
} from '../analysis/statistics.ts';
import { type Row, round, type Tables } from '../artifact/table.ts';
import { purposeKey } from '../task/stream.ts';
import type { Claim, ClaimContext, Judgement, Verdict } from './claim.ts';

export const TRAIN = 'histories/train.csv';
export const FREEZE = 'histories/freeze.csv';
export const DUPLICATE = 'histories/duplicate.csv';
export const DEEP = 'histories/deep.csv';
export const DEEP_HEADS = 'tables/deep.csv';
/** Sizes that the paper pairs by trainable parameters near N = 30: M_m and M. */
export const PAIRS = [
  [5, 20],
  [10, 54],
  [15, 91],
  [20, 128],
] as const;

/** One thing a claim says; a claim of several is 'partly' reproduced where some hold. */
export interface Part {
  /** What it is about: 'M_m = 10 against M = 54'. */
  name: string;
  holds: boolean;
  /** What was found, with its interval: '31.2 more tasks (95% interval 29 to 33)'. */
  finding: string;
}

/** Seeds below which nothing is judged: one network has no interval. */
export const LEAST_SEEDS = 2;
/**
 * Seeds of the smallest group from which a verdict counts as settled; below it is provisional. A 95% percentile interval of a mean
 * covers it in about 50% of samples of 2 normal seeds, where it is their range, 75% of 3, 80% of 4, 84% of 5 and 90% of 10
 * (test/claims/provisional.test.ts), and the paper's own curves are means of 3 to 6 networks.
 */
export const SETTLED_SEEDS = 5;

/** Whether a verdict rests on so few seeds that more may well change it. */
export function isProvisional({ verdict, seeds }: Pick<Judgement, 'verdict' | 'seeds'>, seedless = false): boolean {
  return !seedless && verdict !== 'not run' && seeds < SETTLED_SEEDS;
}

/** Verdict over parts: all hold, some, none. */
export function judgement(parts: readonly Part[], numbers: Judgement['numbers'], seeds: number, note = ''): Judgement {
  if (parts.length === 0) return notRun('no data at this profile.');
  const held = parts.filter((part) => part.holds);
  const verdict: Verdict = held.length === parts.length ? 'reproduced' : held.length > 0 ? 'partly' : 'not reproduced';
  const list = (some: readonly Part[]) => some.map(({ name, finding }) => `${name}: ${finding}`).join('; ');
  const said =
    verdict === 'partly'
      ? `holds for ${list(held)}; not for ${list(parts.filter((part) => !part.holds))}`
      : list(parts);
  const opening = {
    reproduced: 'Reproduced',
    partly: 'Partly',
    'not reproduced': 'Not reproduced',
    'not run': 'Not run',
  }[verdict];
  return {
    verdict,
    finding: `${opening}: ${said} (${seeds} ${seeds === 1 ? 'seed' : 'seeds'} at least${seeds === 2 ? ', where an interval is their range' : ''}).${note}`,
    numbers: tidy(numbers),
    seeds,
  };
}

/** Data that are missing, too few seeds, or a profile too short to show it. */
export function notRun(why: string, numbers: Judgement['numbers'] = {}, seeds = 0): Judgement {
  return { verdict: 'not run', finding: `Not run: ${why}`, numbers: tidy(numbers), seeds };
}

/** 'Not run' for a group with too few seeds. */
export function missing(what: string): Judgement {
  return notRun(`${what} has fewer than ${LEAST_SEEDS} seeds at this profile.`);
}

function tidy(numbers: Judgement['numbers']): Judgement['numbers'] {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => {
      if (typeof value !== 'number') return [name, value];
      return [name, Number.isFinite(value) ? round(value) : null];
    }),
  );
}

/** Two groups compared: the difference of their means with its interval, and Cliff's delta, the effect size of all claims. */
export interface Comparison extends Interval {
  delta: number;
}

/** What a judge is given: tables, the profile, and intervals from the claim's own bootstrap stream. */
export interface Bench {
  tables: Tables;
  context: ClaimContext;
  bootstrap: Bootstrap;
  mean(values: readonly number[]): Interval;
  /** mean(a) - mean(b), groups independent. */
  difference(a: readonly number[], b: readonly number[]): Comparison;
  /** mean(a - b) of values that come in pairs, one pair a network. */
  paired(a: readonly number[], b: readonly number[]): Comparison;
  /** '3.2 (95% interval 1 to 5)', and of a comparison '3.2 (95% interval 1 to 5, Cliff's delta 0.8)' */
  say(interval: Interval | Comparison, digits?: number): string;
}

type ClaimRecord = Omit<Claim, 'judge'> & { judge(bench: Bench): Judgement };

/** A claim from its record: opens the bootstrap stream named by its id. */
export function claim(record: ClaimRecord): Claim {
  return {
    ...record,
    judge(tables, context) {
      const { resamples, confidence, watch } = context;
      const bootstrap = { resamples, confidence, index: purposeKey(record.id), watch };
      return record.judge({
        tables: record.prepare?.(tables) ?? tables,
        context,
        bootstrap,
        mean: (values) => meanInterval(values, bootstrap),
        difference: (a, b) => ({ ...differenceInterval(a, b, bootstrap), delta: cliffsDelta(a, b) }),
        paired: (a, b) => ({
          ...meanInterval(
            a.map((value, i) => value - b[i]),
            bootstrap,
          ),
          delta: cliffsDelta(a, b),
        }),
        say: (interval, digits = 3) => {
          const { value, low, high } = interval;
          const effect = 'delta' in interval ? `, Cliff's delta ${short(interval.delta, 2)}` : '';
          return `${short(value, digits)} (${short(100 * confidence)}% interval ${short(low, digits)} to ${short(high, digits)}${effect})`;
        },
      });
    },
  };
}

/** A number for a sentence: three significant digits unless told. */
export function short(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return 'no number';
  return String(Number(value.toPrecision(digits)));
}

export interface Line {
  architecture: string;
  size: number;
  condition?: string;
}

const byLine = new WeakMap<readonly Row[], Map<string, Row[]>>();

/** Rows of a history of one line: architecture, size, condition ('trained' unless told). */
export function history(tables: Tables, path: string, { architecture, size, condition = 'trained' }: Line): Row[] {
  const rows = table(tables, path);
  let lines = byLine.get(rows);
  if (!lines) {
    lines = groups(rows, ['architecture', 'size', 'condition']);
    byLine.set(rows, lines);
  }
  return lines.get([architecture, size, condition].join('\t')) ?? [];
}

const ended = new WeakMap<readonly Row[], Row[]>();

/** The histories boiled down to the last row of every network, for claims about the end of training alone. */
export function atTheEnd(tables: Tables): Tables {
  const boiled = [TRAIN, FREEZE, DUPLICATE].map((path) => {
    const rows = table(tables, path);
    const last = ended.get(rows) ?? finals(rows);
    ended.set(rows, last);
    return [path, last];
  });
  return Object.fromEntries(boiled);
}

/** N_solved of every network of a line at the end; 1 where a network is stuck and solves nothing. */
export function ends(tables: Tables, path: string, line: Line): number[] {
  return finals(history(tables, path, line)).map((row) => Number(row.nSolved));
}

/** ' 1 of 10 networks solved nothing and counts as N = 1.' or nothing. */
export function stuckNote(...groups: readonly (readonly number[])[]): string {
  const all = groups.flat();
  const stuck = all.filter((N) => N <= 1).length;
  if (stuck === 0) return '';
  return ` ${stuck} of ${all.length} networks solved nothing and ${stuck === 1 ? 'counts' : 'count'} as N = 1.`;
}

/** ' Not judged at this profile: 5 against 20.' or nothing: parts of a claim without data. */
export function absentNote(parts: readonly string[]): string {
  return parts.length > 0 ? ` Not judged, for want of data at this profile: ${parts.join(', ')}.` : '';
}

/** Two values of N solved within this share of the larger count as equal; the paper says 'disappears' and 'little' without a number. */
export const EQUAL = 0.1;

/**
 * A claim that two conditions are equal within a share of the larger mean, at least one task. Two parts, so that means which agree
 * but cannot be told apart for sure by these seeds give 'partly'.
 */
export function equal(
  bench: Bench,
  name: string,
  a: readonly number[],
  b: readonly number[],
): { parts: Part[]; interval: Comparison } {
  const interval = bench.difference(a, b);
  const margin = Math.max(1, EQUAL * Math.max(mean(a), mean(b)));
  const within = (value: number) => Math.abs(value) < margin;
  const parts = [
    {
      name: `${name}, means`,
      holds: within(interval.value),
      finding: `differ by ${short(interval.value)} tasks, margin ${short(margin)}`,
    },
    { name: `${name}, interval`, holds: within(interval.low) && within(interval.high), finding: bench.say(interval) },
  ];
  return { parts, interval };
}

/** The smallest number of seeds among groups; 0 where there is no group. */
export function fewest(groups: readonly { readonly length: number }[]): number {
  return groups.length === 0 ? 0 : Math.min(...groups.map((group) => group.length));
}

/** An interval's three numbers by name, for a judgement's numbers, and the effect size of a comparison. */
export function entries(name: string, interval: Interval | Comparison): Record<string, number> {
  const { value, low, high } = interval;
  const effect: Record<string, number> = 'delta' in interval ? { [`${name}, Cliff's delta`]: interval.delta } : {};
  return { [name]: value, [`${name}, low`]: low, [`${name}, high`]: high, ...effect };
}
