import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { buildDiffPages } from '../../site/diff/build.ts';
import type { Material } from '../../site/diff/material.ts';
import { readJson, writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { formatRows, type Row } from '../../src/artifact/table.ts';
import type { CellChange, Comparison, PanelChange } from '../../src/comparison/change.ts';
import { nameSchema } from '../../src/comparison/name.ts';
import { summaryOf } from '../../src/comparison/summary.ts';
import { byWeight } from '../../src/comparison/table.ts';
import type { Compared } from './compare.ts';
import { type RecordedComparison, writeMaterial } from './record.ts';

/** diff.json as far as its pages are named there: a later or earlier one may have other fields. */
const pagesSchema = z.looseObject({
  format: z.int(),
  profiles: z.array(z.looseObject({ profile: nameSchema })),
});

/** Cells of a panel that diff.json holds, the largest changes first; all of them are in data/<profile>/<panel>.csv. */
const CELLS = 100;

/**
 * Writes what a comparison found into a folder: summary.md, diff.json, data/, panels/ (both sides of each panel that differs), and the pages
 * unless they are not wanted.
 */
export async function writeComparison(compared: Compared, root: string, folder: string, pages: boolean): Promise<void> {
  const comparison = withCells(compared.comparison);
  const material = materialOf(compared);
  const cells = Object.fromEntries(
    compared.comparison.profiles.map(({ profile, panels }) => [
      profile,
      Object.fromEntries(
        panels.flatMap(({ id, table }) => (table && table.cells.length > 0 ? [[id, cellTable(table.cells)]] : [])),
      ),
    ]),
  );
  clear(folder);
  if (pages) await buildDiffPages({ root, folder, comparison, material });
  writeMaterial(folder, material);
  writeRecord({ comparison, material, cells }, folder);
}

/** Writes summary.md, diff.json and data/ of a comparison. */
export function writeRecord({ comparison, cells }: RecordedComparison, folder: string): void {
  for (const [profile, panels] of Object.entries(cells))
    for (const [id, text] of Object.entries(panels)) writeAtomic(join(folder, 'data', profile, `${id}.csv`), text);
  writeAtomic(join(folder, 'summary.md'), summaryOf(comparison));
  writeJson(join(folder, 'diff.json'), comparison);
}

/** Takes away what an earlier run left in the folder, by its diff.json; in any other folder nothing. */
function clear(folder: string): void {
  const pages = pagesIn(join(folder, 'diff.json'));
  if (pages === null) return;
  for (const name of ['index.html', 'assets', 'data', 'panels', 'summary.md', 'diff.json', ...pages])
    rmSync(join(folder, name), { recursive: true, force: true });
}

/** The pages of the comparison that a diff.json has; null where the file is none. */
function pagesIn(file: string): string[] | null {
  try {
    return readJson(file, pagesSchema).profiles.map(({ profile }) => `${profile}.html`);
  } catch {
    return null;
  }
}

/** Both sides of every panel that differs, as the pages show them. */
function materialOf({ comparison, before, after }: Compared): Material {
  return Object.fromEntries(
    comparison.profiles.map(({ profile, panels }) => {
      const differing = panels.filter(({ state }) => state !== 'unchanged');
      const of = ({ id }: PanelChange) => ({
        before: { rows: before.rows(profile, id).value ?? [], drawing: before.drawing(profile, id) },
        after: { rows: after.rows(profile, id).value ?? [], drawing: after.drawing(profile, id) },
      });
      return [profile, Object.fromEntries(differing.map((panel) => [panel.id, of(panel)]))];
    }),
  );
}

function withCells(comparison: Comparison): Comparison {
  const shorten = (panel: PanelChange): PanelChange =>
    panel.table ? { ...panel, table: { ...panel.table, cells: byWeight(panel.table.cells).slice(0, CELLS) } } : panel;
  return {
    ...comparison,
    profiles: comparison.profiles.map((one) => ({ ...one, panels: one.panels.map(shorten) })),
  };
}

/** Every cell that differs, a row each: what names it, before, after, and the change. */
function cellTable(cells: readonly CellChange[]): string {
  const names = [...new Set(cells.flatMap(({ series }) => Object.keys(series)))];
  const xs = [...new Set(cells.flatMap(({ x }) => (x ? [x.column] : [])))];
  const rows = cells.map(
    ({ kind, series, seed, x, column, before, after, change, deviations, unscaled }): Row => ({
      kind,
      ...series,
      seed,
      ...(x ? { [x.column]: x.value } : {}),
      column,
      before,
      after,
      change,
      deviations,
      unscaled,
    }),
  );
  const columns = ['kind', ...names, 'seed', ...xs.filter((x) => !names.includes(x))];
  return formatRows(rows, [...columns, 'column', 'before', 'after', 'change', 'deviations', 'unscaled']);
}
