import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectsOf, type Run } from '../../src/analysis/effects.ts';

/** A full factorial: the value of every combination of levels. */
function factorial(levels: readonly number[], value: (levels: readonly number[]) => number | null): Run[] {
  const all = levels.reduce<number[][]>(
    (some, n) => some.flatMap((one) => [...Array(n).keys()].map((l) => [...one, l])),
    [[]],
  );
  return all.map((one) => ({ levels: one, value: value(one) }));
}

const shares = ({ mains, pairs }: ReturnType<typeof effectsOf>) => [...mains, ...pairs].map(({ share }) => share);

describe('effects of a full factorial', () => {
  it('are those of a worked example: means by level, shares of main effects and of their interaction', () => {
    // 2 x 2: 1, 3 / 5, 15. Mean 6; sum of squares 116, of rows 64, of columns 36, of the interaction 16.
    const table = [
      [1, 3],
      [5, 15],
    ];
    const { mains, pairs } = effectsOf(factorial([2, 2], ([a, b]) => table[a][b]));
    expect(mains.map(({ factor, means }) => [factor, means])).toEqual([
      [0, [2, 10]],
      [1, [3, 9]],
    ]);
    expect(mains[0].share).toBeCloseTo(64 / 116, 12);
    expect(mains[1].share).toBeCloseTo(36 / 116, 12);
    expect(pairs).toEqual([{ factors: [0, 1], share: expect.closeTo(16 / 116, 12) }]);
  });

  it('are all in the pair where only the combination matters', () => {
    const { mains, pairs } = effectsOf(factorial([2, 3, 2], ([a, , c]) => Number(a === c)));
    expect(mains.map(({ share }) => share)).toEqual([0, 0, 0]);
    expect(pairs.map(({ factors, share }) => [factors, share])).toEqual([
      [[0, 1], 0],
      [[0, 2], 1],
      [[1, 2], 0],
    ]);
  });

  it('leave out factors with one level, and have no shares where all values are the same or none is there', () => {
    expect(effectsOf(factorial([1, 2], ([, b]) => b)).mains.map(({ factor, share }) => [factor, share])).toEqual([
      [1, 1],
    ]);
    expect(shares(effectsOf(factorial([2, 2], () => 4)))).toEqual([null, null, null]);
    const nothing = effectsOf(factorial([2, 2], () => null));
    expect(nothing.mains.map(({ means }) => means)).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(shares(nothing)).toEqual([null, null, null]);
    expect(effectsOf([])).toEqual({ mains: [], pairs: [] });
  });

  it('have means but no shares where a missing value leaves the design unbalanced, and shares where a whole level is missing', () => {
    const holed = effectsOf(factorial([2, 2], ([a, b]) => (a + b === 2 ? null : a)));
    expect(holed.mains[0].means).toEqual([0, 1]);
    expect(shares(holed)).toEqual([null, null, null]);
    const without = effectsOf(factorial([3, 2], ([a, b]) => (a === 2 ? null : b)));
    expect(without.mains.map(({ share }) => share)).toEqual([0, 1]);
    expect(without.mains[0].means).toEqual([0.5, 0.5, null]);
  });

  it('are shares from 0 to 1 that add up to at most 1, whatever the order, origin and unit of the values', () => {
    const design = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }).chain((levels) => {
      const runs = levels.reduce((all, n) => all * n, 1);
      const value = fc.integer({ min: -1000, max: 1000 });
      return fc.tuple(fc.constant(levels), fc.array(value, { minLength: runs, maxLength: runs }));
    });
    fc.assert(
      fc.property(design, fc.integer({ min: 1, max: 50 }), ([levels, values], unit) => {
        let i = 0;
        const runs = factorial(levels, () => values[i++]);
        const found = shares(effectsOf(runs));
        const known = found.filter((share) => share !== null);
        for (const share of known) expect(share).toBeGreaterThanOrEqual(0);
        expect(known.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(1 + 1e-9);
        if (levels.length <= 2 && known.length > 0) expect(known.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        const other = runs.map((run) => ({ ...run, value: 7 - unit * (run.value as number) })).reverse();
        shares(effectsOf(other)).forEach((share, k) => {
          if (found[k] === null) expect(share).toBeNull();
          else expect(share).toBeCloseTo(found[k], 9);
        });
      }),
    );
  });
});
