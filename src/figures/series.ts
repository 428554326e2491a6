import { numbers } from '../analysis/rows.ts';
import { meanInterval, standardError } from '../analysis/statistics.ts';
import type { Column, Columns, RowOf, RowOfKinds } from '../artifact/columns.ts';
import { deviation, mean } from '../artifact/moments.ts';
import { type Cell, groups, type Row } from '../artifact/table.ts';
import { networkColumns } from '../study/tables.ts';
import { purposeKey } from '../task/stream.ts';
import type { PanelContext } from './panel.ts';

/** What names the series, the column along x, the value, and further columns that are averaged too. */
export interface Form<S extends Columns, X extends Columns, V extends Columns, A extends Columns> {
  series: S;
  x: X;
  value: V;
  also: A;
}

const spread = { type: 'number', role: 'spread', empty: true } as const;
/** How sure a mean is: sd over seeds (n - 1), standard error, bootstrap interval of the mean, and how many seeds. */
const spreads = {
  deviation: spread,
  error: spread,
  low: spread,
  high: spread,
  seeds: { type: 'number', role: 'spread' },
} as const satisfies Columns;

const { seed } = networkColumns;
type Seed = { seed: typeof seed };
/** The same columns where the mean of no number is an empty cell. */
type Emptied<C extends Columns> = { [Name in keyof C]: C[Name] & { empty: true } };

/** The kinds of rows of a panel of curves. */
export type CurveKinds<S extends Columns, X extends Columns, V extends Columns, A extends Columns> = {
  /** One network each. */
  seed: S & Seed & X & V & A;
  /** Over the seeds of a series. */
  mean: S & X & Emptied<V & A> & typeof spreads;
};

/**
 * The kinds of rows of a panel of curves: 'seed' (one network) and 'mean' (over the seeds of a series). Columns: those of the series, the seed, x,
 * the value and what is averaged beside it, and for means how sure they are.
 */
export function curveKinds<S extends Columns, X extends Columns, V extends Columns, A extends Columns>({
  series,
  x,
  value,
  also,
}: Form<S, X, V, A>): CurveKinds<S, X, V, A> {
  const measured = { ...value, ...also };
  return {
    seed: { ...series, seed, ...x, ...measured },
    mean: { ...series, ...x, ...emptied(measured), ...spreads },
  };
}

/**
 * The bootstrap stream of all panels. One for all: at every point of a curve a resample takes the same seeds, so that the edges of an
 * interval are as smooth as the curve.
 */
export const PANEL_STREAM = purposeKey('panel');

/** Seed rows (any rows with the form's columns and `seed`) followed by their means over seeds; a stuck network is a row like any other. */
export function withMeans<S extends Columns, X extends Columns, V extends Columns, A extends Columns>(
  seeds: readonly RowOf<S & Seed & X & V & A>[],
  form: Form<S, X, V, A>,
  context: PanelContext,
): RowOfKinds<CurveKinds<S, X, V, A>>[] {
  const [series, [x], [value], also] = [form.series, form.x, form.value, form.also].map((part) => Object.keys(part));
  const rows = seeds as readonly Row[];
  const single = rows.map((row): Row => ({ kind: 'seed', ...pick(row, [...series, 'seed', x, value, ...also]) }));
  const means = [...groups(rows, [...series, x]).values()].map((group): Row => {
    const values = numbers(group, value);
    const { low, high } = meanInterval(values, { ...context, index: PANEL_STREAM });
    return {
      kind: 'mean',
      ...pick(group[0], [...series, x]),
      ...Object.fromEntries([value, ...also].map((name) => [name, orNull(mean(numbers(group, name)))])),
      deviation: orNull(deviation(values)),
      error: orNull(standardError(values)),
      low: orNull(low),
      high: orNull(high),
      seeds: values.length,
    };
  });
  const order = [...groups(means, series).values()];
  const ordered = order.flatMap((group) => group.sort((a, b) => Number(a[x]) - Number(b[x])));
  // The columns of a form are known by name at run time alone.
  return [...single, ...ordered] as RowOfKinds<CurveKinds<S, X, V, A>>[];
}

export function ofKind(rows: readonly Row[], kind: 'seed' | 'mean' | (string & {})): Row[] {
  return rows.filter((row) => row.kind === kind);
}

/** The rows of a curve by kind. */
export function overSeeds(rows: readonly Row[]): { means: Row[]; seeds: Row[] } {
  return { means: ofKind(rows, 'mean'), seeds: ofKind(rows, 'seed') };
}

function emptied<C extends Columns>(columns: C): Emptied<C> {
  const entries = Object.entries(columns).map(([name, column]): [string, Column] => [name, { ...column, empty: true }]);
  return Object.fromEntries(entries) as Emptied<C>;
}

function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
}

function orNull(value: number): Cell {
  return Number.isNaN(value) ? null : value;
}
