import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/artifact/table.ts';
import { claimOf } from '../../src/claims/index.ts';

const context = { profile: 'paper', resamples: 300, confidence: 0.95, epochs: 60 };
type Curve = (N: number, seed: number) => number;

interface Made {
  architecture: string;
  trained?: Curve;
  effective?: Curve;
  last?: (seed: number) => number;
}

/** Three networks of an architecture with timescales from N = 2 on. */
function networks({ architecture, trained = () => 1.5, effective = () => 2, last = () => 31 }: Made): Row[] {
  return [0, 1, 2].flatMap((seed) =>
    Array.from({ length: last(seed) - 1 }, (_, k) => k + 2).map((N) => ({
      network: `${architecture}-seed-${seed}`,
      architecture,
      size: architecture === 'modular' ? 15 : 91,
      seed,
      N,
      trainedMean: trained(N, seed) + 0.001 * seed,
      trainedMedian: trained(N, seed),
      effectiveMean: effective(N, seed) + 0.001 * seed,
      effectiveMedian: effective(N, seed),
      neurons: 15,
      failedFits: 0,
      doubleFits: 0,
    })),
  );
}

const judge = (id: string, ...made: Made[]) =>
  claimOf(id)!.judge({ 'tables/timescales.csv': made.flatMap(networks) }, context);

describe('trained time constants of modular networks (claim 4a.1)', () => {
  it.each([
    ['level', () => 1.5, 'reproduced'],
    ['higher in the middle, with the ends level', (N: number) => (N > 11 && N <= 21 ? 3 : 1.5), 'not reproduced'],
    ['lower in the middle, with the ends level', (N: number) => (N > 11 && N <= 21 ? 1 : 2), 'not reproduced'],
    ['rising', (N: number) => 1 + N / 10, 'not reproduced'],
  ])('%s', (_, trained, verdict) => {
    expect(judge('4a.1', { architecture: 'modular', trained }).verdict).toBe(verdict);
  });
});

describe('trained time constants of non-modular networks (claim 4a.2)', () => {
  it.each([
    ['fall to 1', (N: number) => 1 + 4 / N ** 1.5, 'reproduced'],
    ['fall by more than half, but stay far above 1', (N: number) => 3.1 - 0.05 * N, 'partly'],
    ['are 1 from the start, and do not fall', () => 1, 'partly'],
    ['start at 1 and rise', (N: number) => 1 + 0.1 * (N - 2), 'not reproduced'],
  ])('%s', (_, trained, verdict) => {
    const judged = judge('4a.2', { architecture: 'non-modular', trained });
    expect(judged.verdict).toBe(verdict);
    for (const value of Object.values(judged.numbers)) expect(Number.isFinite(value)).toBe(true);
  });
});

describe('effective timescales over N (claim 4b.1)', () => {
  const rises: Curve = (N) => 1 + 0.1 * N;
  const turns: Curve = (N) => (N < 16 ? 1 + 0.5 * N : 12 - 0.25 * N);
  const verdictOf = (modular: Curve, core: Curve) =>
    judge('4b.1', { architecture: 'modular', effective: modular }, { architecture: 'non-modular', effective: core })
      .verdict;

  it('rise steadily, not first up and then down', () => {
    expect(verdictOf(rises, rises)).toBe('reproduced');
    expect(verdictOf(turns, rises)).toBe('partly');
    expect(
      verdictOf(
        (N) => -rises(N, 0),
        (N) => -rises(N, 0),
      ),
    ).toBe('not reproduced');
  });

  it('name the architecture that was not measured', () => {
    const { verdict, omitted } = judge('4b.1', { architecture: 'modular', effective: rises });
    expect(verdict).toBe('reproduced');
    expect(omitted).toEqual(['non-modular networks']);
  });
});

describe('effective timescales at equal N (claim 4b.2)', () => {
  const modular: Curve = (N) => (N <= 4 ? 1 : 3);
  const core: Curve = () => 2;

  it('are compared at the N that both networks of a seed solved, whatever the others solved', () => {
    const last = (seed: number) => (seed === 2 ? 8 : 31);
    const { verdict, numbers } = judge(
      '4b.2',
      { architecture: 'modular', effective: modular, last },
      { architecture: 'non-modular', effective: core },
    );
    expect(verdict).toBe('reproduced');
    expect(numbers['shared N']).toBe(7);
    const short = (seed: number) => (seed === 2 ? 4 : 31);
    const other = judge(
      '4b.2',
      { architecture: 'modular', effective: modular, last: short },
      { architecture: 'non-modular', effective: core },
    );
    expect(other.verdict).toBe('inconclusive');
    expect(Number(other.numbers.difference)).toBeGreaterThan(0);
  });
});

describe('trained time constants against the memory of the tasks (claim 4a.3)', () => {
  const long: Curve = (N) => 2 * N;
  it.each([
    ['a few steps in both', undefined, undefined, 'reproduced'],
    ['as long as the tasks in modular networks', long, undefined, 'partly'],
    ['as long as the tasks in both', long, long, 'not reproduced'],
  ])('%s', (_, modular, nonModular, verdict) => {
    const made = [
      { architecture: 'modular', trained: modular },
      { architecture: 'non-modular', trained: nonModular },
    ];
    expect(judge('4a.3', ...made).verdict).toBe(verdict);
    expect(judge('4a.3', made[0]).omitted).toEqual(['non-modular networks']);
  });
});
