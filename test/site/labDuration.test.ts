import { expect, test } from 'vitest';
import { estimateWords, growSeconds, raceSeconds, type Schedule } from '../../site/src/browser/lab/duration.ts';

const trained = (architecture: 'modular' | 'non-modular', size: number, other: Partial<Schedule> = {}): Schedule => {
  return { architecture, size, stepsPerEpoch: 500, batchSize: 256, firstN: 2, ...other };
};

test('what takes long grows with the network, the task and the epochs', () => {
  const [large, small] = [trained('modular', 15), trained('modular', 5)];
  expect(growSeconds(large, 20)).toBeGreaterThan(growSeconds(large, 5));
  expect(growSeconds(large, 20)).toBeGreaterThan(growSeconds(small, 20));
  const pair = [large, trained('non-modular', 91)];
  expect(raceSeconds(pair, 20)).toBeGreaterThan(raceSeconds(pair, 10));
});

test('it follows the numbers that the network was trained with', () => {
  const seconds = growSeconds(trained('modular', 15), 20);
  expect(growSeconds(trained('modular', 15, { stepsPerEpoch: 250 }), 20)).toBeCloseTo(seconds / 2);
  expect(growSeconds(trained('modular', 15, { batchSize: 512 }), 20)).toBeCloseTo(2 * seconds);
  // Mean lengths 36.5 and 51.5.
  const shorter = growSeconds(trained('modular', 15, { longest: 'floor(2.5 N) + 1' }), 20);
  expect(shorter / seconds).toBeCloseTo(36.5 / 51.5);
});

test('only what takes five seconds and more is announced', () => {
  expect(estimateWords(4.9)).toBe('');
  expect(estimateWords(41)).toContain('50 seconds');
  expect(estimateWords(100)).toContain('2 minutes');
});
