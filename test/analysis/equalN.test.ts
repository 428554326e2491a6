import { describe, expect, it } from 'vitest';
import { atEqualN } from '../../src/analysis/equalN.ts';

type Head = Parameters<typeof atEqualN>[0][number];
const head = (architecture: 'modular' | 'non-modular', size: number, seed: number, solved: string | null): Head => ({
  network: `${architecture}-${size}-seed-${seed}`,
  architecture,
  size,
  seed,
  target: 'connections',
  epsilon: 0.1,
  draws: 4,
  accuracies: null,
  solved,
});
const counted = (heads: readonly Head[]) =>
  atEqualN(heads).map(({ network, tasks, solved }) => [network, tasks, solved]);

describe('networks at equal N', () => {
  it('count the first tasks alone, as many as the weaker one of their pair and seed solves', () => {
    expect(
      counted([
        head('modular', 5, 0, '4 3 2 1 0'),
        head('non-modular', 20, 0, '4 4 1'),
        head('modular', 15, 0, '4'),
        head('non-modular', 91, 0, '4 1'),
      ]),
    ).toEqual([
      ['modular-5-seed-0', 3, 9 / 4],
      ['non-modular-20-seed-0', 3, 9 / 4],
      ['modular-15-seed-0', 1, 1],
      ['non-modular-91-seed-0', 1, 1],
    ]);
  });

  it('are left out without a partner of the same seed and of the size that the paper pairs, or with one that solves nothing', () => {
    expect(
      counted([
        head('modular', 5, 0, '4 4'),
        head('non-modular', 20, 1, '4 4'),
        head('modular', 10, 0, '4'),
        head('non-modular', 91, 0, '4'),
        head('modular', 5, 2, '4'),
        head('non-modular', 20, 2, null),
        head('modular', 7, 0, '4'),
      ]),
    ).toEqual([]);
  });

  it('keep targets and sizes of perturbations apart', () => {
    const rows = ['connections', 'tau'].flatMap((target) =>
      [0, 1].flatMap((epsilon) =>
        [head('modular', 5, 0, epsilon === 0 ? '4 4' : '2 0'), head('non-modular', 20, 0, '4')].map((row) => ({
          ...row,
          target: target as Head['target'],
          epsilon,
        })),
      ),
    );
    expect(atEqualN(rows).map(({ target, epsilon, solved }) => [target, epsilon, solved])).toEqual(
      ['connections', 'tau'].flatMap((target) => [
        [target, 0, 1],
        [target, 1, 0.5],
        [target, 0, 1],
        [target, 1, 1],
      ]),
    );
  });
});
