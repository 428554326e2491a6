import { expect, test } from 'vitest';
import { tailShare } from '../../src/analysis/tail.ts';

// Φ(-√(n / (n - 1)) t) from the distributions of a statistics library.
test.each([
  [0.95, 2, 0],
  [0.95, 3, 6.834137e-8],
  [0.95, 4, 1.190307e-4],
  [0.95, 5, 9.541006e-4],
  [0.95, 10, 8.550639e-3],
  [0.95, 40, 2.025754e-2],
])('an interval of %f leaves out of resamples of %i values, at each end, %f', (confidence, n, share) => {
  expect(Math.abs(tailShare(confidence, n) - share)).toBeLessThan(1e-7);
});

test('an interval of many values leaves out what a percentile interval does, one of no confidence its median', () => {
  expect(tailShare(0.9, 20_000)).toBeCloseTo(0.05, 4);
  for (const n of [2, 5, 6, 41]) expect(tailShare(0, n)).toBeCloseTo(0.5, 8);
});

test('one value leaves out nothing', () => {
  expect(tailShare(0.95, 1)).toBe(0);
});
