import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/artifact/table.ts';
import { partsOf, undeclared } from '../../src/comparison/columns.ts';
import { hasMoved } from '../../src/comparison/panel.ts';
import { compareTables } from '../../src/comparison/table.ts';
import { panels } from '../../src/figures/index.ts';
import { curveKinds, withMeans } from '../../src/figures/series.ts';
import { TRAIN } from '../../src/study/tables.ts';
import { tables } from '../figures/tables.ts';

const context = { resamples: 50, confidence: 0.95 };
const { architecture, size, epoch, nSolved } = TRAIN.columns;
const form = { series: { architecture, size }, x: { epoch }, value: { nSolved }, also: {} };
const kinds = curveKinds(form);
const compare = (before: readonly Row[], after: readonly Row[]) => compareTables(kinds, before, after);

/** N solved of every seed at epochs 1, 2, ... */
const curves = (...seeds: number[][]): Row[] =>
  withMeans(
    seeds.flatMap((values, seed) =>
      values.map((nSolved, i) => ({ architecture: 'modular' as const, size: 15, seed, epoch: i + 1, nSolved })),
    ),
    form,
    context,
  );

describe('the rows of two revisions', () => {
  it('differ in nothing where they stand in another order', () => {
    for (const panel of panels) {
      const rows = panel.derive(tables, context);
      const change = compareTables(panel.kinds, rows, rows.toReversed());
      expect(hasMoved(change), panel.id).toBe(false);
      expect(change.cells, panel.id).toEqual([]);
    }
  });

  it('are told apart by their names and x in every panel, so that none is paired by its place', () => {
    for (const panel of panels) {
      for (const [kind, rows] of Map.groupBy(panel.derive(tables, context), (row) => row.kind)) {
        const { series, x } = partsOf(panel.kinds[String(kind)]);
        const names = rows.map((row) => JSON.stringify([...series, 'seed', x ?? ''].map((name) => row[name] ?? null)));
        expect(new Set(names).size, `${panel.id}, ${kind}`).toBe(rows.length);
      }
    }
  });

  it('tell a change of a mean in standard deviations over the seeds of the base at that point', () => {
    // At epoch 2 the base has 2, 4, 6: mean 4, sd 2. Afterwards 2, 4, 9: mean 5.
    const { largest, changed } = compare(curves([1, 2], [1, 4], [1, 6]), curves([1, 2], [1, 4], [1, 9]));
    expect(largest).toMatchObject({
      kind: 'mean',
      series: { architecture: 'modular', size: 15 },
      x: { column: 'epoch', value: 2 },
      column: 'nSolved',
      before: 4,
      after: 5,
      deviations: 0.5,
      unscaled: null,
    });
    expect(changed).toBe(2);
  });

  it('take the spread of the base, not of the head', () => {
    const { largest } = compare(curves([4], [6]), curves([0], [30]));
    expect(largest?.deviations).toBeCloseTo(10 / Math.SQRT2, 9);
  });

  it('say where all seeds of the base agree, and divide by nothing', () => {
    const { largest } = compare(curves([0.1], [0.1], [0.1]), curves([0.2], [0.2], [0.2]));
    expect(largest).toMatchObject({ deviations: null, unscaled: 'seeds agree', change: expect.closeTo(0.1, 9) });
  });

  it('say where the base has one seed', () => {
    expect(compare(curves([3]), curves([5])).largest).toMatchObject({
      deviations: null,
      unscaled: 'one seed',
      change: 2,
    });
  });

  it('tell a change among agreeing seeds beside the largest that can be scaled', () => {
    const before = curves([1, 2], [1, 4]);
    const after = curves([3, 2], [3, 5]);
    const { largest, largestOfAgreeing } = compare(before, after);
    expect(largest).toMatchObject({ x: { value: 2 }, before: 3, after: 3.5 });
    expect(largestOfAgreeing).toMatchObject({ x: { value: 1 }, before: 1, after: 3, unscaled: 'seeds agree' });
  });

  it('keep intervals for last: they are told where no value changed', () => {
    const before = curves([1, 2], [1, 4]);
    const wider = before.map((row) => (row.kind === 'mean' && row.epoch === 2 ? { ...row, high: 5 } : row));
    expect(compare(before, wider).largest).toMatchObject({
      column: 'high',
      edge: true,
      deviations: 1 / Math.SQRT2,
    });
    const both = wider.map((row) => (row.kind === 'mean' && row.epoch === 2 ? { ...row, nSolved: 3.01 } : row));
    expect(compare(before, both).largest).toMatchObject({ column: 'nSolved', edge: false });
  });

  it('name rows, series and columns that one side alone has', () => {
    const before = curves([1, 2], [1, 4]);
    const more = [...before, ...curves([1], [2]).map((row) => ({ ...row, size: 20 }))];
    expect(compare(before, more)).toMatchObject({
      added: 3,
      removed: 0,
      changed: 0,
      seriesAdded: ['modular 20'],
    });
    expect(compare(more, before)).toMatchObject({ added: 0, removed: 3, seriesRemoved: ['modular 20'] });
    const column = before.map((row) => ({ ...row, loss: 1 }));
    expect(compare(before, column)).toMatchObject({ columnsAdded: ['loss'], changed: 0 });
  });

  it('hold the perturbation at half against the seeds behind it, as a value and not as a place', () => {
    const robustness = panels.find(({ id }) => id === '3a');
    const before = robustness?.derive(tables, context) ?? [];
    const half = before.findIndex((row) => row.kind === 'half' && row.size === 15);
    const after = before.with(half, { ...before[half], epsilon: Number(before[half].epsilon) * 2 });
    const { cells } = compareTables(robustness?.kinds ?? {}, before, after);
    expect(cells).toHaveLength(1);
    expect(cells[0]).toMatchObject({ kind: 'half', x: null, column: 'epsilon' });
  });

  it('cannot be compared by a column or a kind that both have and the panel does not declare', () => {
    const rows = curves([1, 2], [1, 4]);
    const loss = rows.map((row) => ({ ...row, loss: 1 }));
    const paths = rows.map((row) => ({ ...row, kind: 'path' }));
    expect(undeclared(kinds, loss, loss)).toBe('column loss');
    expect(undeclared(kinds, paths, paths)).toBe('kind of rows path');
    expect([undeclared(kinds, rows, loss), undeclared(kinds, rows, paths)]).toEqual([undefined, undefined]);
  });
});
