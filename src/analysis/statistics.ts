import { deviation, mean } from '../artifact/moments.ts';
import { stream } from '../task/stream.ts';
import { tailShare } from './tail.ts';

/** Standard error of the mean; NaN below two values. */
export function standardError(values: readonly number[]): number {
  return deviation(values) / Math.sqrt(values.length);
}

/** The q-th quantile (q from 0 to 1), linear between order statistics (type 7 of Hyndman and Fan 1996); NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  return ordered(Float64Array.from(values).sort(), q);
}

function ordered(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * Math.min(1, Math.max(0, q));
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

/** The median; NaN of nothing. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Slope of the least-squares line of y on x; NaN below two distinct x. */
export function slope(x: readonly number[], y: readonly number[]): number {
  const mx = mean(x);
  const my = mean(y);
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < x.length; i++) {
    covariance += (x[i] - mx) * (y[i] - my);
    variance += (x[i] - mx) ** 2;
  }
  return variance > 0 ? covariance / variance : Number.NaN;
}

export interface Interval {
  /** The statistic on the data as they are. */
  value: number;
  low: number;
  high: number;
}

export interface Bootstrap {
  resamples: number;
  /** Share of samples whose interval is to hold the true value, say 0.95. */
  confidence: number;
  /** Values of the smallest group, where groups that are drawn from are not those that are compared. */
  least?: number;
  /** Index of the random stream: two intervals with the same index share their draws. */
  index?: number;
  /** Told the sizes of the groups of every interval that is asked for. */
  watch?: (sizes: readonly number[]) => void;
}

/**
 * Expanded percentile bootstrap interval (`tailShare`) of a statistic of several independent groups: every resample draws each group anew
 * with replacement, the draws from stream (0, 'bootstrap', index). The same data give the same interval on any machine. Resamples where the
 * statistic is not a number are left out. NaN throughout where a group is empty.
 */
export function bootstrap(
  groups: readonly (readonly number[])[],
  statistic: (groups: readonly (readonly number[])[]) => number,
  { resamples, confidence, least, index = 0, watch }: Bootstrap,
): Interval {
  if (groups.some((group) => group.length === 0)) return { value: Number.NaN, low: Number.NaN, high: Number.NaN };
  watch?.(groups.map((group) => group.length));
  const chosen = picks(
    groups.map((group) => group.length),
    resamples,
    index,
  );
  const drawn = groups.map((group) => new Array<number>(group.length));
  const outcomes: number[] = [];
  for (let resample = 0, at = 0; resample < resamples; resample++) {
    for (let g = 0; g < groups.length; g++) {
      const [group, into] = [groups[g], drawn[g]];
      for (let i = 0; i < group.length; i++) into[i] = group[chosen[at++]];
    }
    const outcome = statistic(drawn);
    if (!Number.isNaN(outcome)) outcomes.push(outcome);
  }
  const tail = tailShare(confidence, least ?? Math.min(...groups.map((group) => group.length)));
  const sorted = Float64Array.from(outcomes).sort();
  return { value: statistic(groups), low: ordered(sorted, tail), high: ordered(sorted, 1 - tail) };
}

/** Draws kept for groups of the same sizes: a claim judged on many subsets, and a panel with many points, ask for the same ones. */
const kept = new Map<string, Uint8Array | Uint16Array>();
const KEPT = 2048;

/** Which value every resample takes, resample by resample and group by group, from stream (0, 'bootstrap', index). */
function picks(lengths: readonly number[], resamples: number, index: number): Uint8Array | Uint16Array {
  const name = `${index} ${resamples} ${lengths.join(' ')}`;
  const known = kept.get(name);
  if (known) return known;
  const random = stream(0, 'bootstrap', index);
  const total = resamples * lengths.reduce((sum, length) => sum + length, 0);
  const chosen = Math.max(...lengths) <= 256 ? new Uint8Array(total) : new Uint16Array(total);
  for (let resample = 0, at = 0; resample < resamples; resample++)
    for (const length of lengths) for (let i = 0; i < length; i++) chosen[at++] = random.integer(length);
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value as string);
  kept.set(name, chosen);
  return chosen;
}

/** Bootstrap interval of a mean. */
export function meanInterval(values: readonly number[], options: Bootstrap): Interval {
  return bootstrap([values], ([group]) => mean(group), options);
}

