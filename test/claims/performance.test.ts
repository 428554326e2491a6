import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/artifact/table.ts';
import { claimOf } from '../../src/claims/index.ts';

const context = { profile: 'paper', resamples: 300, confidence: 0.95, epochs: 60 };

/** Networks of a size that end at the N given, and what each N costs. */
function line(architecture: string, size: number, ends: readonly number[], cost: (N: number) => number): Row[] {
  return ends.flatMap((end, seed) =>
    Array.from({ length: 60 }, (_, i) => ({
      network: `${architecture}-${size}-seed-${seed}`,
      architecture,
      size,
      condition: 'trained',
      seed,
      epoch: i + 1,
      N: Math.min(i + 2, end) + 1,
      nSolved: Math.min(i + 2, end),
      parameters: cost(Math.min(i + 2, end)),
    })),
  );
}

const judge = (...lines: Row[][]) => claimOf('2b.1')!.judge({ 'histories/train.csv': lines.flat() }, context);

describe('the performance for the same number of parameters (claim 2b.1)', () => {
  const core = (N: number) => 400 + 40 * N;
  const modules = (N: number) => 100 * N;
  const most = Array<number>(10).fill(60);

  it("is 'always' better only where it is at every budget, not at that of the luckiest network alone", () => {
    // At 800 parameters all cores solve N = 10, and modules N = 8; at 1,600 the last core brings their mean to 12, and modules solve N = 16.
    const lucky = [...Array<number>(9).fill(10), 30];
    const { verdict, numbers, parts } = judge(line('modular', 5, most, modules), line('non-modular', 20, lucky, core));
    expect(verdict).toBe('not reproduced');
    expect(parts).toHaveLength(1);
    expect(parts[0].name).toBe('M = 20, 880 parameters');
    expect(numbers['difference, M = 20']).toBeCloseTo(-2.2, 5);
  });

  it('is reproduced where no budget turns the order, and named alike whatever the budgets', () => {
    const cheap = (N: number) => 50 * N;
    const names = [8, 12].map((end) => {
      const ends = Array<number>(10).fill(end);
      const judged = judge(line('modular', 5, most, cheap), line('non-modular', 20, ends, core));
      expect(judged.verdict).toBe('reproduced');
      return judged.parts[0].measurement.name;
    });
    expect(new Set(names)).toEqual(new Set(['difference, M = 20']));
  });
});
