import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  completed,
  describeDeviation,
  deviationOf,
  guessedRows,
  withStroke,
} from '../../site/src/browser/figureGuessCurve.ts';
import { panels } from '../../src/figures/index.ts';
import { tables } from '../figures/tables.ts';

describe('a curve drawn by a reader', () => {
  test('is interpolated between drawn points', () => {
    expect(
      completed(
        new Map([
          [1, 10],
          [4, 4],
        ]),
        6,
      ),
    ).toEqual([10, 10, 8, 6, 4, 4]);
    expect(completed(new Map([[2, 7]]), 4)).toEqual([7, 7, 7, 7]);
    expect(completed(new Map(), 4)).toEqual([]);
  });

  test('has no gaps for fast pointers', () => {
    const forth = withStroke(new Map(), { index: 1, value: 0 }, { index: 4, value: 6 });
    expect([...forth]).toEqual([
      [1, 0],
      [2, 2],
      [3, 4],
      [4, 6],
    ]);
    const back = withStroke(forth, { index: 4, value: 3 }, { index: 2, value: 1 });
    expect(new Map(back)).toEqual(
      new Map([
        [1, 0],
        [2, 1],
        [3, 2],
        [4, 3],
      ]),
    );
    expect([...withStroke(new Map(), { index: 3, value: 5 }, { index: 3, value: 5 })]).toEqual([[3, 5]]);
  });

  test('deviates by its shift', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1 }),
        fc.integer({ min: -9, max: 9 }),
        (values, d) => {
          const { absolute, signed } = deviationOf(
            values.map((value) => value + d),
            values,
          );
          expect(absolute).toBeCloseTo(Math.abs(d), 9);
          expect(signed).toBeCloseTo(d, 9);
        },
      ),
    );
  });

  test('is described with its side', () => {
    expect(deviationOf([4, 0], [2, 4])).toEqual({ absolute: 3, signed: -1 });
    expect(describeDeviation({ absolute: 3, signed: -1 }, 2, 'modular 15')).toBe(
      'Your curve differs by 3 tasks from the mean of modular 15 (mean absolute difference over 2 values of ε), on both sides.',
    );
    expect(describeDeviation({ absolute: 3, signed: 3 }, 2, 'modular 15')).toMatch(/mostly too many\.$/);
    expect(describeDeviation({ absolute: 3, signed: -2.5 }, 2, 'modular 15')).toMatch(/mostly too few\.$/);
    expect(() => deviationOf([1], [1, 2])).toThrow('a guess of 1 values cannot be compared with 2');
  });

  test('is compared with one modular size', () => {
    const panel = panels.find(({ id }) => id === '3a')!;
    const rows = guessedRows(panel.derive(tables, { resamples: 10, confidence: 0.95 }));
    const epsilons = rows.map((row) => Number(row.epsilon));
    expect(new Set(rows.map((row) => `${row.kind} ${row.architecture} ${row.size}`))).toEqual(
      new Set(['mean modular 15']),
    );
    expect(epsilons).toEqual([...epsilons].sort((a, b) => a - b));
    expect(epsilons.length).toBeGreaterThan(5);
  });
});
