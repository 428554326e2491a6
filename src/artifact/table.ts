import { csvFormat, csvParseRows } from 'd3-dsv';

export type Cell = string | number | null;
/** One row of a table, by column name. */
export type Row = Record<string, Cell>;
/** Tables by their path under artifacts/<profile>/, as in docs/architecture.md; a stage not run has none. */
export type Tables = Readonly<Record<string, readonly Row[] | undefined>>;

/** A number at 6 significant digits, the precision of everything we publish as text. */
export function round(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : value;
}

/** Rows as CSV: one header line, numbers at 6 significant digits, null as an empty cell, a final line break. */
export function formatTable(rows: readonly Row[], columns: readonly string[]): string {
  const cells = rows.map((row) =>
    Object.fromEntries(
      columns.map((name) => {
        const cell = row[name] ?? null;
        return [name, typeof cell === 'number' ? round(cell) : cell];
      }),
    ),
  );
  return `${csvFormat(cells, [...columns])}\n`;
}

/**
 * Rows of a CSV text; cells that are numbers become numbers, empty cells null. A byte order mark and line ends of Windows are read over.
 * @throws SyntaxError naming the line, where a row has more or fewer cells than the header, a column stands there twice, a quoted cell
 * has no end or the last line none.
 */
export function parseTable(text: string): Row[] {
  if (text === '') throw new SyntaxError('it is empty');
  // A table without rows is a line break alone.
  if (text.trim() === '') return [];
  if (!text.endsWith('\n')) throw new SyntaxError('its last line is cut off');
  if (text.split('"').length % 2 === 0) throw new SyntaxError('a quoted cell has no end');
  const [header, ...lines] = csvParseRows(text.replace(/^\uFEFF/, ''));
  if (new Set(header).size < header.length) throw new SyntaxError('line 1 names a column twice');
  const wrong = lines.findIndex((line) => line.length !== header.length);
  if (wrong >= 0)
    throw new SyntaxError(`line ${wrong + 2} has ${lines[wrong].length} cells, the header ${header.length}`);
  return lines.map((line) => Object.fromEntries(line.map((cell, i) => [header[i], cellValue(cell)])));
}

function cellValue(cell: string): Cell {
  if (cell === '') return null;
  const value = Number(cell);
  return Number.isNaN(value) || cell.trim() === '' ? cell : value;
}
