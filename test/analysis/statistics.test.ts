import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cliffsDelta,
  differenceInterval,
  epsilonAt,
  meanInterval,
  median,
  quantile,
  seedInterval,
  slope,
  standardError,
} from '../../src/analysis/statistics.ts';
import { deviation, mean } from '../../src/artifact/moments.ts';
import { stream } from '../../src/task/stream.ts';

const numbers = (minLength: number) =>
  fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength, maxLength: 20 });
const options = { resamples: 400, confidence: 0.95 };

describe('mean, deviation, quantiles', () => {
  test('values of a worked example', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9];
    expect(mean(values)).toBe(5);
    expect(deviation(values)).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(standardError(values)).toBeCloseTo(Math.sqrt(32 / 7 / 8), 12);
    expect(median([3, 1, 2, 10])).toBe(2.5);
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
  });

  test('a shift moves the mean and not the deviation', () => {
    fc.assert(
      fc.property(numbers(2), fc.integer({ min: -100, max: 100 }), (values, shift) => {
        const moved = values.map((value) => value + shift);
        expect(mean(moved)).toBeCloseTo(mean(values) + shift, 8);
        expect(deviation(moved)).toBeCloseTo(deviation(values), 6);
      }),
    );
  });

  test('quantiles rise with q and stay within the data', () => {
    fc.assert(
      fc.property(
        numbers(1),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p, q) => {
          const [low, high] = [quantile(values, Math.min(p, q)), quantile(values, Math.max(p, q))];
          expect(low).toBeLessThanOrEqual(high + 1e-9);
          expect(low).toBeGreaterThanOrEqual(Math.min(...values));
          expect(high).toBeLessThanOrEqual(Math.max(...values));
        },
      ),
    );
  });

  test('one seed has no deviation, no seeds no mean', () => {
    expect(deviation([3])).toBeNaN();
    expect(mean([])).toBeNaN();
    expect(quantile([], 0.5)).toBeNaN();
  });

  test('the slope of a line is its slope', () => {
    expect(slope([1, 2, 5], [3, 5, 11])).toBeCloseTo(2, 12);
    expect(slope([2, 2], [1, 5])).toBeNaN();
  });
});

describe('bootstrap intervals', () => {
  test('hold the mean, lie within the data and are the same every time', () => {
    fc.assert(
      fc.property(numbers(2), (values) => {
        const interval = meanInterval(values, options);
        expect(interval.value).toBe(mean(values));
        expect(interval.low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(interval.high).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
        expect(meanInterval(values, options)).toEqual(interval);
      }),
      { numRuns: 40 },
    );
  });

  test('of equal seeds have no width', () => {
    expect(differenceInterval([5, 5, 5], [2, 2], options)).toEqual({ value: 3, low: 3, high: 3 });
  });

  test('cover the true mean about as often as they claim', () => {
    let covered = 0;
    for (let run = 0; run < 200; run++) {
      const random = stream(run, 'coverage');
      const sample = Array.from({ length: 30 }, () => random.normal());
      const { low, high } = meanInterval(sample, { ...options, index: run });
      if (low <= 0 && high >= 0) covered++;
    }
    expect(covered / 200).toBeGreaterThan(0.88);
    expect(covered / 200).toBeLessThan(0.99);
  });

  test('of nothing are no numbers', () => {
    expect(differenceInterval([], [1], options)).toEqual({ value: Number.NaN, low: Number.NaN, high: Number.NaN });
  });
});

test("Cliff's delta is 1 for groups apart, 0 for equal ones, and turns with its groups", () => {
  expect(cliffsDelta([4, 5], [1, 2, 3])).toBe(1);
  expect(cliffsDelta([1, 2], [1, 2])).toBe(0);
  fc.assert(
    fc.property(numbers(1), numbers(1), (a, b) => {
      expect(cliffsDelta(a, b) + cliffsDelta(b, a)).toBeCloseTo(0, 12);
    }),
  );
});

describe('the perturbation at a level', () => {
  const grid = [0.01, 0.1, 1, 10];

  test('is linear in log epsilon between grid points', () => {
    const half = epsilonAt(grid, [10, 10, 0, 0], 5);
    expect(half.inside).toBe(true);
    expect(half.epsilon).toBeCloseTo(Math.sqrt(0.1), 12);
  });

  test('outside the grid its end stands for it', () => {
    expect(epsilonAt(grid, [10, 9, 8, 7], 5)).toEqual({ epsilon: 10, inside: false });
    expect(epsilonAt(grid, [4, 3, 2, 1], 5)).toEqual({ epsilon: 0.01, inside: false });
  });

  test('a curve that lies higher is passed later', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 4, maxLength: 4 }), (drops) => {
        const sorted = [...drops].sort((a, b) => b - a);
        const higher = sorted.map((value) => value + 1);
        expect(epsilonAt(grid, higher, 5).epsilon).toBeGreaterThanOrEqual(epsilonAt(grid, sorted, 5).epsilon - 1e-12);
      }),
    );
  });
});

describe('an interval over seeds', () => {
  const options = { resamples: 400, confidence: 0.95 };
  const difference = ([a, b]: readonly (readonly number[])[]) => mean(a) - mean(b);
  const bySeed = (values: readonly number[], from = 0) => new Map(values.map((value, i) => [from + i, value]));

  test('compares groups pair by pair where they share seeds', () => {
    const base = [3, 30, 12, 7, 55, 21];
    const [a, b] = [bySeed(base.map((value) => value + 2)), bySeed(base)];
    const { value, low, high } = seedInterval([a, b], difference, options);
    for (const end of [value, low, high]) expect(end).toBeCloseTo(2, 12);
  });

  test('compares groups without a common seed as independent ones', () => {
    const [a, b] = [
      [5, 9, 4, 8],
      [1, 2, 6],
    ];
    expect(seedInterval([bySeed(a), bySeed(b, 10)], difference, options)).toEqual(differenceInterval(a, b, options));
  });

  test('of one group is that of its mean', () => {
    const values = [5, 9, 4, 8, 2];
    expect(seedInterval([bySeed(values)], ([group]) => mean(group), options)).toEqual(meanInterval(values, options));
  });

  test('draws groups of the measured sizes where some seeds are shared', () => {
    const [a, b] = [bySeed([1, 2, 3, 4, 5]), bySeed([1, 2, 3])];
    seedInterval(
      [a, b],
      (drawn) => {
        expect(drawn.map(({ length }) => length)).toEqual([5, 3]);
        return difference(drawn);
      },
      options,
    );
  });

  test('varies with every seed, also with one that no other is like', () => {
    const [a, b] = [bySeed([1, 20]), bySeed([3, 4], 1)];
    const { value, low, high } = seedInterval([a, b], difference, options);
    expect(value).toBe(7);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(10);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 2, maxLength: 8 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 2, maxLength: 8 }),
        (some, others) => {
          const apart = [some, others].map((seeds, g) => new Map(seeds.map((seed) => [seed, (g + 1) * 2 ** seed])));
          const { low, high } = seedInterval(apart, ([first]) => mean(first), { ...options, resamples: 200 });
          expect(low).toBeLessThan(high);
        },
      ),
    );
  });

  test('is not a number where a group is empty', () => {
    expect(seedInterval([bySeed([1, 2]), new Map()], difference, options).value).toBeNaN();
  });
});
