import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/artifact/table.ts';
import { claimOf } from '../../src/claims/index.ts';

const context = { profile: 'paper', resamples: 300, confidence: 0.95, epochs: 60 };

/** Networks of one line that solve so many tasks an epoch, for some epochs. */
function line(size: number, condition: string, epochs: number, pace: number, architecture = 'modular'): Row[] {
  return [0, 1, 2].flatMap((seed) =>
    Array.from({ length: epochs }, (_, i) => ({
      network: `${architecture}-${size}-${condition}-seed-${seed}`,
      architecture,
      size,
      condition,
      seed,
      epoch: i + 1,
      N: 2 + Math.floor(pace * (i + 1)),
      nSolved: 1 + Math.floor(pace * (i + 1)),
      parameters: 100,
    })),
  );
}

describe('networks that were trained for different numbers of epochs', () => {
  const tables = (frozen: number) => ({
    'histories/train.csv': [...line(10, 'trained', 60, 1), ...line(5, 'trained', 60, 0.5)],
    'histories/freeze.csv': [
      ...line(10, 'frozen-recurrent', frozen, 1),
      ...line(10, 'frozen-feedforward', frozen, 1),
      ...line(5, 'frozen-recurrent', frozen, 0.5),
    ],
  });

  it('are compared after equal training', () => {
    for (const frozen of [20, 60]) {
      expect(claimOf('6a.5')!.judge(tables(frozen), context).verdict).toBe('reproduced');
      expect(claimOf('6a.6')!.judge(tables(frozen), context).verdict).toBe('not reproduced');
      expect(claimOf('6a.4')!.judge(tables(frozen), context).verdict).toBe('not reproduced');
    }
  });

  it('count with all of their training where they are not compared', () => {
    const { numbers } = claimOf('2a.2')!.judge(tables(20), context);
    expect(numbers['tasks, M_m = 10']).toBe(60);
  });

  it('do not count as flat where they were not trained to the end', () => {
    const histories = [...line(20, 'trained', 60, 0.5, 'non-modular'), ...line(54, 'trained', 30, 0.5, 'non-modular')];
    const { verdict, parts } = claimOf('2a.4')!.judge({ 'histories/train.csv': histories }, context);
    expect(parts.map(({ name }) => name)).toEqual(['M = 20']);
    expect(verdict).toBe('not reproduced');
  });
});

describe('both network types with frozen weights (claim 6a.4)', () => {
  const judge = (recurrent: number, feedforward: number) =>
    claimOf('6a.4')!.judge(
      {
        'histories/train.csv': line(5, 'trained', 60, 0.5),
        'histories/freeze.csv': [
          ...line(5, 'frozen-recurrent', 60, recurrent),
          ...line(5, 'frozen-feedforward', 60, feedforward),
        ],
      },
      context,
    );

  it('have to end below full training, one and the other', () => {
    expect(judge(0.3, 0.1).verdict).toBe('reproduced');
    expect(judge(0.3, 0.6).verdict).toBe('partly');
    expect(judge(0.6, 0.1).verdict).toBe('partly');
    expect(judge(0.6, 0.6).verdict).toBe('not reproduced');
    expect(judge(0.3, 0.1).numbers).toMatchObject({
      'difference, frozen recurrent': 12,
      'difference, frozen feedforward': 24,
    });
  });
});

describe('the non-modular network that frozen ones outperform (claim 6a.3)', () => {
  it('has to taper at about N = 10', () => {
    const judge = (core: number) =>
      claimOf('6a.3')!.judge(
        {
          'histories/train.csv': line(20, 'trained', 60, core, 'non-modular'),
          'histories/freeze.csv': line(5, 'frozen-recurrent', 60, 0.5),
        },
        context,
      ).verdict;
    expect(judge(0.15)).toBe('reproduced');
    expect(judge(0.05)).toBe('partly');
    expect(judge(0.6)).toBe('not reproduced');
  });
});
