import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { part, verdictOf } from '../../src/claims/judgement.ts';
import { above, measurement, within } from '../../src/claims/measurement.ts';
import { claimsFileSchema } from '../../src/claims/record.ts';
import { thresholdsOf, turnsOf, withThreshold } from '../../src/claims/threshold.ts';

const interval = (low: number, high: number) => ({ value: (low + high) / 2, low, high, confidence: 0.95 });
const difference = (item: string, low: number, high: number) =>
  measurement({ name: item, item, quantity: 'N solved', of: 'a', than: 'b' }, interval(low, high));

test('parts of one rule share a threshold, and its verdicts turn at the ends of their intervals', () => {
  const parts = [part('5', difference('5', 2, 4), above(0)), part('10', difference('10', 6, 8), above(0))];
  const thresholds = thresholdsOf(parts);
  expect(thresholds.map(({ side, value, parts }) => [side, value, parts])).toEqual([['above', 0, [0, 1]]]);
  const turns = turnsOf(parts, thresholds[0]);
  expect(turns.map(({ verdict }) => verdict)).toEqual(['reproduced', 'inconclusive', 'partly', 'not reproduced']);
  expect(turns.slice(1).map(({ from }) => from)).toEqual([2, 4, 6]);
  expect(withThreshold(parts, thresholds[0], 5).map(({ outcome }) => outcome)).toEqual(['contradicted', 'holds']);
});

test('a margin moves on both sides of 0, and never below it', () => {
  const parts = [part('equal', difference('5', -3, 2), within(1))];
  const [margin] = thresholdsOf(parts);
  expect([margin.side, margin.value, margin.from]).toEqual(['within ±', 1, 0]);
  expect(turnsOf(parts, margin).map(({ to, verdict }) => [to > 3, verdict])).toEqual([
    [false, 'inconclusive'],
    [true, 'reproduced'],
  ]);
});

test('no part, no threshold; values without an interval are their own', () => {
  expect(thresholdsOf([])).toEqual([]);
  const parts = [part('one', measurement({ name: 'n', quantity: 'heads', of: 'heads' }, 5), above(3))];
  const [threshold] = thresholdsOf(parts);
  expect(turnsOf(parts, threshold).map(({ verdict }) => verdict)).toEqual(['reproduced', 'not reproduced']);
});

test('where no threshold is moved, every committed verdict is the one of claims.json', () => {
  const file = path.join(import.meta.dirname, '..', '..', 'artifacts', 'paper', 'claims.json');
  const { claims } = claimsFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  for (const { id, parts, verdict } of claims) {
    for (const threshold of thresholdsOf(parts))
      expect(verdictOf(withThreshold(parts, threshold, threshold.value)), id).toBe(verdict);
  }
});
