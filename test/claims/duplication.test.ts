import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/artifact/table.ts';
import { duplication } from '../../src/claims/duplication.ts';

const CONDITIONS = ['copied', 'random'].flatMap((r) =>
  ['copied', 'random'].map((f) => `recurrent-${r}-feedforward-${f}`),
);
const context = { profile: 'paper', resamples: 400, confidence: 0.95, epochs: 60 };

/** Networks that end at the N solved given for every condition and seed. */
function grown(size: number, solved: readonly (readonly number[])[]): Row[] {
  return solved.flatMap((seeds, c) =>
    seeds.map((nSolved, seed) => {
      const network = { architecture: 'modular', size, condition: CONDITIONS[c], seed };
      return { network: `${size} ${c} ${seed}`, ...network, epoch: 60, N: nSolved + 1, nSolved, parameters: 1 };
    }),
  );
}

function judge(small: readonly (readonly number[])[], large: readonly (readonly number[])[]) {
  const rows = [...grown(5, small), ...grown(10, large)];
  const claim = duplication.find(({ id }) => id === '6b.4')!;
  const { verdict, numbers } = claim.judge({ 'histories/duplicate.csv': rows, 'histories/train.csv': [] }, context);
  const name = 'spread at M_m = 5 less at 10';
  return {
    verdict,
    value: numbers[name] as number,
    low: numbers[`${name}, low`] as number,
    high: numbers[`${name}, high`] as number,
  };
}

/** Four seeds about each of four means, as wide as given. */
const about = (means: readonly number[], width: number) =>
  means.map((mean) => [-1.5, -0.5, 0.5, 1.5].map((at) => mean + at * width));

describe('how much the way new modules start matters at larger modules (claim 6b.4)', () => {
  it('has a value inside its interval, though noise raises a range of means', () => {
    for (const width of [0.5, 2, 6]) {
      const { value, low, high } = judge(about([20, 20, 20, 20], width), about([40, 40, 40, 40], width / 100));
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
  });

  it('is not found where seeds spread but conditions do not', () => {
    expect(judge(about([20, 20, 20, 20], 6), about([40, 40, 40, 40], 0.5)).verdict).toBe('not reproduced');
  });

  it('is found where conditions part at M_m = 5 alone', () => {
    const { verdict, value } = judge(about([10, 18, 24, 30], 1), about([40, 41, 40, 41], 1));
    expect(verdict).toBe('reproduced');
    expect(value).toBeGreaterThan(18);
    expect(value).toBeLessThan(21);
  });
});
