import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeWithoutStuck } from '../../src/claims/bearing.ts';
import type { ClaimContext } from '../../src/claims/claim.ts';
import { claimOf } from '../../src/claims/index.ts';
import { judgement, part } from '../../src/claims/judgement.ts';
import {
  above,
  atLeast,
  atMost,
  below,
  between,
  measurement,
  outcomeOf,
  seedsToDecide,
  within,
} from '../../src/claims/measurement.ts';
import { tables, tablesWith } from '../figures/tables.ts';

const context: ClaimContext = { profile: 'paper', resamples: 300, confidence: 0.95, epochs: 60 };
const measured = (value: number, low = value, high = value) =>
  measurement(
    { name: 'difference', quantity: 'N solved', of: 'these', than: 'those' },
    { value, low, high, confidence: 0.95 },
  );
const one = (value: number, low: number, high: number) => part('more', measured(value, low, high), above(0));

describe('a part', () => {
  test.each([
    ['holds', above(0), 3, 1, 5],
    ['undecided', above(0), 3, -1, 5],
    ['contradicted', above(0), -3, -5, 0],
    ['undecided', atLeast(0), -3, -5, 0],
    ['holds', atLeast(0), 3, 0, 5],
    ['contradicted', below(1), 2, 1, 3],
    ['holds', atMost(1), 0.5, 0, 1],
    ['holds', within(2), 0, -1, 1],
    ['undecided', within(2), 1, 0, 2],
    ['contradicted', within(2), 4, 2, 6],
    ['holds', between(12, 18), 15, 12, 18],
    ['undecided', between(12, 18), 11, 7.8, 14],
    ['contradicted', between(12, 18), 8, 7, 9],
    ['undecided', above(0), Number.NaN, Number.NaN, Number.NaN],
  ])('is %s by %j at %d (%d to %d)', (outcome, region, value, low, high) => {
    expect(outcomeOf(measured(value, low, high), region)).toBe(outcome);
  });

  test('never holds where the opposite statement does, and one of both is decided where no interval crosses', () => {
    const number = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(number, number, number, (a, b, threshold) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const given = measured((low + high) / 2, low, high);
        const [first, second] = [outcomeOf(given, above(threshold)), outcomeOf(given, atMost(threshold))];
        const opposite = { holds: 'contradicted', contradicted: 'holds', undecided: 'undecided' };
        expect(second).toBe(opposite[first]);
      }),
    );
  });
});

describe('a claim', () => {
  const [held, against, open] = [one(3, 1, 5), one(-3, -5, -1), one(1, -1, 3)];
  test.each([
    ['reproduced', [held, held]],
    ['partly', [held, against]],
    ['partly', [held, against, open]],
    ['inconclusive', [held, open]],
    ['inconclusive', [open]],
    ['not reproduced', [against, open]],
    ['not reproduced', [against]],
  ] as const)('is %s', (verdict, parts) => {
    expect(judgement([...parts], { seeds: 5 }).verdict).toBe(verdict);
  });

  test('says how many seeds would settle what is undecided', () => {
    expect(judgement([held, open], { seeds: 5 }).seedsNeeded).toBe(seedsToDecide(open.measurement, above(0), 5));
    expect(judgement([held], { seeds: 5 }).seedsNeeded).toBeNull();
  });
});

describe('the seeds that settle an undecided part', () => {
  test('grow with the square of how far the interval reaches', () => {
    expect(seedsToDecide(measured(1, -1, 3), above(0), 10)).toBe(40);
    expect(seedsToDecide(measured(-1, -3, 1), above(0), 10)).toBe(40);
  });

  test('are those of the nearest end outside of a region, and of every end inside', () => {
    expect(seedsToDecide(measured(11, 8, 14), between(12, 18), 10)).toBe(90);
    expect(seedsToDecide(measured(1, -4, 4), within(2), 10)).toBe(90);
  });

  test('are counted in logarithms where a ratio was measured', () => {
    const description = { name: 'factor', quantity: 'ε at half of the tasks', of: 'these', than: 'those' } as const;
    const ratio = measurement({ ...description, kind: 'ratio' }, { value: 2, low: 0.5, high: 8, confidence: 0.95 });
    expect(seedsToDecide(ratio, above(1), 5)).toBe(20);
  });

  test('are no number where the value lies on the end of its region', () => {
    expect(seedsToDecide(measured(0, -2, 2), above(0), 10)).toBeNull();
  });
});

describe('stuck networks', () => {
  test('are left out of the second judgement of a claim that rests on them', () => {
    const [all, without] = [
      claimOf('2a.1')!.judge(tables, context),
      judgeWithoutStuck(claimOf('2a.1')!, tables, context),
    ];
    expect(all.notes).toEqual([{ kind: 'stuck networks', count: 1, of: 45 }]);
    expect(without?.notes).toEqual([]);
    expect(Number(without?.numbers['difference, 5-20'])).toBeGreaterThan(Number(all.numbers['difference, 5-20']));
  });

  test('give no second judgement where there are none, or the claim rests on none', () => {
    expect(judgeWithoutStuck(claimOf('2a.1')!, tablesWith({ stuck: false }), context)).toBeNull();
    expect(judgeWithoutStuck(claimOf('2c.1')!, tables, context)).toBeNull();
    expect(judgeWithoutStuck(claimOf('6a.7')!, tables, context)).toBeNull();
  });
});
