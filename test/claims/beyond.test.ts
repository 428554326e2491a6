import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/artifact/verdict.ts';
import { beyond, judgeBeyond } from '../../src/claims/beyond.ts';
import type { ClaimContext } from '../../src/claims/claim.ts';
import { claims } from '../../src/claims/index.ts';
import { panels } from '../../src/figures/index.ts';
import { asInThePaper, type Effects } from '../figures/effects.ts';
import { tables, tablesWith } from '../figures/tables.ts';

const context: ClaimContext = { profile: 'paper', resamples: 300, confidence: 0.95, epochs: 60 };
const judge = (id: string, changes: Partial<Effects> = {}) =>
  beyond.find((statement) => statement.id === id)!.judge(tablesWith(changes), context);
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
    const { verdict, parts, seeds } = judge(id, holding);
    expect(verdict).toBe<Verdict>('reproduced');
    for (const { measurement } of parts) expect(measurement.confidence).toBe(0.95);
    expect(seeds).toBeGreaterThanOrEqual(2);
  });

  test('does not hold where they show the opposite', () => {
    const { verdict, parts } = judge(id, failing);
    expect(verdict).toBe<Verdict>('not reproduced');
    expect(parts.filter(({ outcome }) => outcome === 'holds')).toEqual([]);
  });

  test('is not run without data, and never judged on one seed', () => {
    const { judge } = beyond.find((statement) => statement.id === id)!;
    const single = Object.fromEntries(
      Object.entries(tables).map(([path, rows]) => [path, rows?.filter((row) => row.seed === 0)]),
    );
    for (const given of [{}, single]) {
      expect(judge(given, context)).toMatchObject({ verdict: 'not run', reason: { kind: 'too few networks' } });
    }
  });
});

test('a gain that is sure but next to nothing is no gain', () => {
  const even = judge('B.3', { redundant: { ...redundant, 'relaxed first': 1.31, 'relaxed mean': 1.61 } });
  expect(even.verdict).toBe<Verdict>('not reproduced');
  const half = judge('B.3', { redundant: { ...redundant, 'relaxed first': 1.31 } });
  expect(half.verdict).toBe<Verdict>('partly');
  for (const { name, outcome } of half.parts)
    expect(outcome, name).toBe(name.includes('mean of both') ? 'holds' : 'contradicted');
});

test('what a twin gains by its further training alone stands beside what it gains as a second module', () => {
  const { numbers, notes } = judge('B.3');
  expect(numbers['factor, M_m = 15, the twin alone over the first module alone']).toBeCloseTo(1.1, 1);
  expect(numbers["factor, M_m = 15, mean, Cliff's delta"]).toBeGreaterThan(0.5);
  const twins = notes.find((note) => note.kind === 'distance of twins');
  expect(twins?.distances.map(({ of }) => of)).toEqual(['5-neuron modules', '15-neuron modules']);
  expect(twins?.distances[0].share).toBeCloseTo(0.1, 2);
  expect(twins?.distances[1].share).toBeCloseTo(0.04, 2);
});

test('a network that is stuck has nothing to double, and is mentioned', () => {
  expect(judge('B.2').notes).toEqual([{ kind: 'networks without tasks', count: 1 }]);
  expect(judge('B.2', { stuck: false }).notes).toEqual([]);
});

test('verdicts on statements of ours are called by other words than those on claims of the paper', () => {
  const outcomes = judgeBeyond(tables, context).map(({ verdict, outcome }) => [verdict, outcome]);
  expect(outcomes).toContainEqual(['reproduced', 'holds']);
  expect(judgeBeyond({}, context).map(({ outcome }) => outcome)).toEqual(beyond.map(() => 'not run'));
});
