import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/artifact/table.ts';
import { claimOf } from '../../src/claims/index.ts';
import { stream } from '../../src/task/stream.ts';

const context = { profile: 'paper', resamples: 300, confidence: 0.95, epochs: 60 };
const MODULAR = [5, 10, 15, 20];
const NON_MODULAR = [20, 54, 91, 128];
/** 25 perturbations from 0.01 to 10. */
const GRID = Array.from({ length: 25 }, (_, i) => 10 ** (i / 8 - 2));

interface Made {
  architecture: string;
  size: number;
  seed: number;
  target: string;
}

/** Networks that lose all of their tasks around a perturbation, one of them a seed. */
function networks(
  halfOf: (made: Made) => number,
  {
    tasks = () => 20,
    seeds = () => 4,
    grid = GRID,
  }: Partial<Record<'tasks' | 'seeds', (made: Made) => number>> & {
    grid?: readonly number[];
  } = {},
): Row[] {
  return ['connections', 'tau'].flatMap((target) =>
    [
      ...MODULAR.map((size) => ({ architecture: 'modular', size })),
      ...NON_MODULAR.map((size) => ({ architecture: 'non-modular', size })),
    ].flatMap((line) =>
      Array.from({ length: seeds({ ...line, target, seed: 0 }) }, (_, seed) => ({ ...line, target, seed })).flatMap(
        (made) => {
          const all = tasks(made);
          const half = halfOf(made) * 1.01 ** made.seed;
          return grid.map((epsilon) => ({
            network: `${made.architecture}-${made.size}-seed-${made.seed}`,
            ...made,
            epsilon,
            draw: 0,
            tasks: all,
            solved: all / (1 + (epsilon / half) ** 6),
          }));
        },
      ),
    ),
  );
}

const judge = (id: string, rows: Row[]) => claimOf(id)!.judge({ 'tables/robustness.csv': rows }, context);
const outcomes = (id: string, rows: Row[]) =>
  Object.fromEntries(judge(id, rows).parts.map(({ name, outcome }) => [name, outcome]));

describe('the robustness of modular networks to perturbed connections (claim 3a.1)', () => {
  const halfOf = ({ architecture }: Made) => (architecture === 'modular' ? 0.1 : 0.4);
  const tasks = ({ architecture }: Made) => (architecture === 'modular' ? 40 : 20);

  it('is told apart from what they solve without a perturbation', () => {
    expect(judge('3a.1', networks(halfOf, { tasks })).verdict).toBe('partly');
    expect(outcomes('3a.1', networks(halfOf, { tasks }))).toMatchObject({
      'initial performance, 10 against 54': 'holds',
      '10 against 54': 'contradicted',
      'inflection, 10 against 54': 'contradicted',
    });
    expect(judge('3a.1', networks(halfOf)).verdict).toBe('not reproduced');
  });

  it('does not depend on how many small perturbations the grid has', () => {
    const from = (least: number) => GRID.filter((epsilon) => epsilon > least);
    const [wide, narrow] = [0, 0.05].map((least) => networks(halfOf, { tasks, grid: from(least) }));
    expect(outcomes('3a.1', wide)).toEqual(outcomes('3a.1', narrow));
    const left = [wide, narrow].map((rows) => Number(judge('3a.1', rows).numbers['difference, tasks left, 10-54']));
    expect(left[0]).toBeGreaterThan(0);
    expect(left[1]).toBeLessThan(0);
  });
});

describe('modules of 5 neurons against their larger counterparts (claim 3.1)', () => {
  const fragile = { 5: 0.1, 10: 0.4, 15: 0.4, 20: 0.4 } as Record<number, number>;
  const halves = (of: Record<number, number>) => networks(({ size }) => of[size] ?? 1);

  it('are compared with each of them', () => {
    expect(judge('3.1', halves(fragile)).verdict).toBe('reproduced');
    const one = judge('3.1', halves({ ...fragile, 20: 0.02 }));
    expect(one.verdict).toBe('partly');
    expect(one.parts.filter(({ outcome }) => outcome === 'contradicted').map(({ name }) => name)).toEqual([
      'connections, 5 against 20',
      'time constants, 5 against 20',
    ]);
  });

  it('are not weighed by how many seeds a size has', () => {
    const between = { 5: 0.2, 10: 0.1, 15: 0.4, 20: 0.4 } as Record<number, number>;
    for (const many of [10, 15]) {
      const seeds = ({ size }: Made) => (size === many ? 30 : 3);
      expect(
        judge(
          '3.1',
          networks(({ size }) => between[size] ?? 1, { seeds }),
        ).verdict,
      ).toBe('partly');
    }
  });

  it('name what was not measured', () => {
    const rows = halves(fragile).filter(({ size, target }) => size !== 10 && target === 'tau');
    const { verdict, omitted } = judge('3.1', rows);
    expect(verdict).toBe('reproduced');
    expect(omitted).toEqual([
      ...[10, 15, 20].map((size) => `connections, 5 against ${size}`),
      'time constants, 5 against 10',
    ]);
  });
});

describe('whether size matters (claim 3a.2)', () => {
  it('is asked of both perturbations', () => {
    const same = networks(() => 0.3);
    expect(judge('3a.2', same)).toMatchObject({ verdict: 'reproduced', omitted: [] });
    const larger = networks(({ target, size }) => (target === 'tau' ? size / 100 : 0.3));
    const { verdict, parts } = judge('3a.2', larger);
    expect(verdict).toBe('partly');
    expect(parts.map(({ outcome }) => outcome)).toEqual(['holds', 'holds', 'undecided', 'contradicted']);
    const alone = same.filter(({ target }) => target === 'connections');
    expect(judge('3a.2', alone).omitted).toEqual([
      'modular networks with perturbed time constants',
      'non-modular networks with perturbed time constants',
    ]);
  });

  it('is not answered by the spread of seeds', () => {
    const normal = stream(0, 'halves of networks');
    const deviates = new Map<string, number>();
    const spread = networks(
      ({ architecture, size, seed, target }) => {
        const name = [architecture, size, seed, target].join();
        const deviate = deviates.get(name) ?? normal.normal();
        deviates.set(name, deviate);
        return 0.3 * 10 ** (0.3 * deviate);
      },
      { seeds: () => 40 },
    );
    const { parts } = judge('3a.2', spread);
    expect(parts.map(({ outcome }) => outcome)).toEqual(Array(4).fill('holds'));
    for (const { measurement } of parts) expect(Number(measurement.low)).toBeGreaterThanOrEqual(1);
  });
});
