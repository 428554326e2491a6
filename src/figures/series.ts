import { groups, numbers } from '../analysis/rows.ts';
import { deviation, mean, meanInterval, standardError } from '../analysis/statistics.ts';
import type { Cell, Row } from '../artifact/table.ts';
import { purposeKey } from '../task/stream.ts';
import type { PanelContext } from './panel.ts';

/**
 * The tidy form of the rows of every panel. `kind` is 'seed' (one network, its `seed` given) or 'mean' (over the seeds of a series, `seed`
 * null); then the columns that name the series (architecture, size, condition, target, ...); the x column; the value column, with
 * `deviation` (sd over seeds, n - 1), `error` (standard error), `low` and `high` (percentile bootstrap interval of the mean over seeds, by
 * PanelContext) and `seeds` (how many) in the rows of kind 'mean'. Seeds come before means; a stuck network is a row like any other.
 */
export interface Form {
  series: readonly string[];
  x: string;
  value: string;
  /** Further columns, averaged in the rows of kind 'mean'. */
  also?: readonly string[];
}

/**
 * The bootstrap stream of all panels. One for all: at every point of a curve a resample takes the same seeds, so that the edges of an
 * interval are as smooth as the curve.
 */
export const PANEL_STREAM = purposeKey('panel');

/** Seed rows (any rows with the form's columns and `seed`) followed by their means over seeds. */
export function withMeans(seeds: readonly Row[], form: Form, context: PanelContext): Row[] {
  const columns = [form.x, form.value, ...(form.also ?? [])];
  const single = seeds.map(
    (row): Row => ({
      kind: 'seed',
      ...pick(row, form.series),
      seed: row.seed,
      ...pick(row, columns),
      deviation: null,
      error: null,
      low: null,
      high: null,
      seeds: null,
    }),
  );
  const means = [...groups(seeds, [...form.series, form.x]).values()].map((rows): Row => {
    const values = numbers(rows, form.value);
    const { low, high } = meanInterval(values, { ...context, index: PANEL_STREAM });
    return {
      kind: 'mean',
      ...pick(rows[0], form.series),
      seed: null,
      [form.x]: rows[0][form.x],
      [form.value]: orNull(mean(values)),
      ...Object.fromEntries((form.also ?? []).map((name) => [name, orNull(mean(numbers(rows, name)))])),
      deviation: orNull(deviation(values)),
      error: orNull(standardError(values)),
      low: orNull(low),
      high: orNull(high),
      seeds: values.length,
    };
  });
  const order = [...groups(means, form.series).values()];
  return [...single, ...order.flatMap((rows) => rows.sort((a, b) => Number(a[form.x]) - Number(b[form.x])))];
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
