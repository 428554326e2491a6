import { finals, groups, table } from '../analysis/rows.ts';
import type { Row, Tables } from '../artifact/table.ts';
import type { Note } from './judgement.ts';

export const TRAIN = 'histories/train.csv';
export const FREEZE = 'histories/freeze.csv';
export const DUPLICATE = 'histories/duplicate.csv';
export const DEEP = 'histories/deep.csv';
export const DEEP_HEADS = 'tables/deep.csv';

/** Sizes that the paper pairs by trainable parameters near N = 30: M_m and M. */
export const PAIRS = [
  [5, 20],
  [10, 54],
  [15, 91],
  [20, 128],
] as const;

/** A pair in a few words: '5 against 20'. */
export const pairName = ([small, large]: readonly [number, number]) => `${small} against ${large}`;

/** The names of the pairs that are not among those judged. */
export function absentPairs(judged: readonly { small: number }[]): string[] {
  return PAIRS.filter(([size]) => !judged.some(({ small }) => small === size)).map(pairName);
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

const byLine = new WeakMap<readonly Row[], Map<string, Row[]>>();

/** Rows of a history of one line. */
export function history(tables: Tables, path: string, { architecture, size, condition = 'trained' }: Line): Row[] {
  const rows = table(tables, path);
  let lines = byLine.get(rows);
  if (!lines) {
    lines = groups(rows, ['architecture', 'size', 'condition']);
    byLine.set(rows, lines);
  }
  return lines.get([architecture, size, condition].join('\t')) ?? [];
}

const ended = new WeakMap<readonly Row[], Row[]>();

/** The histories boiled down to the last row of every network, for claims about the end of training alone. */
export function atTheEnd(tables: Tables): Tables {
  const boiled = [TRAIN, FREEZE, DUPLICATE].map((path) => {
    const rows = table(tables, path);
    const last = ended.get(rows) ?? finals(rows);
    ended.set(rows, last);
    return [path, last];
  });
  return Object.fromEntries(boiled);
}

/** N solved of every network of a line at the end of training; 1 where a network is stuck and solves nothing. */
export function finalN(tables: Tables, path: string, line: Line): number[] {
  return finals(history(tables, path, line)).map((row) => Number(row.nSolved));
}

/** How many networks of groups of N solved are stuck; null where none is. */
export function stuckNote(...groups: readonly (readonly number[])[]): Note | null {
  const all = groups.flat();
  const count = all.filter((N) => N <= 1).length;
  return count === 0 ? null : { kind: 'stuck networks', count, of: all.length };
}
