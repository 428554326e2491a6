import type { Judgement } from '../../../src/claims/claim.ts';

type Numbers = Judgement['numbers'];

/** A number of a claim with its interval over seeds. */
export interface Measured {
  /** As the claim stores it: 'difference, 5-20'. */
  name: string;
  /** What was measured: 'difference'; numbers of one quantity share a scale. */
  quantity: string;
  /** Of what: '5-20'; empty where the quantity was measured once. */
  item: string;
  value: number;
  low: number;
  high: number;
  /** Cliff's delta, where two groups are compared. */
  delta: number | null;
}

/** The values that a drawing of one quantity spans; `reference` is no difference: 0, of a factor 1. */
export interface Scale {
  from: number;
  to: number;
  reference: number;
}

/** The numbers of a claim that have an interval, in the claim's order. */
export function measured(numbers: Numbers): Measured[] {
  return Object.entries(numbers).flatMap(([name, value]) => {
    const [low, high, delta] = ['low', 'high', "Cliff's delta"].map((part) => numbers[`${name}, ${part}`]);
    if (typeof value !== 'number' || typeof low !== 'number' || typeof high !== 'number') return [];
    const [, quantity, item = ''] = /^(.*?)(?:(?:, | at )(.*))?$/.exec(name) ?? [];
    return [{ name, quantity, item, value, low, high, delta: typeof delta === 'number' ? delta : null }];
  });
}

/** One scale per quantity, which holds all intervals and the reference. */
export function scalesOf(all: readonly Measured[]): Map<string, Scale> {
  return new Map(
    [...Map.groupBy(all, ({ quantity }) => quantity)].map(([quantity, numbers]) => {
      const reference = quantity.includes('factor') ? 1 : 0;
      const ends = [reference, ...numbers.flatMap(({ low, high, value }) => [low, high, value])];
      return [quantity, { from: Math.min(...ends), to: Math.max(...ends), reference }];
    }),
  );
}

/** Where a value stands on a scale, in per cent of its width; in the middle where the scale has none. */
export function placeOn({ from, to }: Scale, value: number): number {
  return to === from ? 50 : Math.round((1000 * (value - from)) / (to - from)) / 10;
}

/** A finding without its intervals, for use beside a table or drawing of them. */
export function withoutIntervals(finding: string): string {
  return finding.replaceAll(/ \(\d+% interval [^()]*\)/g, '');
}
