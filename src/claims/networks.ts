import { finals } from '../analysis/rows.ts';
import type { BySeed } from '../analysis/statistics.ts';
import type { Table } from '../artifact/columns.ts';
import { groups, rowsOf, type Tables } from '../artifact/table.ts';
import { PAIRS } from '../study/pairs.ts';
import { DUPLICATE, FREEZE, type HistoryRow, TRAIN } from '../study/tables.ts';
import type { Note } from './judgement.ts';

/** A pair in a few words: '5 against 20'. */
export const pairName = ([small, large]: readonly [number, number]) => `${small} against ${large}`;

/** The names of the pairs that are not among those judged. */
export function absentPairs(
  judged: readonly { small: number }[],
  pairs: readonly (typeof PAIRS)[number][] = PAIRS,
): string[] {
  return pairs.filter(([size]) => !judged.some(({ small }) => small === size)).map(pairName);
}

/** The networks of one size in words: '5-neuron modules', 'non-modular networks of 20 neurons'. */
export function networksOf(architecture: string, size: number, condition = ''): string {
  const words = architecture === 'modular' ? `${size}-neuron modules` : `non-modular networks of ${size} neurons`;
  return condition === '' ? words : `${words} ${condition}`;
}

/** Networks that differ in their seed alone. */
export interface Line {
  architecture: string;
  size: number;
  /** 'trained' where none is given. */
  condition?: string;
}

/** A table whose rows are epochs of networks. */
type History = Table<(typeof TRAIN)['columns']>;

const byLine = new WeakMap<readonly HistoryRow[], Map<string, HistoryRow[]>>();

/** Rows of a history of one line. */
export function history(tables: Tables, table: History, { architecture, size, condition = 'trained' }: Line) {
  const rows = rowsOf(tables, table);
  let lines = byLine.get(rows);
  if (!lines) {
    lines = groups(rows, ['architecture', 'size', 'condition']);
    byLine.set(rows, lines);
  }
  return lines.get([architecture, size, condition].join('\t')) ?? [];
}

/** A value of each network by seed, from its rows; networks whose value is not a number are left out. */
export function bySeed<R extends { network: string; seed: number }>(
  rows: readonly R[],
  measure: (rows: R[]) => number,
): Map<number, number> {
  const networks = Map.groupBy(rows, ({ network }) => network);
  const values = [...networks.values()].map((one) => [one[0].seed, measure(one)] as const);
  return new Map(values.filter(([, value]) => !Number.isNaN(value)).sort(([a], [b]) => a - b));
}

const ended = new WeakMap<readonly HistoryRow[], Map<number, HistoryRow[]>>();

/**
 * Keeps one row a network, for claims about the end of training alone: that of the last epoch which all tables that are compared have, so that
 * networks are compared after equal training.
 */
export function atTheEnd(...compared: readonly History[]): (tables: Tables) => Tables {
  return (tables) => {
    const all = compared.map((table) => rowsOf(tables, table)).filter((rows) => rows.length > 0);
    const horizon = Math.min(...all.map((rows) => rows.reduce((last, { epoch }) => Math.max(last, epoch), 0)));
    return Object.fromEntries(
      [TRAIN, FREEZE, DUPLICATE].map((table) => [table.path, finalsBy(rowsOf(tables, table), horizon)]),
    );
  };
}

/** The last row of every network up to an epoch. */
function finalsBy(rows: readonly HistoryRow[], horizon: number): HistoryRow[] {
  const known = ended.get(rows) ?? new Map<number, HistoryRow[]>();
  ended.set(rows, known);
  const last = known.get(horizon) ?? finals(rows.filter(({ epoch }) => epoch <= horizon));
  known.set(horizon, last);
  return last;
}

/** N solved of every network of a line at the end of training; 1 where a network is stuck and solves nothing. */
export function finalN(tables: Tables, table: History, line: Line): BySeed {
  return bySeed(finals(history(tables, table, line)), ([row]) => row.nSolved);
}

/** How many networks of groups of N solved are stuck; null where none is. */
export function stuckNote(...all: readonly BySeed[]): Note | null {
  const solved = all.flatMap((group) => [...group.values()]);
  const count = solved.filter((N) => N <= 1).length;
  return count === 0 ? null : { kind: 'stuck networks', count, of: solved.length };
}

/** The tables without the networks that are stuck: that never solved the first task, N = 2. */
export function withoutStuck(tables: Tables): Tables {
  const stuck = new Set(
    [TRAIN, FREEZE, DUPLICATE].flatMap((table) =>
      finals(rowsOf(tables, table))
        .filter(({ nSolved }) => nSolved <= 1)
        .map(({ network }) => network),
    ),
  );
  return Object.fromEntries(
    Object.entries(tables).map(([path, rows]) => [path, rows?.filter(({ network }) => !stuck.has(String(network)))]),
  );
}

/** What 'flat' means in every claim: a curve that gains less than one task in ten epochs, a tenth of the pace of one task in every epoch. */
export const FLAT = 0.1;
/** Epochs below which a flat curve cannot be told from a slow one, nor where anything ends from where it passes. */
export const PLATEAU_EPOCHS = 40;

/** Tasks an epoch in the last third of training, network by network; of networks that were trained for as many epochs. */
export function lateRates(rows: readonly HistoryRow[], epochs: number): Map<number, number> {
  const third = Math.floor(epochs / 3);
  return bySeed(rows, (one) => (solvedAt(one, epochs) - solvedAt(one, epochs - third)) / third);
}

/** N solved by a network after some epochs; not a number where it was not trained for so many. */
function solvedAt(rows: readonly HistoryRow[], epoch: number): number {
  return rows.find((row) => row.epoch === epoch)?.nSolved ?? Number.NaN;
}
