import { describe, expect, it } from 'vitest';
import {
  drawLength,
  LENGTH_FORMULAS,
  lengthsOf,
  longestLength,
  meanLength,
  shortestLength,
} from '../../src/task/length.ts';

describe('the length of a batch', () => {
  it('has sequences of N + 2 to 4 N + 1 bits, all about equally often', () => {
    const N = 3;
    const counts = new Map<number, number>();
    for (let index = 0; index < 9000; index++) {
      const length = drawLength(1, 'train', index, N);
      counts.set(length, (counts.get(length) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it.each([1, 2, 30, 200])('is a formula, its bounds, their list and its mean at N = %i', (N) => {
    const value = (formula: string) =>
      formula
        .split(' + ')
        .reduce((sum, term) => sum + (term.endsWith('N') ? (Number.parseInt(term, 10) || 1) * N : Number(term)), 0);
    expect([shortestLength(N), longestLength(N)]).toEqual(Object.values(LENGTH_FORMULAS).map(value));
    const lengths = lengthsOf(N);
    expect([lengths[0], lengths.at(-1), lengths.length]).toEqual([shortestLength(N), longestLength(N), 3 * N]);
    expect(lengths.reduce((sum, length) => sum + length, 0) / lengths.length).toBe(meanLength(N));
  });
});
