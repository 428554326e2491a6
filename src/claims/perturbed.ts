import { atEqualN } from '../analysis/equalN.ts';
import { HALVES, type HalfRow, halves } from '../analysis/halves.ts';
import type { BySeed } from '../analysis/statistics.ts';
import { rowsOf, type Tables } from '../artifact/table.ts';
import { HEADS, ROBUSTNESS } from '../study/tables.ts';
import type { Evidence } from './evidence.ts';
import type { Note } from './judgement.ts';
import type { SeedInterval } from './measurement.ts';
import { bySeed } from './networks.ts';

/** The columns of HALVES for the tasks alone that both networks of a pair and seed solve. */
export const AT_EQUAL_N = { ...HALVES, path: 'halves at equal N' };

/** The perturbations at which networks fail, of all their tasks and at equal N, in place of the tables of every draw. */
export function prepare(tables: Tables): Tables {
  if (tables[HALVES.path]) return tables;
  return {
    [HALVES.path]: halves(rowsOf(tables, ROBUSTNESS)),
    [AT_EQUAL_N.path]: halves(atEqualN(rowsOf(tables, HEADS))),
  };
}

/** Networks of a size, perturbed at a target. */
interface Line {
  architecture: string;
  size: number;
  target: string;
}

/** How far each network of a line is perturbed until it fails. */
export function rowsAt({ tables }: Evidence, { architecture, size, target }: Line, read = HALVES): HalfRow[] {
  return rowsOf(tables, read).filter(
    (row) => row.architecture === architecture && row.size === size && row.target === target,
  );
}

/** log10 of a perturbation, by seed; networks without tasks have none. */
export function logsOf(rows: readonly HalfRow[], column: 'half' | 'inflection'): BySeed {
  return bySeed(rows, ([row]) => (row[column] === null ? Number.NaN : Math.log10(row[column])));
}

/** Networks that solve nothing and so have nothing to lose, and those whose half lies outside the grid. */
export function notesOn(rows: readonly HalfRow[]): Note[] {
  const empty = rows.filter(({ half }) => half === null).length;
  const outside = rows.filter((row) => row.outside === 1).length;
  return [
    ...(empty > 0 ? [{ kind: 'networks without tasks' as const, count: empty }] : []),
    ...(outside > 0 ? [{ kind: 'half outside the grid' as const, count: outside }] : []),
  ];
}

/** An interval of log10 as one of factors. */
export function factor(interval: SeedInterval): SeedInterval {
  return { ...interval, value: 10 ** interval.value, low: 10 ** interval.low, high: 10 ** interval.high };
}
