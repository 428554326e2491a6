import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packRows, unpackRows } from '../../src/artifact/packedRows.ts';
import { formatRows, parseRows, type Row } from '../../src/artifact/table.ts';
import { panels } from '../../src/figures/index.ts';
import { tables } from '../figures/tables.ts';

const context = { resamples: 50, confidence: 0.95 };

describe('rows written by column', () => {
  test('are the rows that were written, through JSON', () => {
    const cell = fc.oneof(
      fc.constant(null),
      fc.constantFrom('seed', 'mean', '0.5', ''),
      fc.integer({ min: -999_999, max: 999_999 }),
    );
    const rows = fc.array(fc.record({ kind: cell, size: cell, value: cell }) as fc.Arbitrary<Row>, { maxLength: 60 });
    fc.assert(
      fc.property(rows, (given) => {
        expect(unpackRows(JSON.parse(JSON.stringify(packRows(given))))).toEqual(given.map((row) => ({ ...row })));
      }),
    );
  });

  test.each(panels.map((panel) => ({ id: panel.id, panel })))('of panel $id equal its CSV', ({ panel }) => {
    const rows = panel.derive(tables, context);
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const csv = formatRows(rows, columns);
    expect(unpackRows(packRows(rows))).toEqual(parseRows(csv));
    expect(JSON.stringify(packRows(rows)).length).toBeLessThan(csv.length);
  });

  test('join equal neighbours and keep networks', () => {
    const rows = Array.from({ length: 100 }, (_, seed): Row => ({ kind: 'seed', seed }));
    const file = packRows(rows, ['modular-05-seed-0']);
    expect(file.columns.kind).toEqual({ cells: [['seed', 100]] });
    expect(file.networks).toEqual(['modular-05-seed-0']);
  });

  test('are refused where a column has lost a cell', () => {
    expect(() => unpackRows({ rows: 2, columns: { N: { cells: [1] } } })).toThrow('column N has 1 cells for 2 rows');
  });
});
