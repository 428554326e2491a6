import { deviation, mean, standardError } from '../analysis/statistics.ts';
import type { Cell, Row, Tables } from '../artifact/table.ts';
import type { Architecture } from '../network/network.ts';

/**
 * The one tidy form of every panel's rows. `kind` is 'seed' (one network, its `seed` given) or 'mean' (over the seeds of a series, `seed`
 * null); then the columns that name the series (architecture, size, condition, target, ...); the x column; the value column, with
 * `deviation` (sd over seeds, n - 1), `error` (standard error) and `seeds` (how many) in the rows of kind 'mean'. Seeds
 * come before means; a stuck network is a row like any other.
 */
export interface Form {
  series: readonly string[];
  x: string;
  value: string;
  /** Further columns, averaged in the rows of kind 'mean'. */
  also?: readonly string[];
}

/** Seed rows (any rows with the form's columns and `seed`) followed by their means over seeds. */
export function withMeans(seeds: readonly Row[], form: Form): Row[] {
  const columns = [form.x, form.value, ...(form.also ?? [])];
  const single = seeds.map(
    (row): Row => ({
      kind: 'seed',
      ...pick(row, form.series),
      seed: row.seed,
      ...pick(row, columns),
      deviation: null,
      error: null,
      seeds: null,
    }),
  );
  const means = [...groups(seeds, [...form.series, form.x]).values()].map((rows): Row => {
    const values = numbers(rows, form.value);
    return {
      kind: 'mean',
      ...pick(rows[0], form.series),
      seed: null,
      [form.x]: rows[0][form.x],
      [form.value]: orNull(mean(values)),
      ...Object.fromEntries((form.also ?? []).map((name) => [name, orNull(mean(numbers(rows, name)))])),
      deviation: orNull(deviation(values)),
      error: orNull(standardError(values)),
      seeds: values.length,
    };
  });
  const order = [...groups(means, form.series).values()];
  return [...single, ...order.flatMap((rows) => rows.sort((a, b) => Number(a[form.x]) - Number(b[form.x])))];
}

/** Rows grouped by the values of some columns, groups in order of first appearance. */
export function groups<R extends Row>(rows: readonly R[], columns: readonly string[]): Map<string, R[]> {
  const found = new Map<string, R[]>();
  for (const row of rows) {
    const key = columns.map((name) => row[name]).join('\t');
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
export function finals(history: readonly Row[]): Row[] {
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

export function ofKind(rows: readonly Row[], kind: 'seed' | 'mean' | (string & {})): Row[] {
  return rows.filter((row) => row.kind === kind);
}

function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
}

function orNull(value: number): Cell {
  return Number.isNaN(value) ? null : value;
}