/** Bootstrap interval of mean(a) - mean(b), groups independent. */
export function differenceInterval(a: readonly number[], b: readonly number[], options: Bootstrap): Interval {
  return bootstrap([a, b], ([first, second]) => mean(first) - mean(second), options);
}

/** One value of each network of a group, by seed. */
export type BySeed = ReadonlyMap<number, number>;

/**
 * Bootstrap interval of a statistic of groups of networks. Seeds are drawn anew, and a seed brings its value into every
 * group that has it: groups with the same seeds are compared pair by pair, groups without a common seed as independent ones. Seeds are drawn
 * among those that the same groups have, so that every resample has groups of the measured sizes; a seed that no other one is like is drawn
 * with those most like it, since alone it would never vary. Of one group it is `bootstrap`.
 */
export function seedInterval(
  groups: readonly BySeed[],
  statistic: (groups: readonly (readonly number[])[]) => number,
  options: Bootstrap,
): Interval {
  options.watch?.(groups.map((group) => group.size));
  if (groups.some((group) => group.size === 0)) return { value: Number.NaN, low: Number.NaN, high: Number.NaN };
  const seeds = [...new Set(groups.flatMap((group) => [...group.keys()]))].sort((a, b) => a - b);
  const values = seeds.map((seed) => groups.map((group) => group.get(seed)));
  return bootstrap(
    strataOf(values),
    (drawn) => {
      const arms = groups.map((): number[] => []);
      for (const stratum of drawn)
        for (const place of stratum)
          for (let g = 0; g < arms.length; g++) {
            const value = values[place][g];
            if (value !== undefined) arms[g].push(value);
          }
      return arms.some((arm) => arm.length === 0) ? Number.NaN : statistic(arms);
    },
    { ...options, least: Math.min(...groups.map((group) => group.size)), watch: undefined },
  );
}

/** The places of seeds in sets that are drawn from, by the groups that have a value of them; none holds one seed alone if there are more. */
function strataOf(values: readonly (readonly (number | undefined)[])[]): number[][] {
  const presence = values.map((row) => row.map((value) => value !== undefined));
  const strata = [...Map.groupBy(presence.keys(), (place) => presence[place].join()).values()];
  const unlike = (a: readonly number[], b: readonly number[]) =>
    presence[a[0]].filter((has, g) => has !== presence[b[0]][g]).length;
  for (let single = strata.find(isSingle); single && strata.length > 1; single = strata.find(isSingle)) {
    const [alone] = strata.splice(strata.indexOf(single), 1);
    const nearest = strata.reduce((best, one) => (unlike(one, alone) < unlike(best, alone) ? one : best));
    nearest.push(...alone);
  }
  return strata;
}

function isSingle({ length }: readonly number[]): boolean {
  return length === 1;
}

/**
 * Cliff's delta: the chance that a value of a is above one of b less the chance of the reverse, from -1 to 1. Chosen over
 * Hedges' g because sizes where every seed solves the same number of tasks have no variance to divide by. NaN of nothing.
 */
export function cliffsDelta(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (const x of a) for (const y of b) sum += Math.sign(x - y);
  return sum / (a.length * b.length);
}

/** Where a falling curve first passes half of its reference level, and whether the grid holds that point. */
export interface Half {
  /** The perturbation at half; the end of the grid where the curve does not pass half inside it. */
  epsilon: number;
  inside: boolean;
}

/**
 * The perturbation at which a curve first falls to `level`, linear between grid points in log epsilon.
 * epsilons ascend and are positive; values pair with them. Before the grid: its first epsilon; never: its last (both `inside: false`).
 */
export function epsilonAt(epsilons: readonly number[], values: readonly number[], level: number): Half {
  const last = epsilons.length - 1;
  if (last < 0) return { epsilon: Number.NaN, inside: false };
  if (values[0] <= level) return { epsilon: epsilons[0], inside: values[0] === level };
  for (let i = 1; i <= last; i++) {
    if (values[i] > level) continue;
    const share = (values[i - 1] - level) / (values[i - 1] - values[i]);
    const logarithm = Math.log(epsilons[i - 1]) + share * (Math.log(epsilons[i]) - Math.log(epsilons[i - 1]));
    return { epsilon: Math.exp(logarithm), inside: true };
  }
  return { epsilon: epsilons[last], inside: false };
}
