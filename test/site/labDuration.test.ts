import { expect, test } from 'vitest';
import { estimateWords, growSeconds, raceSeconds } from '../../site/src/browser/lab/duration.ts';

test('what takes long grows with the network, the task and the epochs', () => {
  expect(growSeconds('15-91', 20)).toBeGreaterThan(growSeconds('15-91', 5));
  expect(growSeconds('15-91', 20)).toBeGreaterThan(growSeconds('5-20', 20));
  expect(raceSeconds('15-91', 20)).toBeGreaterThan(raceSeconds('15-91', 10));
});

test('only what takes five seconds and more is announced', () => {
  expect(estimateWords(4.9)).toBe('');
  expect(estimateWords(41)).toContain('50 seconds');
  expect(estimateWords(100)).toContain('2 minutes');
});
