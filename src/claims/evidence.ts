import { finals, table } from '../analysis/rows.ts';
import { type Bootstrap, differenceInterval, type Interval, mean, meanInterval } from '../analysis/statistics.ts';
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

/** Seeds below which nothing is judged. */
export const LEAST_SEEDS = 2;

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
    finding: `${opening}: ${said} (${seeds} ${seeds === 1 ? 'seed' : 'seeds'} at least).${note}`,
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

/** What a judge is given: tables, the profile, and intervals from the claim's own bootstrap stream. */
export interface Bench {
  tables: Tables;
  context: ClaimContext;
  bootstrap: Bootstrap;
  mean(values: readonly number[]): Interval;
  /** mean(a) - mean(b) */
  difference(a: readonly number[], b: readonly number[]): Interval;
  /** '3.2 (95% interval 1 to 5)' */
  say(interval: Interval, digits?: number): string;
}

type ClaimRecord = Omit<Claim, 'judge'> & { judge(bench: Bench): Judgement };

/** A claim from its record: opens the bootstrap stream named by its id. */
export function claim(record: ClaimRecord): Claim {
  return {
    ...record,
    judge(tables, context) {
      const { resamples, confidence } = context;
      const bootstrap = { resamples, confidence, index: purposeKey(record.id) };
      return record.judge({
        tables,
        context,
        bootstrap,
        mean: (values) => meanInterval(values, bootstrap),
        difference: (a, b) => differenceInterval(a, b, bootstrap),
        say: ({ value, low, high }, digits = 3) =>
          `${short(value, digits)} (${short(100 * confidence)}% interval ${short(low, digits)} to ${short(high, digits)})`,
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

/** Rows of a history of one line: architecture, size, condition ('trained' unless told). */
export function history(tables: Tables, path: string, { architecture, size, condition = 'trained' }: Line): Row[] {
  return table(tables, path).filter(
    (row) => row.architecture === architecture && row.size === size && row.condition === condition,
  );
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

/** Two values of N solved within this share of the larger count as equal. */
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
): { parts: Part[]; interval: Interval } {
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

/** An interval's three numbers by name, for a judgement's numbers. */
export function entries(name: string, { value, low, high }: Interval): Judgement['numbers'] {
  return { [name]: value, [`${name}, low`]: low, [`${name}, high`]: high };
}
