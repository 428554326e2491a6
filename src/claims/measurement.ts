import { z } from 'zod';
import type { Interval } from '../analysis/statistics.ts';
import { round } from '../artifact/table.ts';

/** Everything that claims measure, each with its unit: differences of N solved count tasks. A share is stored from 0 to 1. */
const UNITS = {
  'N solved': 'tasks',
  'tasks solved in all epochs': 'tasks',
  'tasks solved beyond N = 3': 'tasks',
  'range of N solved over growth conditions': 'tasks',
  'tasks solved an epoch': 'tasks an epoch',
  epochs: 'epochs',
  heads: 'heads',
  'heads above the threshold': 'heads',
  accuracy: 'share',
  'mean accuracy of the heads': 'share',
  'accuracy of the weakest head': 'share',
  'slope of accuracy on K': 'share for each K',
  'slope of accuracy on N': 'share for each N',
  'ε at half of the tasks': 'ε',
  'ε at the inflection': 'ε',
  'largest ratio of ε at half of the tasks': 'times',
  'tasks left over all ε': 'tasks',
  'change of τ over all modules': 'share',
  'slope of τ on N': 'steps for each N',
  'range of τ over thirds of modules': 'share',
  'τ at the last N': 'steps',
  'τ as a share of the last N': 'share',
  'slope of the effective timescale on N': 'steps for each N',
  'slope of the median effective timescale on N': 'steps for each N',
  'effective timescale': 'steps',
  'shared values of N': 'values of N',
  'variance of the normalised change': 'variance',
  'trainable parameters left out': 'share',
  'departure of the parameters from a line': 'share',
  neurons: 'neurons',
  'distance of twins': 'share',
} as const;

export type Quantity = keyof typeof UNITS;

const number = z.number().nullable();

/** One measured number, with its interval where it rests on several seeds. Null stands for what is not a number. */
export const measurementSchema = z.strictObject({
  /** Its name among the judgement's numbers: 'difference, 5-20'. */
  name: z.string(),
  /** Which one of those that a claim measures of this quantity: '5-20'; empty where there is one. */
  item: z.string(),
  quantity: z.enum(Object.keys(UNITS) as [Quantity, ...Quantity[]]),
  unit: z.string(),
  /** A value as it is, a difference of means (no difference is 0), or a ratio of geometric means (no difference is 1). */
  kind: z.enum(['value', 'difference', 'ratio']),
  /** What was measured: '5-neuron modules'. */
  of: z.string(),
  /** What it is compared with: 'non-modular networks of 20 neurons'; null for a value. */
  than: z.string().nullable(),
  value: number,
  /** Ends of the bootstrap interval, and its confidence; null for a value without one. */
  low: number,
  high: number,
  confidence: number,
  /** Cliff's delta, the effect size; null where no two groups of seeds are compared. */
  effect: number,
});
export type Measurement = z.infer<typeof measurementSchema>;

/** An interval over seeds as claims use it: with the effect size where two groups are compared. */
export interface SeedInterval extends Interval {
  confidence?: number;
  delta?: number;
}

type Description = Pick<Measurement, 'name' | 'of'> &
  Partial<Pick<Measurement, 'item' | 'kind' | 'than'>> & { quantity: Quantity };

/** A measurement of what is described: one number, a statistic with its interval, or null where a table lacks the cell. */
export function measurement(description: Description, measured: number | SeedInterval | null): Measurement {
  const { name, item = '', quantity, of, than = null, kind = than === null ? 'value' : 'difference' } = description;
  const unit = kind === 'ratio' ? 'times' : kind === 'value' && quantity === 'N solved' ? 'N' : UNITS[quantity];
  const base = { name, item, quantity, unit, kind, of, than };
  if (measured === null || typeof measured === 'number')
    return { ...base, value: measured, low: null, high: null, confidence: null, effect: null };
  const { value, low, high, confidence = null, delta = null } = measured;
  return { ...base, value, low, high, confidence, effect: delta };
}

