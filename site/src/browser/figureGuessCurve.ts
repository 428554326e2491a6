import type { Row } from '../../../src/artifact/table.ts';
import { significant } from '../../../src/figures/frame.ts';

/** A curve as a reader expects it: values by the index of their x; what is between is not said yet. */
export type Guess = ReadonlyMap<number, number>;

/** The value at every x: between those said on a straight line (by index), beyond the outermost as there; none where nothing is said. */
export function completed(guess: Guess, count: number): number[] {
  const said = [...guess.keys()].sort((a, b) => a - b);
  if (said.length === 0) return [];
  return Array.from({ length: count }, (_, i) => {
    const after = said.find((index) => index >= i) ?? said[said.length - 1];
    const before = said.findLast((index) => index <= i) ?? said[0];
    const [low, high] = [guess.get(before) as number, guess.get(after) as number];
    return before >= after ? (i <= said[0] ? high : low) : low + ((high - low) * (i - before)) / (after - before);
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
  /** Mean difference: above 0 where more was expected than measured. */
  signed: number;
}

/**
 * The difference between a guess and what was measured at the same places.
 * @throws Error where their counts differ.
 */
export function deviationOf(guessed: readonly number[], measured: readonly number[]): Deviation {
  if (guessed.length !== measured.length || guessed.length === 0)
    throw new Error(`a guess of ${guessed.length} values cannot be held against ${measured.length}`);
  const differences = guessed.map((value, i) => value - measured[i]);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { absolute: mean(differences.map(Math.abs)), signed: mean(differences) };
}

/** One sentence that says how far a curve was off, and to which side. */
export function tellDeviation({ absolute, signed }: Deviation, count: number, label: string): string {
  const side = Math.abs(signed) < absolute / 2 ? 'on both sides' : signed > 0 ? 'mostly too many' : 'mostly too few';
  return `Your curve is ${significant(absolute)} tasks away from the mean of ${label} (mean absolute difference over ${count} values of ε), ${side}.`;
}

/** The rows that a guess is about: the means of the middle of the modular sizes' largest that the panel has, x ascending. */
export function guessedRows(rows: readonly Row[]): Row[] {
  const means = rows.filter((row) => row.kind === 'mean' && row.architecture === 'modular');
  const sizes = [...new Set(means.map((row) => Number(row.size)))];
  const size = sizes.includes(15) ? 15 : Math.max(...sizes);
  return means.filter((row) => row.size === size).sort((a, b) => Number(a.epsilon) - Number(b.epsilon));
}
