import { z } from 'zod';
import type { Interval } from '../analysis/statistics.ts';
import { round } from '../artifact/table.ts';

/** Everything that claims measure, each with its unit: differences of N solved count tasks. A share is stored from 0 to 1. */
export const UNITS = {
  'N solved': 'tasks',
  'range of N solved over growth conditions': 'tasks',
  'tasks solved an epoch': 'tasks an epoch',
  'networks that solve N = 3': 'networks',
  epochs: 'epochs',
  heads: 'heads',
  'heads above the threshold': 'heads',
  accuracy: 'share',
  'mean accuracy of the heads': 'share',
  'accuracy of the weakest head': 'share',
  'slope of accuracy on K': 'share for each K',
  'slope of accuracy on N': 'share for each N',
  'ε at half of the tasks': 'ε',
  'largest ratio of ε at half of the tasks': 'times',
  'change of τ over all modules': 'share',
  'slope of τ on N': 'steps for each N',
  'distance of τ from 1 left at the last N': 'share',
  'slope of the effective timescale on N': 'steps for each N',
  'slope of the median effective timescale on N': 'steps for each N',
  'effective timescale': 'steps',
  'shared values of N': 'values of N',
  'variance of the normalised change': 'variance',
  'trainable parameters frozen': 'share',
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

/** A measurement of what is described: one number, or a statistic with its interval. */
export function measurement(description: Description, measured: number | SeedInterval): Measurement {
  const { name, item = '', quantity, of, than = null, kind = than === null ? 'value' : 'difference' } = description;
  const unit = kind === 'ratio' ? 'times' : kind === 'value' && quantity === 'N solved' ? 'N' : UNITS[quantity];
  const base = { name, item, quantity, unit, kind, of, than };
  if (typeof measured === 'number')
    return { ...base, value: measured, low: null, high: null, confidence: null, effect: null };
  const { value, low, high, confidence = null, delta = null } = measured;
  return { ...base, value, low, high, confidence, effect: delta };
}

/** The value of a measurement at which two groups do not differ. */
export function neutralValue({ kind }: Pick<Measurement, 'kind'>): 0 | 1 {
  return kind === 'ratio' ? 1 : 0;
}

/** The measurements as numbers by name, ends of intervals and effect sizes under names of their own, rounded as tables are. */
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

/** What a measurement is held against: one end of its interval, or its value, on one side of a threshold. */
export const criterionSchema = z.strictObject({
  of: z.enum(['value', 'low', 'high']),
  is: z.enum(['above', 'at least', 'below', 'at most']),
  threshold: z.number(),
  /** The name of another measurement of the same part that is meant; null for the part's main one. */
  about: z.string().nullable(),
});
export type Criterion = z.infer<typeof criterionSchema>;

function criterion(of: Criterion['of'], is: Criterion['is']) {
  return (threshold: number, about: string | null = null): Criterion => ({ of, is, threshold, about });
}

export const valueAbove = criterion('value', 'above');
export const valueAtLeast = criterion('value', 'at least');
export const valueBelow = criterion('value', 'below');
export const valueAtMost = criterion('value', 'at most');
export const lowAbove = criterion('low', 'above');
export const lowAtLeast = criterion('low', 'at least');
export const lowAtMost = criterion('low', 'at most');
export const highBelow = criterion('high', 'below');
export const highAtMost = criterion('high', 'at most');

/** The value lies closer to 0 than a margin. */
export const valueWithin = (margin: number) => [valueAbove(-margin), valueBelow(margin)];
/** The whole interval lies closer to 0 than a margin. */
export const intervalWithin = (margin: number) => [lowAbove(-margin), highBelow(margin)];

/** Whether the measurements meet a criterion; what is not a number meets none. */
export function meets(measurements: readonly Measurement[], { of, is, threshold, about }: Criterion): boolean {
  const measured = about === null ? measurements[0] : measurements.find(({ name }) => name === about);
  const actual = measured?.[of] ?? Number.NaN;
  switch (is) {
    case 'above':
      return actual > threshold;
    case 'at least':
      return actual >= threshold;
    case 'below':
      return actual < threshold;
    case 'at most':
      return actual <= threshold;
  }
}
