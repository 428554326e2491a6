import { expect, test } from 'vitest';
import { briefFinding, findingAbove } from '../../site/src/report/finding.ts';
import { judgement, notRun, part } from '../../src/claims/judgement.ts';
import { above, measurement } from '../../src/claims/measurement.ts';

/** A claim with one part for each of the first K. */
const judged = (ks: number) =>
  judgement(
    Array.from({ length: ks }, (_, i) => {
      const item = `K = ${i + 1}`;
      const groups = { of: 'modular networks', than: 'non-modular ones' };
      const description = { name: `difference, ${item}`, item, quantity: 'accuracy', ...groups } as const;
      const interval = { value: 0.2 + i, low: 0.1, high: 3, confidence: 0.95, delta: 1 };
      return part(item, measurement(description, interval), above(0));
    }),
    { seeds: 5 },
  );

test('a finding beside its figure has a line for each measurement, with its unit and interval', () => {
  expect(briefFinding(judged(1))).toEqual({ lines: ['K = 1: +0.2 (0.1 to 3) in accuracy'], more: 0 });
  expect(briefFinding(judged(3)).lines).toHaveLength(3);
});

test('of many measurements it shows the first and the last, and how many are between', () => {
  const { lines, more } = briefFinding(judged(5));
  expect(lines.map((line) => line.split(':')[0])).toEqual(['K = 1', 'K = 5']);
  expect(more).toBe(3);
});

test('of a claim that was not run it shows the reason', () => {
  expect(briefFinding(notRun({ kind: 'no data', detail: 'no rows.' }))).toEqual({ lines: ['No rows.'], more: 0 });
});

test('above a table of several intervals the finding leaves them out', () => {
  expect(findingAbove(judged(1))).toContain('95% interval');
  expect(findingAbove(judged(2))).not.toContain('interval');
});
