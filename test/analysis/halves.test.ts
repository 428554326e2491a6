import { describe, expect, it } from 'vitest';
import { halves } from '../../src/analysis/halves.ts';

const GRID = Array.from({ length: 25 }, (_, i) => 10 ** (i / 8 - 2));

/** The inflection of a network with so many tasks, of which so many are left at each perturbation. */
function inflectionOf(solved: (epsilon: number) => number, tasks = 20): number | null {
  const network = { network: 'a', architecture: 'modular', size: 5, seed: 0, target: 'tau', tasks };
  return halves(GRID.map((epsilon) => ({ ...network, epsilon, solved: solved(epsilon) })))[0].inflection;
}

const falling = (half: number) => (epsilon: number) => 20 / (1 + (epsilon / half) ** 4);

describe('the inflection of a curve', () => {
  it('is found between the points of the grid', () => {
    const found = [0.3, 0.32, 0.34, 0.36].map((half) => Number(inflectionOf(falling(half))));
    [0.3, 0.32, 0.34, 0.36].forEach((half, i) => {
      expect(found[i] / half).toBeCloseTo(1, 1);
      if (i > 0) expect(found[i]).toBeGreaterThan(found[i - 1]);
    });
  });

  it('is the middle of points at which a curve falls alike', () => {
    expect(inflectionOf((epsilon) => (epsilon < 0.3 ? 20 : 0))).toBeCloseTo(10 ** (11.5 / 8 - 2), 6);
    expect(
      inflectionOf((epsilon) => Math.max(0, 20 - 5 * Math.max(0, Math.round(8 * (Math.log10(epsilon) + 1))))),
    ).toBeCloseTo(10 ** (10 / 8 - 2), 6);
  });

  it('is the end of the grid that is left where it does not fall there, and none without tasks', () => {
    expect(inflectionOf(() => 20)).toBe(GRID[24]);
    expect(inflectionOf(() => 0)).toBe(GRID[0]);
    expect(inflectionOf(() => 0, 0)).toBeNull();
  });
});
