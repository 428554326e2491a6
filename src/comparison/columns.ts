import { type Columns, columnNames, columnsOfKinds, type Kinds } from '../artifact/columns.ts';
import type { Cell, Row } from '../artifact/table.ts';

/** What the columns of one kind of rows are to a comparison. */
export interface ColumnParts {
  /** With the seed and x they tell every row from every other. */
  series: string[];
  /** The last grid among the keys. */
  x: string | null;
  values: string[];
  /** How sure the values are, but for the number of seeds. */
  spreads: string[];
}

export function partsOf(columns: Columns): ColumnParts {
  const keys = columnNames(columns, ({ role }, name) => role === 'key' && name !== 'seed');
  const x = keys.findLast((name) => columns[name].part === 'axis') ?? null;
  return {
    series: keys.filter((name) => name !== x),
    x,
    values: columnNames(columns, ({ role }) => role === 'value'),
    spreads: columnNames(columns, ({ role }, name) => role === 'spread' && name !== 'seeds'),
  };
}

/** A kind of rows or a column that both sides have and the panel does not declare: they cannot be compared. Undefined where there is none. */
export function undeclared(kinds: Kinds, before: readonly Row[], after: readonly Row[]): string | undefined {
  const declared = columnsOfKinds(kinds);
  const column = Object.keys(before[0] ?? {}).find((name) => !declared.includes(name) && name in (after[0] ?? {}));
  if (column) return `column ${column}`;
  const known = new Set(before.map(({ kind }) => String(kind)));
  const row = after.find(({ kind }) => known.has(String(kind)) && !Object.hasOwn(kinds, String(kind)));
  return row && `kind of rows ${row.kind}`;
}

/** What names a row among those of its kind, but for the seed and x: 'modular 15 connections', of a grid 'N = 3'. */
export function seriesName(series: Record<string, Cell>, columns: Columns): string {
  const parts = Object.entries(series).map(([name, value]) =>
    value === null ? '' : columns[name].part === 'axis' ? `${name} = ${value}` : String(value),
  );
  return parts.filter((part) => part !== '').join(' ');
}
