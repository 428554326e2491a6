import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/artifact/table.ts';
import { claimOf } from '../../src/claims/index.ts';

const context = { profile: 'paper', resamples: 300, confidence: 0.95, epochs: 60 };

/** Modules of three networks whose accuracy is given by target, epsilon and N. */
function judge(id: string, accuracy: (target: string, epsilon: number, N: number) => number) {
  const rows: Row[] = [0, 1, 2].flatMap((seed) =>
    ['recurrent', 'feedforward'].flatMap((target) =>
      [0, 0.1, 1].flatMap((epsilon) =>
        [2, 3, 4, 5, 6].map((N) => ({
          network: `modular-15-seed-${seed}`,
          architecture: 'modular',
          size: 15,
          seed,
          target,
          epsilon,
          N,
          accuracy: accuracy(target, epsilon, N) - 0.001 * seed * N,
          deviation: 0,
        })),
      ),
    ),
  );
  return claimOf(id)!.judge({ 'tables/perturbation.csv': rows }, context);
}

describe('what perturbed weights cost a module', () => {
  it('is counted from what the module answers without a perturbation', () => {
    const worseAnyway = judge('5a.1', (_, __, N) => 1 - 0.05 * N);
    expect(worseAnyway).toMatchObject({ verdict: 'not reproduced', numbers: { slope: 0 } });
    const worseByNoise = judge('5a.1', (_, epsilon, N) => (epsilon === 0 ? 1 - 0.05 * N : 1 - 0.1 * N));
    expect(worseByNoise.verdict).toBe('reproduced');
  });

  it('cannot be told where nothing was measured without a perturbation', () => {
    const { verdict } = claimOf('5a.1')!.judge({ 'tables/perturbation.csv': [] }, context);
    expect(verdict).toBe('not run');
    expect(judge('5a.1', (_, epsilon) => (epsilon === 0 ? Number.NaN : 0.8)).verdict).toBe('not run');
  });
});

describe('the robustness of recurrent weights (claim 5b.1)', () => {
  it('is a level at the same noise: a flat curve far below is not the more robust one', () => {
    const { verdict, parts } = judge('5b.1', (target, epsilon, N) => {
      if (epsilon === 0) return 1;
      return target === 'recurrent' ? 0.6 - 0.002 * N : 0.95 - 0.02 * N;
    });
    expect(parts.map(({ outcome }) => outcome)).toEqual(['holds', 'contradicted']);
    expect(verdict).toBe('partly');
  });

  it('may go with a steeper curve', () => {
    const { verdict } = judge('5b.1', (target, epsilon, N) => {
      if (epsilon === 0) return 1;
      return target === 'recurrent' ? 0.99 - 0.02 * N : 0.7 - 0.002 * N;
    });
    expect(verdict).toBe('reproduced');
  });
});
