import type { Row } from '../../../src/artifact/table.ts';
import { significant } from '../../../src/figures/frame.ts';

/** A curve that a reader expects: values by the index of their x, possibly with gaps. */
export type Guess = ReadonlyMap<number, number>;

/** The value at every x, linearly interpolated by index and constant beyond the ends; empty for an empty guess. */
export function completed(guess: Guess, count: number): number[] {
  const drawn = [...guess.keys()].sort((a, b) => a - b);
  if (drawn.length === 0) return [];
  return Array.from({ length: count }, (_, i) => {
    const after = drawn.find((index) => index >= i) ?? drawn[drawn.length - 1];
    const before = drawn.findLast((index) => index <= i) ?? drawn[0];
    const [low, high] = [guess.get(before) as number, guess.get(after) as number];
    return before >= after ? (i <= drawn[0] ? high : low) : low + ((high - low) * (i - before)) / (after - before);
  });
}

/** The guess with a stroke in it: from one place to another on a straight line, so that a fast pointer leaves no gaps. */
export function withStroke(
  guess: Guess,
  from: { index: number; value: number },
  to: { index: number; value: number },
): Guess {
  const next = new Map(guess);
  const steps = Math.abs(to.index - from.index);
  for (let step = 0; step <= steps; step++) {
    const share = steps === 0 ? 1 : step / steps;
    next.set(from.index + Math.sign(to.index - from.index) * step, from.value + share * (to.value - from.value));
  }
  return next;
}

/** How far a curve was off. */
export interface Deviation {
  /** Mean absolute difference, in the unit of the values. */
  absolute: number;
  /** Mean difference: above 0 if the guess is too high. */
  signed: number;
}

/**
 * The difference between a guess and what was measured at the same places.
 * @throws Error if their counts differ.
 */
export function deviationOf(guessed: readonly number[], measured: readonly number[]): Deviation {
  if (guessed.length !== measured.length || guessed.length === 0)
    throw new Error(`a guess of ${guessed.length} values cannot be compared with ${measured.length} measured values`);
  const differences = guessed.map((value, i) => value - measured[i]);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { absolute: mean(differences.map(Math.abs)), signed: mean(differences) };
}

/** Describes how far a curve was off, and to which side. */
export function describeDeviation({ absolute, signed }: Deviation, count: number, label: string): string {
  const side = Math.abs(signed) < absolute / 2 ? 'on both sides' : signed > 0 ? 'mostly too many' : 'mostly too few';
  return `Your curve differs by ${significant(absolute)} tasks from the mean of ${label} (mean absolute difference over ${count} values of ε), ${side}.`;
}

/** The means that a guess is compared with: modular size 15, or the largest modular size, by ascending ε. */
export function guessedRows(rows: readonly Row[]): Row[] {
  const means = rows.filter((row) => row.kind === 'mean' && row.architecture === 'modular');
  const sizes = [...new Set(means.map((row) => Number(row.size)))];
  const size = sizes.includes(15) ? 15 : Math.max(...sizes);
  return means.filter((row) => row.size === size).sort((a, b) => Number(a.epsilon) - Number(b.epsilon));
}
