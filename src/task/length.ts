import { stream } from './stream.ts';

/** The bounds of a batch's length as params.yaml and the methods page write them: the group's code, where the paper says 4 N for the longest. */
export const LENGTH_FORMULAS = { shortest: 'N + 2', longest: '4 N + 1' } as const;

/** Bits of the shortest sequence at task N. */
export function shortestLength(N: number): number {
  return N + 2;
}

/** Bits of the longest sequence at task N. */
export function longestLength(N: number): number {
  return 4 * N + 1;
}

/** Every length that a batch at task N can have, ascending; all are equally likely. */
export function lengthsOf(N: number): number[] {
  const shortest = shortestLength(N);
  return Array.from({ length: longestLength(N) - shortest + 1 }, (_, n) => shortest + n);
}

/** Mean length of a batch at task N; half a bit where it lies between two lengths. */
export function meanLength(N: number): number {
  return (shortestLength(N) + longestLength(N)) / 2;
}

/** Length of a batch at task N, uniform from the shortest to the longest. */
export function drawLength(seed: number, purpose: 'train' | 'test', index: number, N: number): number {
  const shortest = shortestLength(N);
  const words = stream(seed, purpose === 'train' ? 'length' : 'test length', index);
  return shortest + words.integer(longestLength(N) - shortest + 1);
}
