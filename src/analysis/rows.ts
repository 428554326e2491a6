import type { Row, Tables } from '../artifact/table.ts';
import type { Architecture } from '../network/network.ts';

/** Rows grouped by the values of some columns, groups in order of first appearance. */
export function groups<R extends Row>(rows: readonly R[], columns: readonly string[]): Map<string, R[]> {
  const found = new Map<string, R[]>();
  const [first, ...more] = columns;
  for (const row of rows) {
    let key = `${row[first] ?? ''}`;
    for (const name of more) key += `\t${row[name] ?? ''}`;
    const group = found.get(key);
    if (group) group.push(row);
    else found.set(key, [row]);
  }
  return found;
}

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
