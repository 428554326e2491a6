import { labelsOf } from '../../../src/task/label.ts';

/** One bit of the running example, as parity of the last N sees it. */
export interface Bit {
  value: 0 | 1;
  /** One of the last N. */
  counted: boolean;
}

/** The bit stream that runs through the whole report. */
export const stream: readonly (0 | 1)[] = [1, 0, 1, 1, 0, 1, 0, 0];

/** The bits as parity of the last N sees them, and the right answer. */
export function parity(bits: readonly (0 | 1)[], N: number): { N: number; bits: Bit[]; answer: number } {
  const first = bits.length - N;
  return {
    N,
    bits: bits.map((value, i) => ({ value, counted: i >= first })),
    answer: labelsOf(bits, 1, N)[0],
  };
}
