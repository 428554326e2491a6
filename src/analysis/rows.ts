import { groups, type Row, type Tables } from '../artifact/table.ts';
import type { Architecture } from '../network/network.ts';

/** The numbers of one column; cells that are empty or not numbers are left out. */
export function numbers(rows: readonly Row[], column: string): number[] {
  return rows
    .map((row) => row[column])
    .filter((cell): cell is number => typeof cell === 'number' && !Number.isNaN(cell));
}

/** A table by its path, or no rows where its stage has not run. */
export function table(tables: Tables, path: string): readonly Row[] {
  return tables[path] ?? [];
}

/** The last row (largest epoch) of every network of a history. */
export function finals<R extends Row>(history: readonly R[]): R[] {
  return [...groups(history, ['network']).values()].map((rows) =>
    rows.reduce((last, row) => (Number(row.epoch) > Number(last.epoch) ? row : last)),
  );
}

/** Distinct (architecture, size) of rows: modular before non-modular, small before large. */
export function sizesOf(rows: readonly Row[]): { architecture: Architecture; size: number }[] {
  return [...groups(rows, ['architecture', 'size']).values()]
    .map(([row]) => ({ architecture: row.architecture as Architecture, size: Number(row.size) }))
    .sort((a, b) => (a.architecture < b.architecture ? -1 : a.architecture > b.architecture ? 1 : a.size - b.size));
}
