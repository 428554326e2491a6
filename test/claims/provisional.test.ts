import { expect, test } from 'vitest';
import { meanInterval } from '../../src/analysis/statistics.ts';
import { isProvisional, LEAST_SEEDS, SETTLED_SEEDS } from '../../src/claims/judgement.ts';
import { stream } from '../../src/task/stream.ts';

/** Share of samples of n standard normal seeds whose interval holds the mean, 0. */
function coverage(n: number): number {
  const samples = 2000;
  let covered = 0;
  for (let sample = 0; sample < samples; sample++) {
    const random = stream(sample, `coverage of ${n}`);
    const values = Array.from({ length: n }, () => random.normal());
    const { low, high } = meanInterval(values, { resamples: 1000, confidence: 0.95, index: n });
    if (low <= 0 && high >= 0) covered++;
  }
  return covered / samples;
}

test.each([
  [2, 0.5],
  [3, 0.75],
  [4, 0.88],
  [5, 0.91],
  [10, 0.95],
])('a 95%% interval of %i seeds holds the mean in about %f of samples', (n, share) => {
  expect(Math.abs(coverage(n) - share)).toBeLessThan(0.025);
});

test('a verdict on fewer than five seeds is provisional, one on none needed or not run is not', () => {
  for (let seeds = LEAST_SEEDS; seeds < 12; seeds++)
    expect(isProvisional({ verdict: 'partly', seeds })).toBe(seeds < SETTLED_SEEDS);
  expect(isProvisional({ verdict: 'not run', seeds: 2 })).toBe(false);
  expect(isProvisional({ verdict: 'partly', seeds: 0 }, true)).toBe(false);
});
