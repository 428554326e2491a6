import type { Columns } from '../../src/artifact/columns.ts';
import type { Row, Tables } from '../../src/artifact/table.ts';

/** The declared columns of a table, by its path. */
export type Declared = (path: string) => Columns;

/** One row of a table, by its table's path and its place there. */
export interface RowPlace {
  path: string;
  index: number;
}

/** What is asked of tables: the same answer, told as text, means that nothing that matters changed. */
export type Question = (tables: Tables) => string;

/** Two ways to change every number that was measured; what no change of a row moves does not rest on it. */
const ALTERATIONS: readonly ((value: number) => number)[] = [(value) => 3 * value + 7, () => 0];
/** Questions asked at most; blocks of rows beyond are taken as they are. */
const LARGEST = 1000;

/**
 * The rows on which an answer rests: those whose measured numbers, when changed, change it. Rows are tried in blocks, halved as long as
 * the answer changes; `each` is false where they are so many that some blocks were taken whole.
 */
export function rowsBehind(
  tables: Tables,
  places: readonly RowPlace[],
  question: Question,
  declared: Declared,
): { behind: RowPlace[]; each: boolean } {
  const before = question(tables);
  let asked = 0;
  let each = true;
  const search = (block: readonly RowPlace[]): RowPlace[] => {
    if (block.length === 0) return [];
    const changes = ALTERATIONS.some((alter) => {
      asked++;
      return question(alteredAt(tables, block, alter, declared)) !== before;
    });
    if (!changes) return [];
    if (block.length === 1) return [...block];
    if (asked > LARGEST) {
      each = false;
      return [...block];
    }
    const middle = block.length >> 1;
    return [...search(block.slice(0, middle)), ...search(block.slice(middle))];
  };
  const behind = search(places);
  return { behind, each };
}

/** The networks on which an answer rests: those whose rows, changed all together or taken away, change it; in order of first appearance. */
export function networksBehind(
  tables: Tables,
  question: Question,
  declared: Declared,
): { path: string; network: string }[] {
  const before = question(tables);
  const found: { path: string; network: string }[] = [];
  for (const [path, rows] of Object.entries(tables)) {
    const places = Map.groupBy(
      (rows ?? []).map((row, index) => ({ path, index, network: String(row.network) })),
      ({ network }) => network,
    );
    for (const [network, rowsOfNetwork] of places) {
      const without = { ...tables, [path]: (rows ?? []).filter((row) => String(row.network) !== network) };
      const changes =
        ALTERATIONS.some((alter) => question(alteredAt(tables, rowsOfNetwork, alter, declared)) !== before) ||
        question(without) !== before;
      if (changes) found.push({ path, network });
    }
  }
  return found;
}

function alteredAt(
  tables: Tables,
  places: readonly RowPlace[],
  alter: (value: number) => number,
  declared: Declared,
): Tables {
  const changed: Record<string, Row[]> = {};
  for (const { path, index } of places) {
    changed[path] ??= [...(tables[path] ?? [])];
    changed[path][index] = altered(changed[path][index], declared(path), alter);
  }
  return { ...tables, ...changed };
}

function altered(row: Row, columns: Columns, alter: (value: number) => number): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, cell]) =>
      columns[name].type === 'text' || columns[name].role === 'key' ? [name, cell] : [name, alter(Number(cell ?? 0))],
    ),
  );
}
