import { describe, expect, test } from 'vitest';
import { beyond, OUTCOMES } from '../../src/claims/beyond.ts';
import type { ClaimContext, Verdict } from '../../src/claims/claim.ts';
import { claims } from '../../src/claims/index.ts';
import { panels } from '../../src/figures/index.ts';
import { asInThePaper, type Effects, tables, tablesWith } from '../figures/tables.ts';

const context: ClaimContext = { profile: 'paper', resamples: 300, confidence: 0.95, epochs: 60 };
const judge = (id: string, changes: Partial<Effects> = {}) =>
  beyond.find((own) => own.id === id)!.judge(tablesWith(changes), context);
const { redundant } = asInThePaper;

/** Effects under which each statement holds, and under which it does not. */
const BOTH_WAYS: Record<string, [Partial<Effects>, Partial<Effects>]> = {
  'B.1': [
    { rate: { 5: 1, 10: 1, 15: 1, 20: 1 }, plateau: { 20: 3, 54: 6, 91: 9, 128: 12 }, stuck: false },
    { stuck: false },
  ],
  'B.2': [{}, { redundant: { ...redundant, 'copy first': 0.8, 'copy mean': 0.9 } }],
  'B.3': [{}, { redundant: { ...redundant, 'relaxed first': 1.2, 'relaxed mean': 1.5 } }],
};

test('what goes beyond the paper is counted apart from its claims, and each statement has a panel', () => {
  expect(beyond.map(({ id }) => id)).toEqual(Object.keys(BOTH_WAYS));
  expect(claims.filter(({ id }) => id.startsWith('B'))).toEqual([]);
  for (const { panel } of beyond) expect(panels.find(({ id }) => id === panel)?.beyond).toBe(true);
});

describe.each(Object.entries(BOTH_WAYS))('statement %s', (id, [holding, failing]) => {
  test('holds where the networks show it', () => {
    const { verdict, finding, seeds } = judge(id, holding);
    expect(verdict, finding).toBe<Verdict>('reproduced');
    expect(finding).toMatch(/^Holds: .*interval.*\./);
    expect(seeds).toBeGreaterThanOrEqual(2);
  });

  test('does not hold where they show the opposite', () => {
    const { verdict, finding } = judge(id, failing);
    expect(verdict, finding).toBe<Verdict>('not reproduced');
    expect(finding).toMatch(/^Does not hold: .*interval.*\./);
  });

  test('is not run without data, and never judged on one seed', () => {
    const { judge: own } = beyond.find((statement) => statement.id === id)!;
    const single = Object.fromEntries(
      Object.entries(tables).map(([path, rows]) => [path, rows?.filter((row) => row.seed === 0)]),
    );
    for (const given of [{}, single]) {
      const { verdict, finding } = own(given, context);
      expect(verdict).toBe<Verdict>('not run');
      expect(finding).toMatch(/^Not run: .*\.$/);
    }
  });
});

test('a gain that is sure but next to nothing is no gain', () => {
  const even = judge('B.3', { redundant: { ...redundant, 'relaxed first': 1.33, 'relaxed mean': 1.64 } });
  expect(even.verdict, even.finding).toBe<Verdict>('not reproduced');
  const half = judge('B.3', { redundant: { ...redundant, 'relaxed first': 1.33 } });
  expect(half.finding).toMatch(/^Holds in part: holds for .*mean of both.*; not for .*first module feeds/);
});

test('what a twin gains by its further training alone stands beside what it gains as a second module', () => {
  const { numbers, finding } = judge('B.3');
  expect(numbers['factor, M_m = 15, the twin alone over the first module alone']).toBeCloseTo(1.1, 1);
  expect(numbers["factor, M_m = 15, mean, Cliff's delta"]).toBeGreaterThan(0.5);
  expect(finding).toMatch(/Twins end 10% \(M_m = 5\) and 4% \(M_m = 15\) away from the modules/);
});

test('a network that is stuck has nothing to double, and is mentioned', () => {
  expect(judge('B.2').finding).toContain('1 stuck network has no task to double');
  expect(judge('B.2', { stuck: false }).finding).not.toContain('stuck');
});

test('verdicts on our own statements are words of their own', () => {
  expect(Object.values(OUTCOMES)).toEqual(['holds', 'holds in part', 'does not hold', 'not run']);
});
