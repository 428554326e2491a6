/** What a column is to its row: 'key' tells it from other rows, 'value' is measured, 'spread' says how sure a value is. */
export type Role = 'key' | 'value' | 'spread';

/** One column of a table, as data. */
export interface Column {
  type: 'text' | 'number';
  role: Role;
  /** The texts that may stand there; any where it is absent. */
  values?: readonly string[];
  /** 'neurons', 'time steps', 'nats'; none for counts, shares and names. */
  unit?: string;
  /** Whether a cell may be empty, which is null. */
  empty?: true;
  /** Of a key: 'line' names the line of networks of a row, which differ in their seed; 'axis' is a grid along which the rows of a line lie. */
  part?: 'line' | 'axis';
}

/** The columns of a table by name, in the order of its file. */
export type Columns = Readonly<Record<string, Column>>;

type Value<C extends Column> = C['type'] extends 'number'
  ? number
  : C['values'] extends readonly (infer Text extends string)[]
    ? Text
    : string;

/** The type of a cell; any cell where the column is not known to the compiler. */
export type CellOf<C extends Column> = Column extends C
  ? string | number | null
  : C['empty'] extends true
    ? Value<C> | null
    : Value<C>;

/** The type of a row. */
export type RowOf<C extends Columns> = { -readonly [Name in keyof C]: CellOf<C[Name]> };

/** A table of artifacts/<profile>/, declared once: what writes it, reads it, compares and explains it goes by this. */
export interface Table<C extends Columns = Columns> {
  /** Under artifacts/<profile>/: 'tables/conserve.csv'. */
  path: string;
  columns: C;
}

/** The type of a table's rows. */
export type RowIn<T extends Table> = RowOf<T['columns']>;

/**
 * The data of a panel: rows of several kinds in one file, each kind with different columns. The file has the columns of all, in the order
 * of first appearance, after `kind`.
 */
export type Kinds = Readonly<Record<string, Columns>>;

/** The type of a row of one kind. */
export type RowOfKind<K extends Kinds, Kind extends keyof K & string> = { kind: Kind } & RowOf<K[Kind]>;

/** The type of a panel's rows: a union, told apart by `kind`. */
export type RowOfKinds<K extends Kinds> = { [Kind in keyof K & string]: RowOfKind<K, Kind> }[keyof K & string];

/** The names of the columns for which something holds, in the order of the file. */
export function columnNames(columns: Columns, holds: (column: Column, name: string) => boolean): string[] {
  return Object.entries(columns).flatMap(([name, column]) => (holds(column, name) ? [name] : []));
}

/** The columns that name a network: those of its line, and its seed. */
export function networkKeys(columns: Columns): string[] {
  return columnNames(columns, ({ part }, name) => part === 'line' || name === 'seed');
}

/** The columns of a panel's file: `kind`, then those of every kind in the order of first appearance. */
export function columnsOfKinds(kinds: Kinds): string[] {
  return [...new Set(['kind', ...Object.values(kinds).flatMap((columns) => Object.keys(columns))])];
}

/** Declares a table; the types of its rows follow. */
export function tableOf<const C extends Columns>(path: string, columns: C): Table<C> {
  return { path, columns };
}
