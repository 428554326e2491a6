import {
  type Bootstrap,
  bootstrap,
  cliffsDelta,
  differenceInterval,
  mean,
  meanInterval,
} from '../analysis/statistics.ts';
import type { Tables } from '../artifact/table.ts';
import { purposeKey } from '../task/stream.ts';
import type { Claim, ClaimContext } from './claim.ts';
import { type Judgement, type Part, part } from './judgement.ts';
import { intervalWithin, type Measurement, measurement, type SeedInterval, valueWithin } from './measurement.ts';

/** What a judge is given: tables, the profile, and intervals over seeds from the claim's bootstrap stream. */
export interface Evidence {
  tables: Tables;
  context: ClaimContext;
  options: Bootstrap;
  mean(values: readonly number[]): SeedInterval;
  /** mean(a) - mean(b), groups independent. */
  difference(a: readonly number[], b: readonly number[]): SeedInterval;
  /** mean(a - b) of values that come in pairs, one pair a network. */
  paired(a: readonly number[], b: readonly number[]): SeedInterval;
  /** Any statistic of independent groups. */
  statistic(
    groups: readonly (readonly number[])[],
    statistic: (groups: readonly (readonly number[])[]) => number,
  ): SeedInterval;
}

type ClaimRecord = Omit<Claim, 'judge'> & { judge(evidence: Evidence): Judgement };

/** A claim from its record: opens the bootstrap stream named by its id. */
export function claim(record: ClaimRecord): Claim {
  return {
    ...record,
    judge(tables, context) {
      const { resamples, confidence, watch } = context;
      const options = { resamples, confidence, index: purposeKey(record.id), watch };
      const differences = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value - b[i]);
      return record.judge({
        tables: record.prepare?.(tables) ?? tables,
        context,
        options,
        mean: (values) => ({ ...meanInterval(values, options), confidence }),
        difference: (a, b) => ({ ...differenceInterval(a, b, options), confidence, delta: cliffsDelta(a, b) }),
        paired: (a, b) => ({ ...meanInterval(differences(a, b), options), confidence, delta: cliffsDelta(a, b) }),
        statistic: (groups, statistic) => ({ ...bootstrap(groups, statistic, options), confidence }),
      });
    },
  };
}

/** Two values of N solved within this share of the larger count as equal; the paper says 'disappears' and 'little' without a number. */
export const EQUAL = 0.1;

/**
 * The parts of a claim that two conditions are equal within a share of the larger mean, at least one task. Two parts, so that means which
 * agree but whose interval these seeds leave wider give 'partly'.
 */
export function equalParts(
  evidence: Evidence,
  name: string,
  description: Pick<Measurement, 'name' | 'item' | 'of' | 'than'>,
  a: readonly number[],
  b: readonly number[],
): Part[] {
  const difference = measurement({ ...description, quantity: 'N solved' }, evidence.difference(a, b));
  const margin = Math.max(1, EQUAL * Math.max(mean(a), mean(b)));
  return [
    part(`${name}, means`, difference, valueWithin(margin)),
    part(`${name}, interval`, difference, intervalWithin(margin)),
  ];
}

/** The smallest number of seeds among groups; 0 where there is no group. */
export function fewest(groups: readonly { readonly length: number }[]): number {
  return groups.length === 0 ? 0 : Math.min(...groups.map((group) => group.length));
}
