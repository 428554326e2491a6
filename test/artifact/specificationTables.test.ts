import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableOf } from '../../src/artifact/columns.ts';
import { checkFormat, parseFormat } from '../../src/artifact/format.ts';
import {
  everyTable,
  type SpecificationTables,
  TableCollection,
  tablesAt,
} from '../../src/artifact/specificationTables.ts';
import { formatSpecificationTables, specificationTablesSchema } from '../../src/artifact/specificationTablesFile.ts';
import { groups, type Row } from '../../src/artifact/table.ts';

const LINES = tableOf('tables/lines.csv', {
  network: { type: 'text', role: 'key' },
  architecture: { type: 'text', role: 'key', values: ['modular', 'non-modular'] },
  accuracy: { type: 'number', role: 'value', empty: true },
});
const WHOLE = tableOf('tables/whole.csv', { seed: { type: 'number', role: 'key' } });

const row = fc.record({
  network: fc.constantFrom('a', 'b', ''),
  architecture: fc.constantFrom('modular', 'non-modular'),
  accuracy: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 9 })),
});

/** The rows of a table as they are cut: those of each architecture in their order. */
const cut = (rows: readonly Row[]) => [...groups(rows, ['architecture']).values()].flat();

function collected(...all: readonly Row[][]): SpecificationTables {
  const collection = new TableCollection([LINES, WHOLE]);
  for (const [i, rows] of all.entries()) collection.add(String(i), { [LINES.path]: rows, [WHOLE.path]: [{ seed: 1 }] });
  return collection.file('tiny');
}

describe('the tables of specifications', () => {
  it('come back as they were collected, through the text of their file', () => {
    fc.assert(
      fc.property(fc.array(fc.array(row, { maxLength: 12 }), { minLength: 1, maxLength: 5 }), (all) => {
        const text = formatSpecificationTables(collected(...all));
        const file = parseFormat(specificationTablesSchema, text, 'tables');
        for (const [i, rows] of all.entries())
          expect(tablesAt(file, String(i))).toEqual({
            ...(rows.length > 0 ? { [LINES.path]: cut(rows) } : {}),
            [WHOLE.path]: [{ seed: 1 }],
          });
      }),
    );
  });

  const modular = { network: 'a', architecture: 'modular', accuracy: 1 };
  const other = (accuracy: number) => ({ network: 'b', architecture: 'non-modular', accuracy });

  it('share what a choice does not reach', () => {
    const file = collected([modular, other(2)], [modular, other(3)]);
    const [first, second] = file.specifications.map(({ parts }) => parts);
    expect([first.length, second.length, file.parts.length]).toEqual([3, 3, 4]);
    expect(first.filter((part) => second.includes(part))).toHaveLength(2);
    expect(everyTable(file)[LINES.path]).toEqual([modular, other(2), other(3)]);
  });

  it('keep declared columns and tables alone', () => {
    const collection = new TableCollection([WHOLE]);
    const kept = collection.add('0', { [WHOLE.path]: [{ seed: 1, loss: 2 }], [LINES.path]: [modular] });
    expect(kept).toEqual({ [WHOLE.path]: [{ seed: 1 }] });
    expect(collection.add('1', {})).toEqual({});
  });

  it('are none of a specification that is not there', () => {
    expect(tablesAt(collected([modular]), '9')).toBeNull();
    expect(tablesAt(collected(), '0')).toBeNull();
    expect(everyTable(collected())).toEqual({});
  });

  it.each<[string, (file: SpecificationTables) => void, RegExp]>([
    ['a part that is not there', (file) => file.specifications[0].parts.push(99), /specifications/],
    ['a column that is not there', (file) => Object.assign(file.parts[0].columns, { network: 99 }), /parts/],
    ['a column that is too short', (file) => void file.parts[0].rows++, /parts/],
    ['a word that is not there', (file) => file.columns.splice(0, 1, { words: ['a'], cells: [1] }), /parts/],
    ['a place below 0', (file) => file.specifications[0].parts.push(-1), /specifications/],
    ['a run of no cells', (file) => file.columns.splice(0, 1, { cells: [['a', 0]] }), /columns/],
  ])('are refused with %s', (_, damage, field) => {
    const file = structuredClone(collected([modular]));
    damage(file);
    expect(() => checkFormat(specificationTablesSchema, file, 'multiverse-tables.json')).toThrow(field);
  });
});