/** The value of a measurement at which two groups do not differ. */
export function neutralValue({ kind }: Pick<Measurement, 'kind'>): 0 | 1 {
  return kind === 'ratio' ? 1 : 0;
}

/** The measurements as numbers by name, ends of intervals and effect sizes under further names, rounded as tables are. */
export function numbersOf(measurements: readonly Measurement[]): Record<string, number | null> {
  const numbers: Record<string, number | null> = {};
  for (const { name, value, low, high, confidence, effect } of measurements) {
    numbers[name] = tidy(value);
    if (confidence !== null) Object.assign(numbers, { [`${name}, low`]: tidy(low), [`${name}, high`]: tidy(high) });
    if (effect !== null) numbers[`${name}, Cliff's delta`] = tidy(effect);
  }
  return numbers;
}

/** The measurement with its numbers rounded as tables are. */
export function rounded(measured: Measurement): Measurement {
  const { value, low, high, effect } = measured;
  return { ...measured, value: tidy(value), low: tidy(low), high: tidy(high), effect: tidy(effect) };
}

function tidy(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : round(value);
}

/** The values of a measurement for which a statement is true. */
export const regionSchema = z.strictObject({
  above: z.number().optional(),
  atLeast: z.number().optional(),
  below: z.number().optional(),
  atMost: z.number().optional(),
});
export type Region = z.infer<typeof regionSchema>;

export const above = (threshold: number): Region => ({ above: threshold });
export const atLeast = (threshold: number): Region => ({ atLeast: threshold });
export const below = (threshold: number): Region => ({ below: threshold });
export const atMost = (threshold: number): Region => ({ atMost: threshold });
/** Closer to 0 than a margin. */
export const within = (margin: number): Region => ({ above: -margin, below: margin });
/** From one value to another, both included. */
export const between = (from: number, to: number): Region => ({ atLeast: from, atMost: to });

/**
 * What data say of a statement: it holds where the whole interval lies in its region, it is contradicted where the whole interval lies outside,
 * and it is undecided where the interval allows both. A value without an interval is its own interval.
 */
export const partOutcomeSchema = z.enum(['holds', 'contradicted', 'undecided']);
export type PartOutcome = z.infer<typeof partOutcomeSchema>;

/** What a measurement says of a statement; 'undecided' where it is not a number. */
export function outcomeOf({ value, low, high }: Measurement, region: Region): PartOutcome {
  const [from, to] = [low ?? value, high ?? value];
  if (from === null || to === null || Number.isNaN(from) || Number.isNaN(to)) return 'undecided';
  const { above = -Infinity, atLeast = -Infinity, below = Infinity, atMost = Infinity } = region;
  const inside = (x: number) => x > above && x >= atLeast && x < below && x <= atMost;
  if (inside(from) && inside(to)) return 'holds';
  const outside = to <= above || to < atLeast || from >= below || from > atMost;
  return outside ? 'contradicted' : 'undecided';
}

/**
 * Seeds a group that would decide a statement which is undecided, if value and spread stayed as seen: the interval narrows with the root of
 * their number. Null where the value lies on an end of the region, so that no number does.
 */
export function seedsToDecide(measured: Measurement, region: Region, seeds: number): number | null {
  const scale = measured.kind === 'ratio' ? Math.log : (x: number) => x;
  const ends = [region.above ?? region.atLeast, region.below ?? region.atMost].filter((end) => end !== undefined);
  const { value, low, high } = measured;
  if (value === null || low === null || high === null) return null;
  const needed = ends.map((end) => {
    const distance = Math.abs(scale(value) - scale(end));
    const half = Math.abs(scale(end < value ? low : high) - scale(value));
    return distance === 0 ? Number.POSITIVE_INFINITY : seeds * (half / distance) ** 2;
  });
  const most = Math.max(...needed);
  return Number.isFinite(most) ? Math.max(seeds + 1, Math.ceil(most)) : null;
}
