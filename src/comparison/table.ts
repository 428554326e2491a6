import type { Columns, Kinds } from '../artifact/columns.ts';
import { deviation } from '../artifact/moments.ts';
import { type Cell, groups, type Row } from '../artifact/table.ts';
import type { CellChange, TableChange, Unscaled } from './change.ts';
import { type ColumnParts, partsOf, seriesName } from './columns.ts';

/** Rows of one kind on both sides, by what names them. */
interface Kind {
  kind: string;
  /** None for a kind that the panel does not declare: it is of one side alone. */
  columns: Columns;
  parts: ColumnParts;
  before: Map<string, Row>;
  after: Map<string, Row>;
}

/**
 * What happened to the rows of a panel. Rows are paired by what names them (kind, series, x, seed), never by their place; every number of
 * a row that both sides have is held against the standard deviation over the seeds of the base at that series and x.
 */
export function compareTables(kinds: Kinds, before: readonly Row[], after: readonly Row[]): TableChange {
  const [byKind, othersByKind] = [groups(before, ['kind']), groups(after, ['kind'])];
  const both = [...new Set([...othersByKind.keys(), ...byKind.keys()])].map((kind): Kind => {
    const [earlier, later] = [byKind.get(kind) ?? [], othersByKind.get(kind) ?? []];
    const columns = kinds[kind] ?? {};
    const parts = partsOf(columns);
    return { kind, columns, parts, before: byName(earlier, parts), after: byName(later, parts) };
  });
  const [earlier, later] = [headerOf(before), headerOf(after)];
  const shared = new Set(earlier.filter((name) => later.includes(name)));
  const changes = both.map((kind) => cellsOf(kind, before, shared));
  const cells = changes.flatMap((change) => change.cells);
  const count = (side: (kind: Kind) => Map<string, Row>, other: (kind: Kind) => Map<string, Row>) =>
    both.reduce((sum, kind) => sum + [...side(kind).keys()].filter((name) => !other(kind).has(name)).length, 0);
  const [series, seriesNow] = [seriesOf(both, 'before'), seriesOf(both, 'after')];
  return {
    before: before.length,
    after: after.length,
    changed: changes.reduce((sum, { rows }) => sum + rows, 0),
    added: count(
      (kind) => kind.after,
      (kind) => kind.before,
    ),
    removed: count(
      (kind) => kind.before,
      (kind) => kind.after,
    ),
    seriesAdded: [...seriesNow].filter((name) => !series.has(name)),
    seriesRemoved: [...series].filter((name) => !seriesNow.has(name)),
    columnsAdded: before.length === 0 ? [] : later.filter((name) => !shared.has(name)),
    columnsRemoved: after.length === 0 ? [] : earlier.filter((name) => !shared.has(name)),
    cells,
    ...largestOf(cells),
  };
}

/** The cells in the order in which a reader wants them: values before edges, means before seeds, the largest first. */
export function byWeight(cells: readonly CellChange[]): CellChange[] {
  const single = ({ seed }: CellChange) => (seed === null ? 0 : 1);
  const size = ({ deviations }: CellChange) => (deviations === null ? -1 : Math.abs(deviations));
  const raw = ({ change }: CellChange) => (change === null ? -1 : Math.abs(change));
  return cells.toSorted(
    (a, b) => Number(a.edge) - Number(b.edge) || single(a) - single(b) || size(b) - size(a) || raw(b) - raw(a),
  );
}

function byName(rows: readonly Row[], { series, x }: ColumnParts): Map<string, Row> {
  const found = new Map<string, Row>();
  const twins = new Map<string, number>();
  for (const row of rows) {
    const name = JSON.stringify([...series, 'seed', ...(x === null ? [] : [x])].map((column) => row[column] ?? null));
    const twin = twins.get(name) ?? 0;
    twins.set(name, twin + 1);
    found.set(twin === 0 ? name : `${name} ${twin}`, row);
  }
  return found;
}

function headerOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function cellsOf(
  { kind, columns, parts, before, after }: Kind,
  all: readonly Row[],
  shared: ReadonlySet<string>,
): { rows: number; cells: CellChange[] } {
  const spread = spreadOf(kind, parts, all);
  let rows = 0;
  const cells: CellChange[] = [];
  for (const [name, now] of after) {
    const was = before.get(name);
    if (!was) continue;
    const moved = Object.keys(columns).filter(
      (column) =>
        columns[column].role !== 'key' && shared.has(column) && (was[column] ?? null) !== (now[column] ?? null),
    );
    if (moved.length > 0) rows++;
    for (const column of moved) cells.push(cellChange(kind, columns, parts, was, now, column, spread));
  }
  return { rows, cells };
}

type Spread = (row: Row, column: string) => { deviation: number } | { unscaled: Unscaled };

function cellChange(
  kind: string,
  columns: Columns,
  { series, x, spreads }: ColumnParts,
  was: Row,
  now: Row,
  column: string,
  spread: Spread,
): CellChange {
  const [before, after] = [was[column] ?? null, now[column] ?? null];
  const change = typeof before === 'number' && typeof after === 'number' ? after - before : null;
  const scale = column === 'seeds' ? ({ unscaled: 'no seeds' } as const) : spread(was, column);
  const scaled = change !== null && 'deviation' in scale;
  return {
    kind,
    series: pick(was, series),
    name: seriesName(pick(was, series), columns),
    seed: was.seed ?? null,
    x: x === null ? null : { column: x, value: was[x] ?? null },
    column,
    before,
    after,
    change,
    deviations: scaled ? change / scale.deviation : null,
    unscaled: scaled || change === null || 'deviation' in scale ? null : scale.unscaled,
    edge: spreads.includes(column),
  };
}

/** The spread over the seeds of the base at the place of a row; of an edge that of the value it belongs to. */
function spreadOf(kind: string, { series, x, values: [value], spreads }: ColumnParts, all: readonly Row[]): Spread {
  const seeds = all.filter((row) => row.kind === seedKind(kind) && row.seed !== null && row.seed !== undefined);
  const place = [...series, ...(x === null ? [] : [x])];
  const byPlace = groups(seeds, place);
  const known = new Map<string, ReturnType<Spread>>();
  return (row, column) => {
    const scaled = spreads.includes(column) ? value : column;
    const name = place.map((one) => row[one] ?? '').join('\t');
    const key = `${scaled}\n${name}`;
    const found = known.get(key) ?? scaleOf((byPlace.get(name) ?? []).map((seed) => seed[scaled]));
    known.set(key, found);
    return found;
  };
}

function scaleOf(cells: readonly (Cell | undefined)[]): ReturnType<Spread> {
  const values = cells.filter((cell): cell is number => typeof cell === 'number');
  if (values.length === 0) return { unscaled: 'no seeds' };
  if (values.length === 1) return { unscaled: 'one seed' };
  // Equal values may have a deviation of rounding alone.
  return values.every((value) => value === values[0]) ? { unscaled: 'seeds agree' } : { deviation: deviation(values) };
}

/** The kind of the rows of single seeds behind rows of a kind: 'seed' behind 'mean', 'half seed' behind 'half'. */
function seedKind(kind: string): string {
  if (kind === 'mean') return 'seed';
  return kind === 'seed' || kind.endsWith(' seed') ? kind : `${kind} seed`;
}

function seriesOf(kinds: readonly Kind[], side: 'before' | 'after'): Set<string> {
  return new Set(
    kinds.flatMap((kind) =>
      [...kind[side].values()].map((row) => seriesName(pick(row, kind.parts.series), kind.columns)),
    ),
  );
}

function largestOf(cells: readonly CellChange[]): Pick<TableChange, 'largest' | 'largestOfAgreeing'> {
  const ordered = byWeight(cells.filter(({ column }) => column !== 'seeds'));
  // What is drawn comes first: values over seeds, then values of seeds, then edges.
  const first = ordered[0] ?? cells[0] ?? null;
  const alike = ordered.filter(({ edge, seed }) => edge === first?.edge && (seed === null) === (first.seed === null));
  const agreeing = alike.filter(({ unscaled }) => unscaled === 'seeds agree');
  const largestOfAgreeing = agreeing[0] === first ? null : (agreeing[0] ?? null);
  return { largest: first, largestOfAgreeing };
}

function pick(row: Row, columns: readonly string[]): Record<string, Cell> {
  return Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
}
