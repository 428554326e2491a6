import { csvFormat, csvParseRows } from 'd3-dsv';
import { type Column, type Columns, columnsOfKinds, type Kinds, type RowOf, type Table } from './columns.ts';
import { lineOfMarker } from './merge.ts';

export type Cell = string | number | null;
/** One row of a table, by column name. */
export type Row = Record<string, Cell>;
/** Tables by their path under artifacts/<profile>/, read by their declarations; a stage not run has none. */
export type Tables = Readonly<Record<string, readonly Row[] | undefined>>;

/** A number at 6 significant digits, the precision of everything we publish as text. */
export function round(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : value;
}

/**
 * Rows as CSV: one header line, numbers at 6 significant digits, null as an empty cell, a final line break.
 * @throws Error naming a column of the rows that is not among `columns`, or that holds a number that is not finite.
 */
export function formatRows(rows: readonly Readonly<Row>[], columns: readonly string[]): string {
  const known = new Set(columns);
  const cells = rows.map((row) => {
    const unknown = Object.keys(row).find((name) => !known.has(name));
    if (unknown !== undefined)
      throw new Error(
        `A row has the column ${unknown}, which its table does not declare: it has ${columns.join(', ')}.`,
      );
    return Object.fromEntries(
      columns.map((name) => {
        const cell = row[name] ?? null;
        if (typeof cell === 'number' && !Number.isFinite(cell))
          throw new Error(
            `A row has ${cell} in column ${name}, which no table holds: write null where there is no number.`,
          );
        return [name, typeof cell === 'number' ? round(cell) : cell];
      }),
    );
  });
  return `${csvFormat(cells, [...columns])}\n`;
}

/** Cells of a CSV text as they stand there. A byte order mark and line ends of Windows are read over. */
function cellsOf(text: string): { header: string[]; lines: string[][] } {
  if (text === '') throw new SyntaxError('it is empty');
  // A table without rows is a line break alone.
  if (text.trim() === '') return { header: [], lines: [] };
  const marker = lineOfMarker(text);
  if (marker !== null) throw new SyntaxError(`line ${marker}: git left a mark of a merge with conflicts`);
  if (!text.endsWith('\n')) throw new SyntaxError('its last line is cut off');
  if (text.split('"').length % 2 === 0) throw new SyntaxError('a quoted cell has no end');
  const [header, ...lines] = csvParseRows(text.replace(/^\uFEFF/, ''));
  if (new Set(header).size < header.length) throw new SyntaxError('line 1 names a column twice');
  const wrong = lines.findIndex((line) => line.length !== header.length);
  if (wrong >= 0)
    throw new SyntaxError(`line ${wrong + 2} has ${lines[wrong].length} cells, the header ${header.length}`);
  return { header, lines };
}

/**
 * Rows of a CSV text whose columns are not declared; cells that are numbers become numbers, empty cells null.
 * @throws SyntaxError naming the line, where a row has more or fewer cells than the header, a column stands there twice, a quoted cell
 * has no end or the last line none.
 */
export function parseRows(text: string): Row[] {
  const { header, lines } = cellsOf(text);
  return lines.map((line) => Object.fromEntries(line.map((cell, i) => [header[i], plainCell(cell)])));
}

/** A finite decimal number as every reader of CSV reads it: no 'Infinity', no '0x10', no blanks around it. */
const PLAIN = /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i;

function plainCell(cell: string): Cell {
  if (cell === '') return null;
  const value = PLAIN.test(cell) ? Number(cell) : Number.NaN;
  return Number.isFinite(value) ? value : cell;
}

/** Rows of a declared table as CSV, in the declared order of columns. */
export function formatTable<C extends Columns>({ columns }: Table<C>, rows: readonly RowOf<C>[]): string {
  return formatRows(rows as readonly Row[], Object.keys(columns));
}

/**
 * Rows of a CSV text by the declaration of its table.
 * @throws SyntaxError as `parseRows`, and naming the column that is unknown or missing, or the line and column of a cell that does not fit.
 */
export function parseTable<C extends Columns>({ columns }: Table<C>, text: string): RowOf<C>[] {
  return declaredRows(text, Object.keys(columns), () => columns) as RowOf<C>[];
}

/** Rows as they are read once they are written: numbers have 6 significant digits there. */
export function asWritten<C extends Columns>(table: Table<C>, rows: readonly RowOf<C>[]): RowOf<C>[] {
  return parseTable(table, formatTable(table, rows));
}

/**
 * The rows of a panel as CSV, with the columns of all kinds.
 * @throws Error naming a kind that the panel does not declare, or a column that its kind does not.
 */
export function formatPanel(kinds: Kinds, rows: readonly Readonly<Row>[]): string {
  for (const row of rows) {
    const columns = kinds[String(row.kind)];
    if (!columns) throw new Error(`A row is of the kind ${row.kind}, which its panel does not declare.`);
    const unknown = Object.keys(row).find((name) => name !== 'kind' && !Object.hasOwn(columns, name));
    if (unknown !== undefined)
      throw new Error(`A row of kind ${row.kind} has the column ${unknown}, which its panel does not declare.`);
  }
  return formatRows(rows, rows.length === 0 ? [] : columnsOfKinds(kinds));
}

/**
 * Rows of a CSV text by the declaration of its panel; a cell of a column that the row's kind does not have is null.
 * @throws SyntaxError as `parseTable`, and naming the line of a kind that is not declared.
 */
export function parsePanel(kinds: Kinds, text: string): Row[] {
  const kind: Column = { type: 'text', role: 'key', values: Object.keys(kinds) };
  return declaredRows(text, columnsOfKinds(kinds), (line) => ({ kind, ...kinds[line.kind] }));
}

function declaredRows(text: string, names: readonly string[], columnsOf: (line: Record<string, string>) => Columns) {
  const { header, lines } = cellsOf(text);
  if (header.length === 0) return [];
  const unknown = header.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new SyntaxError(`column ${unknown} is not declared`);
  const missing = names.find((name) => !header.includes(name));
  if (missing !== undefined) throw new SyntaxError(`column ${missing} is missing`);
  return lines.map((line, i): Row => {
    const cells = Object.fromEntries(line.map((cell, k) => [header[k], cell]));
    const columns = columnsOf(cells);
    return Object.fromEntries(
      header.map((name) => {
        const cell = declaredCell(columns[name], cells[name]);
        if (cell === undefined)
          throw new SyntaxError(
            `line ${i + 2}, column ${name}: '${cells[name]}', expected ${expectation(columns[name])}`,
          );
        return [name, cell];
      }),
    );
  });
}

/** The rows of a declared table; none where its stage has not run. */
export function rowsOf<C extends Columns>(tables: Tables, { path }: Table<C>): readonly RowOf<C>[] {
  return (tables[path] ?? []) as readonly RowOf<C>[];
}

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

function declaredCell(column: Column | undefined, cell: string): Cell | undefined {
  if (cell === '') return !column || column.empty ? null : undefined;
  if (!column || (column.values && !column.values.includes(cell))) return undefined;
  if (column.type === 'text') return cell;
  const value = plainCell(cell);
  return typeof value === 'number' ? value : undefined;
}

function expectation(column: Column | undefined): string {
  if (!column) return 'nothing in a row of this kind';
  const { type, values, empty } = column;
  const what = values ? `one of ${values.join(', ')}` : type === 'number' ? 'a number' : 'a text';
  return `${what}${empty ? ' or nothing' : ''}`;
}
