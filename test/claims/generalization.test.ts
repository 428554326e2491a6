import { describe, expect, it } from 'vitest';
import { claimOf } from '../../src/claims/index.ts';
import { tables } from '../figures/tables.ts';

const context = { profile: 'paper', resamples: 100, confidence: 0.95, epochs: 60 };
const judgeWhere = (id: string, holds: (row: { architecture: string; K: number; seed: number }) => boolean) => {
  const rows = tables['tables/generalize.csv']!.filter((row) => holds(row as never));
  return claimOf(id)!.judge({ 'tables/generalize.csv': rows }, context);
};

describe('what a claim about both architectures does not judge', () => {
  it('is named: an architecture whose accuracy does not show its course (2c.2)', () => {
    expect(judgeWhere('2c.2', () => true).omitted).toEqual([]);
    expect(judgeWhere('2c.2', ({ architecture }) => architecture === 'modular').omitted).toEqual([
      'non-modular networks',
    ]);
  });

  it('is named: steps that one architecture lacks (2c.1)', () => {
    expect(judgeWhere('2c.1', () => true).omitted).toEqual([]);
    expect(judgeWhere('2c.1', ({ architecture, K }) => architecture === 'modular' || K !== 3).omitted).toEqual([
      'K = 3',
    ]);
  });
});
