import { describe, expect, it } from 'vitest';
import {
  drawLength,
  LONGEST_READINGS,
  lengthsOf,
  longestLength,
  meanLength,
  SHORTEST_FORMULA,
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

  const cases = LONGEST_READINGS.flatMap((reading) => [1, 2, 3, 30, 200].map((N) => [reading, N] as const));
  it.each(cases)('up to %s is a formula, its bounds, their list and its mean at N = %i', (reading, N) => {
    const term = (text: string) => (text.endsWith('N') ? (Number.parseFloat(text) || 1) * N : Number(text));
    const value = (formula: string) => {
      const [, floored, rest] = /^(?:floor\((.*)\) \+ )?(.*)$/.exec(formula) ?? [];
      const sum = rest.split(' + ').reduce((total, text) => total + term(text), 0);
      return floored ? Math.floor(term(floored)) + sum : sum;
    };
    expect([shortestLength(N), longestLength(N, reading)]).toEqual([SHORTEST_FORMULA, reading].map(value));
    const lengths = lengthsOf(N, reading);
    expect([lengths[0], lengths.at(-1)]).toEqual([shortestLength(N), longestLength(N, reading)]);
    expect(lengths).toHaveLength(longestLength(N, reading) - shortestLength(N) + 1);
    expect(lengths.reduce((sum, length) => sum + length, 0) / lengths.length).toBe(meanLength(N, reading));
    const drawn = Array.from({ length: 400 }, (_, index) => drawLength(2, 'train', index, N, reading));
    expect(drawn.every((length) => lengths.includes(length))).toBe(true);
  });
});
