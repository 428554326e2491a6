import type { Row } from '../artifact/table.ts';

/** Columns that say which network or series a row is about. */
const NAMES = ['kind', 'architecture', 'size', 'pair', 'target', 'condition', 'reading', 'variant', 'feeding', 'seed'];
/** Columns that can say where on the x axis a row stands; where a row needs several, the last in the table's order is x. */
const GRID = ['epoch', 'epsilon', 'N', 'K', 'nSolved'];
/** Columns that say how sure a value is. */
const EDGES = ['deviation', 'error', 'low', 'high', 'epsilonLow', 'epsilonHigh'];

/** What the columns of a table are to the rows of one kind. */
export interface Columns {
  /** Together with x they tell every row from every other. */
  series: string[];
  x: string | null;
  measured: string[];
}

/**
 * The columns of the rows of one kind, on both sides of a comparison. A grid column is x where rows could not be told apart without it,
 * else it is measured: the perturbation at half is a value of its row, the perturbations of a curve are not.
 * `sides` are the rows of one kind; rows that no choice of columns tells apart are paired in their order.
 */
export function columnsOf(sides: readonly (readonly Row[])[]): Columns {
  const rows = sides.flat();
  const all = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) =>
    rows.some((row) => isGiven(row, name)),
  );
  const names = all.filter((name) => NAMES.includes(name));
  const words = all.filter((name) => !NAMES.includes(name) && rows.some((row) => typeof row[name] === 'string'));
  const grid = all.filter((name) => GRID.includes(name));
  const choices = [
    names,
    ...grid.map((name) => [...names, name]),
    [...names, ...grid.filter((name) => name !== 'nSolved')],
    [...names, ...words],
    ...grid.map((name) => [...names, ...words, name]),
    [...names, ...words, ...grid.filter((name) => name !== 'nSolved')],
  ];
  const chosen = choices.find((key) => sides.every((side) => tellsApart(side, key))) ?? names;
  const gridColumns = chosen.filter((name) => grid.includes(name)).sort((a, b) => all.indexOf(a) - all.indexOf(b));
  const x = gridColumns.at(-1) ?? null;
  return {
    series: all.filter((name) => chosen.includes(name) && name !== x && name !== 'kind' && name !== 'seed'),
    x,
    measured: all.filter((name) => !chosen.includes(name) && name !== 'seeds'),
  };
}

/** Whether a column holds how sure a value is, not a value. */
export function isEdge(column: string): boolean {
  return EDGES.includes(column);
}

/** What names a row among those of its kind, but for the seed and x: 'modular 15 connections'. */
export function seriesName(series: Record<string, unknown>): string {
  const parts = Object.entries(series).map(([name, value]) =>
    value === null || value === undefined ? '' : GRID.includes(name) ? `${name} = ${value}` : String(value),
  );
  return parts.filter((part) => part !== '').join(' ');
}

function tellsApart(rows: readonly Row[], key: readonly string[]): boolean {
  return new Set(rows.map((row) => JSON.stringify(key.map((name) => row[name] ?? null)))).size === rows.length;
}

function isGiven(row: Row, name: string): boolean {
  return row[name] !== null && row[name] !== undefined;
}
