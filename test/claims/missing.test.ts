import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row, Tables } from '../../src/artifact/table.ts';
import { beyond } from '../../src/claims/beyond.ts';
import type { Claim, ClaimContext } from '../../src/claims/claim.ts';
import { claims } from '../../src/claims/index.ts';
import { judgementSchema } from '../../src/claims/judgement.ts';
import { findingSentence } from '../../src/claims/sentence.ts';
import { panels } from '../../src/figures/index.ts';
import { stream } from '../../src/task/stream.ts';
import { tables } from '../figures/tables.ts';

const context: ClaimContext = { profile: 'paper', resamples: 12, confidence: 0.95, epochs: 60 };
const ARCHITECTURES = ['modular', 'non-modular'];

/** Columns that name a measurement: a row without them is no row. */
const NAMING = ['size', 'seed', 'epoch', 'epsilon', 'draw', 'N', 'K', 'untilN'];

/** What goes missing of a table: all of it, its rows by chance, by seed, by size, by architecture, its later part, or measured cells. */
type Loss = { of: 'table' | 'rows' | 'seed' | 'size' | 'architecture' | 'end' | 'cells'; share: number; pick: number };

const losses = (paths: readonly string[]) =>
  fc.array(
    fc.record({
      path: fc.constantFrom(...paths),
      loss: fc.record<Loss>({
        of: fc.constantFrom('table', 'rows', 'seed', 'size', 'architecture', 'end', 'cells'),
        share: fc.constantFrom(0.1, 0.5, 0.9, 0.99, 1),
        pick: fc.nat(1000),
      }),
    }),
    { minLength: 1, maxLength: 4 },
  );

function without(rows: readonly Row[], { of, share, pick }: Loss): Row[] | undefined {
  const chance = stream(pick, 'loss');
  const sizes = [5, 10, 15, 20, 54, 91, 128];
  switch (of) {
    case 'table':
      return undefined;
    case 'rows':
      return rows.filter(() => chance.uniform() >= share);
    case 'seed':
      return rows.filter((row) => Number(row.seed) < pick % 4);
    case 'size':
      return rows.filter((row) => row.size !== sizes[pick % sizes.length]);
    case 'architecture':
      return rows.filter((row) => row.architecture !== ARCHITECTURES[pick % 2]);
    case 'end':
      return rows.slice(0, Math.floor((1 - share) * rows.length));
    case 'cells':
      return rows.map((row) => {
        const left = { ...row };
        for (const name of Object.keys(row))
          if (typeof row[name] === 'number' && !NAMING.includes(name) && chance.uniform() < share / 4)
            left[name] = null;
        return left;
      });
  }
}

function damaged(given: readonly { path: string; loss: Loss }[]): Tables {
  const left: Record<string, readonly Row[] | undefined> = { ...tables };
  for (const { path, loss } of given) left[path] = without(left[path] ?? [], loss);
  return left;
}

function judgeSafely(claim: Claim, given: Tables) {
  const judgement = claim.judge(given, context);
  const { verdict, numbers, seeds } = judgementSchema.parse(judgement);
  const finding = findingSentence(judgement);
  expect(finding).toMatch(/\.$/);
  expect(finding).not.toMatch(/NaN|undefined|Infinity|\[object/);
  expect(Number.isInteger(seeds) && seeds >= 0).toBe(true);
  for (const value of Object.values(numbers)) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
  return verdict;
}

describe.each(
  [...claims, ...beyond].filter(({ inputs }) => inputs.length > 0).map((claim) => ({ id: claim.id, claim })),
)('claim $id', ({ claim }) => {
  it('is judged or not run, whatever of its tables is missing, and never fails', () => {
    fc.assert(
      fc.property(losses(claim.inputs), (given) => {
        judgeSafely(claim, damaged(given));
      }),
      { numRuns: 40 },
    );
  });

  it('is not run where all of its tables are missing or empty, whatever others there are', () => {
    const others = Object.fromEntries(Object.entries(tables).filter(([path]) => !claim.inputs.includes(path)));
    expect(judgeSafely(claim, others)).toBe('not run');
    expect(judgeSafely(claim, { ...others, ...Object.fromEntries(claim.inputs.map((path) => [path, []])) })).toBe(
      'not run',
    );
  });
});

describe('panel', () => {
  const statistics = { resamples: 8, confidence: 0.95 };

  it.each(panels.filter(({ inputs }) => inputs.length > 0).map((panel) => ({ id: panel.id, panel })))(
    '$id has its rows or none, whatever of its tables is missing, and tells of them',
    ({ panel }) => {
      fc.assert(
        fc.property(losses(panel.inputs), (given) => {
          const rows = panel.derive(damaged(given), statistics);
          expect(panel.summarize(rows)).toMatch(/\.$/);
        }),
        { numRuns: 15 },
      );
    },
  );
});
