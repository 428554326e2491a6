import type { Verdict } from '../artifact/verdict.ts';
import { type Part, part, verdictOf } from './judgement.ts';
import type { Measurement, Region } from './measurement.ts';
import { quantityWords } from './sentence.ts';

/** One number of a claim's rule, that a reader can move: an end of a region, or a margin on both sides of 0. */
export interface Threshold {
  /** Its place among the thresholds of the claim. */
  index: number;
  /** What is held against it: 'ratio of ε at half of the tasks'. */
  quantity: string;
  side: 'above' | 'at least' | 'below' | 'at most' | 'within ±';
  value: number;
  /** The values between which a verdict can turn, with room at both ends. */
  from: number;
  to: number;
  /** The parts that it decides, by index. */
  parts: readonly number[];
}

/** A run of thresholds with one verdict. */
export interface Turn {
  from: number;
  to: number;
  verdict: Verdict;
}

type Judged = Pick<Part, 'name' | 'measurement' | 'region' | 'beside'>;

const SIDES = [
  ['above', 'above'],
  ['atLeast', 'at least'],
  ['below', 'below'],
  ['atMost', 'at most'],
] as const satisfies readonly (readonly [keyof Region, Threshold['side']])[];

/** The numbers of a claim's rule; parts that share a quantity and a rule share its thresholds. */
export function thresholdsOf(parts: readonly Judged[]): Threshold[] {
  const groups = Map.groupBy(
    parts.map((_, i) => i),
    (i) => JSON.stringify([quantityWords(parts[i].measurement), parts[i].region]),
  );
  return [...groups.values()]
    .flatMap((indices) => {
      const { measurement, region } = parts[indices[0]];
      const quantity = quantityWords(measurement);
      const measured = indices.map((i) => parts[i].measurement);
      return endsOf(region).map(({ side, value }) => {
        const ends = measured.flatMap(intervalOf).map((end) => (side === 'within ±' ? Math.abs(end) : end));
        return {
          quantity,
          side,
          value,
          parts: indices,
          ...spanOf([...ends, value, ...(side === 'within ±' ? [0] : [])]),
        };
      });
    })
    .map((threshold, index) => ({ ...threshold, index }));
}

/** The parts with a threshold moved, their outcomes judged again. */
export function withThreshold(parts: readonly Judged[], { side, parts: moved }: Threshold, value: number): Part[] {
  return parts.map(({ name, measurement, region, beside }, i) =>
    part(name, measurement, moved.includes(i) ? movedRegion(region, side, value) : region, beside),
  );
}

/** The verdicts along the range of a threshold, from its lowest value on, the other thresholds as they stand. */
export function turnsOf(parts: readonly Judged[], threshold: Threshold): Turn[] {
  const { from, to, side } = threshold;
  const ends = threshold.parts.flatMap((i) => intervalOf(parts[i].measurement));
  const places = (side === 'within ±' ? ends.map(Math.abs) : ends).filter((end) => end > from && end < to);
  const cuts = [from, ...[...new Set(places)].sort((a, b) => a - b), to];
  const turns: Turn[] = [];
  cuts.slice(1).forEach((end, i) => {
    const verdict = verdictOf(withThreshold(parts, threshold, (cuts[i] + end) / 2));
    const last = turns.at(-1);
    if (last?.verdict === verdict) last.to = end;
    else turns.push({ from: cuts[i], to: end, verdict });
  });
  return turns;
}

function endsOf(region: Region): { side: Threshold['side']; value: number }[] {
  const { above, below } = region;
  if (above !== undefined && below !== undefined && above === -below) return [{ side: 'within ±', value: below }];
  return SIDES.flatMap(([key, side]) => {
    const value = region[key];
    return value === undefined ? [] : [{ side, value }];
  });
}

function movedRegion(region: Region, side: Threshold['side'], value: number): Region {
  if (side === 'within ±') return { above: -value, below: value };
  const key = SIDES.find(([, words]) => words === side)?.[0];
  return key === undefined ? region : { ...region, [key]: value };
}

function intervalOf({ value, low, high }: Measurement): number[] {
  return [low ?? value, high ?? value].filter((end): end is number => end !== null && Number.isFinite(end));
}

/** The range of some values with a tenth of it at both ends; a margin does not go below 0. */
function spanOf(values: readonly number[]): { from: number; to: number } {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = (most - least || Math.abs(most) || 1) / 10;
  return { from: least >= 0 ? Math.max(0, least - room) : least - room, to: most + room };
}
