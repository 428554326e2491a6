import { type Bootstrap, type BySeed, cliffsDelta, seedInterval } from '../analysis/statistics.ts';
import type { Table } from '../artifact/columns.ts';
import { mean } from '../artifact/moments.ts';
import type { Tables } from '../artifact/table.ts';
import { purposeKey } from '../task/stream.ts';
import type { Claim, ClaimContext } from './claim.ts';
import { type Judgement, type Part, part } from './judgement.ts';
import { type Measurement, measurement, type SeedInterval, within } from './measurement.ts';

/** The values of some groups of networks, as a statistic takes them. */
export type Groups = readonly (readonly number[])[];

/** What a judge is given: tables, the profile, and intervals over seeds from the claim's bootstrap stream. */
export interface Evidence {
  tables: Tables;
  context: ClaimContext;
  options: Bootstrap;
  mean(values: BySeed): SeedInterval;
  /** mean(a) - mean(b), pair by pair where both have a seed. */
  difference(a: BySeed, b: BySeed): SeedInterval;
  /** Any statistic of groups, which share seeds. */
  statistic(groups: readonly BySeed[], statistic: (groups: Groups) => number): SeedInterval;
}

/** A claim as its file states it. */
type Statement = Omit<Claim, 'judge' | 'inputs' | 'figure'> & {
  inputs: readonly Table[];
  judge(evidence: Evidence): Judgement;
};

/** A claim from its statement: finds the figure of its panel, and opens the bootstrap stream named by its id. */
export function claim({ inputs, ...statement }: Statement): Claim {
  const { id, panel, ...rest } = statement;
  const figure = /^\d+/.exec(panel ?? '')?.[0];
  return {
    id,
    panel,
    figure: figure === undefined ? null : Number(figure),
    ...rest,
    inputs: inputs.map(({ path }) => path),
    judge(tables, context) {
      const { resamples, confidence, watch } = context;
      const options = { resamples, confidence, index: purposeKey(id), watch };
      const statistic = (groups: readonly BySeed[], of: (groups: Groups) => number) => ({
        ...seedInterval(groups, of, options),
        confidence,
      });
      return statement.judge({
        tables: statement.prepare?.(tables) ?? tables,
        context,
        options,
        mean: (values) => statistic([values], ([group]) => mean(group)),
        difference: (a, b) => ({
          ...statistic([a, b], ([first, second]) => mean(first) - mean(second)),
          delta: cliffsDelta([...a.values()], [...b.values()]),
        }),
        statistic,
      });
    },
  };
}

/**
 * A statistic that noise biases, with the bias taken out: the bootstrap's median tells how far a resample raises it, and value and quantiles
 * are mirrored at the measured value (the basic interval). A range of means needs that: seeds raise it, and resamples once more.
 */
export function unbiased(
  groups: readonly BySeed[],
  statistic: (groups: Groups) => number,
  evidence: Evidence,
): SeedInterval {
  const { value, low, high, confidence } = evidence.statistic(groups, statistic);
  const { low: median } = seedInterval(groups, statistic, { ...evidence.options, confidence: 0 });
  return { value: 2 * value - median, low: 2 * value - high, high: 2 * value - low, confidence };
}

/** The largest less the smallest mean of groups. */
export function rangeOfMeans(groups: Groups): number {
  const means = groups.map(mean);
  return Math.max(...means) - Math.min(...means);
}

/** A range whose bias is taken out, which no range is below. */
export function notNegative({ value, low, high, ...rest }: SeedInterval): SeedInterval {
  return { ...rest, value: Math.max(0, value), low: Math.max(0, low), high: Math.max(0, high) };
}

/** Two values of N solved within this share of the larger count as equal; the paper says 'disappears' without a number. */
const EQUAL = 0.1;

/** The margin within which N solved counts as equal: a share of the larger mean, at least one task. */
export function equalMargin(...means: readonly number[]): number {
  return Math.max(1, EQUAL * Math.max(...means));
}

/** The part of a claim that two conditions solve as much as each other, within a margin. */
export function equalPart(
  evidence: Evidence,
  name: string,
  description: Pick<Measurement, 'name' | 'item' | 'of' | 'than'>,
  [a, b]: readonly [BySeed, BySeed],
  margin: number,
): Part {
  const difference = measurement({ ...description, quantity: 'N solved' }, evidence.difference(a, b));
  return part(name, difference, within(margin));
}

/** The smallest number of seeds among groups; 0 where there is no group. */
export function fewest(groups: readonly (BySeed | ReadonlyMap<number, unknown>)[]): number {
  return groups.length === 0 ? 0 : Math.min(...groups.map((group) => group.size));
}

/** The mean of a group's values. */
export function meanOf(group: BySeed): number {
  return mean([...group.values()]);
}
