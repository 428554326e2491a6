import { columnNames, type Table } from './columns.ts';
import { type PackedColumn, packColumn, unpackRows } from './packedRows.ts';
import { groups, type Row, type Tables } from './table.ts';

/** Rows of a table that specifications share: its columns by their place among all columns. */
export interface TablePart {
  /** Path of the table. */
  table: string;
  rows: number;
  columns: Record<string, number>;
}

/** multiverse-tables.json of a profile: the tables of every specification, equal parts and equal columns once. */
export interface SpecificationTables {
  profile: string;
  columns: PackedColumn[];
  parts: TablePart[];
  /** The parts of each specification by their place, in the order of its rows. */
  specifications: { id: string; parts: number[] }[];
}

/**
 * Collects the tables of specifications. A table is cut by the keys whose values are declared, such as the architecture: what a choice does not
 * reach is then the same part in many specifications.
 */
export class TableCollection {
  readonly #declared: readonly Table[];
  readonly #columns = new Places<PackedColumn>();
  readonly #parts = new Places<TablePart>();
  readonly #specifications: SpecificationTables['specifications'] = [];

  /** @param declared the tables that are kept, each with the columns that are kept of it */
  constructor(declared: readonly Table[]) {
    this.#declared = declared;
  }

  /** Adds a specification, and returns its tables as they are kept. */
  add(id: string, tables: Tables): Tables {
    const parts = this.#declared.flatMap((table) => this.#partsOf(table, tables[table.path] ?? []));
    this.#specifications.push({ id, parts });
    return tablesOf(this.#kept, parts);
  }

  /** All that was added. */
  file(profile: string): SpecificationTables {
    return { profile, ...this.#kept, specifications: this.#specifications };
  }

  get #kept() {
    return { columns: this.#columns.all, parts: this.#parts.all };
  }

  #partsOf({ path, columns }: Table, rows: readonly Row[]): number[] {
    const cuts = columnNames(columns, ({ role, values }) => role === 'key' && values !== undefined);
    if (rows.length === 0) return [];
    const cut = cuts.length > 0 ? [...groups(rows, cuts).values()] : [rows];
    return cut.map((some) => {
      const places = Object.keys(columns).map((name): [string, number] => [
        name,
        this.#columns.of(packColumn(some.map((row) => row[name] ?? null))),
      ]);
      return this.#parts.of({ table: path, rows: some.length, columns: Object.fromEntries(places) });
    });
  }
}

/** Values in the order in which they came, equal ones once. */
class Places<Value> {
  readonly all: Value[] = [];
  readonly #known = new Map<string, number>();

  /** The place of a value. */
  of(value: Value): number {
    const text = JSON.stringify(value);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, this.all.length);
    return this.all.push(value) - 1;
  }
}

/** The tables of a specification; null where the file has none of that id. */
export function tablesAt(file: SpecificationTables, id: string): Tables | null {
  const parts = file.specifications.find((one) => one.id === id)?.parts;
  return parts ? tablesOf(file, parts) : null;
}

/** The rows of all specifications together, those that they share once. */
export function everyTable(file: SpecificationTables): Tables {
  return tablesOf(file, [...file.parts.keys()]);
}

function tablesOf(
  { columns, parts }: Pick<SpecificationTables, 'columns' | 'parts'>,
  places: readonly number[],
): Tables {
  const tables: Record<string, Row[]> = {};
  for (const place of places) {
    const part = parts[place];
    const named = Object.entries(part.columns).map(([name, at]) => [name, columns[at]] as const);
    const rows = unpackRows({ rows: part.rows, columns: Object.fromEntries(named) });
    tables[part.table] = [...(tables[part.table] ?? []), ...rows];
  }
  return tables;
}
