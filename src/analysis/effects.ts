import { mean } from '../artifact/moments.ts';

/** A run of a factorial design: the level of every factor, and what came out; null where nothing did. */
export interface Run {
  levels: readonly number[];
  value: number | null;
}

/** The effect of one factor on a value. */
export interface MainEffect {
  /** The place of the factor in `levels`. */
  factor: number;
  /** The mean of the value by level, in its unit; null at a level without a value. */
  means: (number | null)[];
  /** Eta squared: the share of the variance between runs that lies between levels, 0 to 1; null where it cannot be told. */
  share: number | null;
}

/** What two factors do together beyond what each does alone. */
export interface PairEffect {
  factors: readonly [number, number];
  /** The share of the variance between runs, 0 to 1; null where it cannot be told. */
  share: number | null;
}

/** The effects of the factors that take more than one level, alone and in pairs. */
export interface Effects {
  mains: MainEffect[];
  pairs: PairEffect[];
}

/**
 * The analysis of variance of a full factorial. Runs without a value are left out. Shares are null where what is left is not balanced
 * (some combination of the levels left stands more or less often than others), and where all values are the same.
 */
export function effectsOf(runs: readonly Run[]): Effects {
  const levels = (runs[0]?.levels ?? []).map((_, f) => Math.max(...runs.map((run) => run.levels[f])) + 1);
  const factors = [...levels.keys()].filter((f) => new Set(runs.map((run) => run.levels[f])).size > 1);
  const left = runs.filter((run): run is Run & { value: number } => run.value !== null);
  const values = left.map(({ value }) => value);
  const isKnown = isBalanced(left, factors) && values.some((value) => value !== values[0]);
  const centre = mean(values);
  const total = sum(values.map((value) => (value - centre) ** 2));
  /** The share of the variance that lies between the groups of a key. */
  const between = (key: (run: Run) => string) => {
    const groups = [...Map.groupBy(left, key).values()];
    return sum(groups.map((group) => group.length * (mean(group.map(({ value }) => value)) - centre) ** 2)) / total;
  };
  const shareOf = (f: number) =>
    isKnown
      ? Math.min(
          1,
          between((run) => String(run.levels[f])),
        )
      : null;
  const mains = factors.map((factor) => ({
    factor,
    means: [...Array(levels[factor]).keys()].map((level) => {
      const at = left.filter((run) => run.levels[factor] === level).map(({ value }) => value);
      return at.length === 0 ? null : mean(at);
    }),
    share: shareOf(factor),
  }));
  const alone = new Map(mains.map(({ factor, share }) => [factor, share ?? 0]));
  const pairs = factors.flatMap((a, i) =>
    factors.slice(i + 1).map((b): PairEffect => {
      const both = isKnown ? between((run) => `${run.levels[a]} ${run.levels[b]}`) : null;
      const beyond = both === null ? null : both - (alone.get(a) ?? 0) - (alone.get(b) ?? 0);
      // Rounding may leave a little on either side of nothing and of all.
      return { factors: [a, b], share: beyond === null ? null : Math.min(1, Math.max(0, beyond)) };
    }),
  );
  return { mains, pairs };
}

/** Whether every combination of the levels that runs take is taken equally often. */
function isBalanced(runs: readonly Run[], factors: readonly number[]): boolean {
  const combinations = factors.reduce((all, f) => all * new Set(runs.map((run) => run.levels[f])).size, 1);
  const counts = [...Map.groupBy(runs, (run) => factors.map((f) => run.levels[f]).join(' ')).values()];
  return counts.length === combinations && counts.every(({ length }) => length === counts[0].length);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
