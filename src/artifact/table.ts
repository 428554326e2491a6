import { csvFormat, csvParse } from 'd3-dsv';

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

/** Rows of a CSV text; cells that are numbers become numbers, empty cells null. */
export function parseTable(text: string): Row[] {
  return csvParse(text).map((raw) =>
    Object.fromEntries(
      Object.entries(raw).map(([name, cell]) => {
        if (cell === undefined || cell === '') return [name, null];
        const value = Number(cell);
        return [name, Number.isNaN(value) || cell.trim() === '' ? cell : value];
      }),
    ),
  );
}
