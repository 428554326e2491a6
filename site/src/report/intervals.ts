import type { Judgement } from '../../../src/claims/judgement.ts';
import { type Measurement, neutralValue } from '../../../src/claims/measurement.ts';
import { quantityWords } from '../../../src/claims/sentence.ts';
import { capital } from './text.ts';

/** A judgement, or what stands for one where a claim meets a reading. */
export type ShownJudgement = Omit<Judgement, 'verdict'> & { verdict: string };

/** A measurement with its interval over seeds. */
export type MeasuredInterval = Measurement & { value: number; low: number; high: number };

/** The values that a drawing of one quantity spans; `reference` is no difference: 0, of a ratio 1. */
export interface Scale {
  from: number;
  to: number;
  reference: number;
}

/** The measurements of a claim that have an interval, each once, in the claim's order. */
export function measured({ context, parts }: Pick<ShownJudgement, 'context' | 'parts'>): MeasuredInterval[] {
  const all = [...context, ...parts.flatMap(({ measurement, beside }) => [measurement, ...beside])];
  const distinct = new Map(all.map((one) => [one.name, one]));
  return [...distinct.values()].filter(
    (one): one is MeasuredInterval => one.value !== null && one.low !== null && one.high !== null,
  );
}

/** One scale per quantity, which holds all intervals and the reference. */
export function scalesOf(all: readonly MeasuredInterval[]): Map<string, Scale> {
  return new Map(
    [...Map.groupBy(all, quantityWords)].map(([quantity, measurements]) => {
      const reference = neutralValue(measurements[0]);
      const ends = [reference, ...measurements.flatMap(({ low, high, value }) => [low, high, value])];
      return [quantity, { from: Math.min(...ends), to: Math.max(...ends), reference }];
    }),
  );
}

/** The name of a row: which one it is, or, where the rows measure several quantities, what it measures and which one. */
export function rowName(row: MeasuredInterval, isOneQuantity: boolean): string {
  if (isOneQuantity && row.item !== '') return row.item;
  // 'inflection' of 'inflection, 10-54' stands in 'ε at the inflection'.
  const which = row.item.split(', ').filter((part) => part !== '' && !row.quantity.includes(part));
  return [capital(quantityWords(row)), ...which].join(', ');
}

/** Where a value stands on a scale, in per cent of its width; in the middle where the scale has none. */
export function placeOn({ from, to }: Scale, value: number): number {
  return to === from ? 50 : Math.round((1000 * (value - from)) / (to - from)) / 10;
}
