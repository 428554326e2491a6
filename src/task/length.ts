import { stream } from './stream.ts';

/** The shortest length of a batch as params.yaml and the methods page write it. */
export const SHORTEST_FORMULA = 'N + 2';

/** How the longest sequence is read: the group's code for non-modular networks (the paper says 4 N), or its script for modular ones. */
export const LONGEST_READINGS = ['4 N + 1', 'floor(2.5 N) + 1'] as const;
export type LongestReading = (typeof LONGEST_READINGS)[number];

/** Bits of the shortest sequence at task N. */
export function shortestLength(N: number): number {
  return N + 2;
}

/** Bits of the longest sequence at task N. */
export function longestLength(N: number, reading: LongestReading = '4 N + 1'): number {
  return reading === '4 N + 1' ? 4 * N + 1 : Math.floor(2.5 * N) + 1;
}

/** Every length that a batch at task N can have, ascending; all are equally likely. */
export function lengthsOf(N: number, reading?: LongestReading): number[] {
  const shortest = shortestLength(N);
  return Array.from({ length: longestLength(N, reading) - shortest + 1 }, (_, n) => shortest + n);
}

/** Mean length of a batch at task N; half a bit where it lies between two lengths. */
export function meanLength(N: number, reading?: LongestReading): number {
  return (shortestLength(N) + longestLength(N, reading)) / 2;
}

/** Length of a batch at task N, uniform from the shortest to the longest. */
export function drawLength(
  seed: number,
  purpose: 'train' | 'test',
  index: number,
  N: number,
  reading?: LongestReading,
): number {
  const shortest = shortestLength(N);
  const words = stream(seed, purpose === 'train' ? 'length' : 'test length', index);
  return shortest + words.integer(longestLength(N, reading) - shortest + 1);
}
