import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { numbers } from '../../../src/analysis/rows.ts';
import { optionalJson, readRows } from '../../../src/artifact/file.ts';
import { deviation, mean } from '../../../src/artifact/moments.ts';
import { referenceSchema } from '../../../src/artifact/reference.ts';
import { groups, type Row, round } from '../../../src/artifact/table.ts';
import { referenceFolder } from './profile.ts';

// Results of `npm run reference`; artifacts/reference/README.md documents them.

const fileOf = (name: string) => path.join(referenceFolder, name);

/** The text of one of its files, or null if nothing was measured. */
export function readReference(name: string): string | null {
  const file = fileOf(name);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** The files that a reader can download, in a fixed order. */
export function referenceFiles(): string[] {
  if (!existsSync(referenceFolder)) return [];
  const names = readdirSync(referenceFolder).filter((name) => /^[a-z]+\.(csv|json)$/.test(name));
  return names.sort();
}

/** How it was measured, or null if nothing was measured. */
export const reference = optionalJson(fileOf('record.json'), referenceSchema);

/** The rows of one of its tables; empty if nothing was measured. */
export function referenceTable(name: string): Row[] {
  const file = fileOf(`${name}.csv`);
  return existsSync(file) ? readRows(file) : [];
}

/** The rows of every drawing of the reference network, by its id; empty if nothing was measured. */
export function referenceRows(): Record<string, Row[]> {
  // The unperturbed network is not on a logarithmic axis.
  const heads = referenceTable('perturbation').filter((row) => row.leak === 'outside' && Number(row.epsilon) > 0);
  const draws = referenceTable('robustness').filter((row) => Number(row.epsilon) > 0);
  return {
    'reference-tasks': [...groups(draws, ['target', 'leak', 'epsilon']).values()].map((rows): Row => {
      const { target, leak, epsilon, tasks } = rows[0];
      const solved = numbers(rows, 'solved');
      const spread = solved.length > 1 ? deviation(solved) : null;
      return {
        target,
        leak,
        epsilon,
        solved: round(mean(solved)),
        deviation: spread === null ? null : round(spread),
        tasks,
      };
    }),
    'reference-recurrent': heads.filter((row) => row.target === 'recurrent'),
    'reference-tau': heads.filter((row) => row.target === 'tau'),
    // The trained time constants are the same whatever the leak.
    'reference-timescales': referenceTable('distribution').flatMap((row): Row[] => {
      if (row.measure !== 'trained') return [row];
      return row.leak === 'outside' ? [{ ...row, leak: null }] : [];
    }),
  };
}

/** The smallest accuracy of any head, with either leak, before any perturbation. */
export function leastAccuracy(): number {
  return Math.min(...numbers(referenceTable('accuracy'), 'accuracy'));
}

/** The largest difference of a state or logit from those published with the network; null if those were not available. */
export function largestError(): number | null {
  const rows = referenceTable('golden');
  return rows.length === 0 ? null : Math.max(...numbers(rows, 'state'), ...numbers(rows, 'logits'));
}
