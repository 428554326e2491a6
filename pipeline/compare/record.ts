import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Material, PanelSide } from '../../site/diff/material.ts';
import { UserError } from '../../src/artifact/error.ts';
import { readJson, writeAtomic } from '../../src/artifact/file.ts';
import { formatRows, parseRows, type Row } from '../../src/artifact/table.ts';
import { type Comparison, comparisonSchema } from '../../src/comparison/change.ts';

/** Bytes of a file that is read of a recorded comparison at most; ours are a tenth of it. */
const LARGEST = { 'diff.json': 32 << 20, csv: 4 << 20, svg: 2 << 20 };
/** Panels that are shown at most. */
const MOST = 400;

/** A comparison with what its pages show, as it stands in a folder. */
export interface RecordedComparison {
  comparison: Comparison;
  material: Material;
  /** Every cell that differs, as CSV, by profile and panel. */
  cells: Record<string, Record<string, string>>;
}

/** Writes both sides of every panel that differs, from which the pages can be built elsewhere: panels/<profile>/<panel>/before.csv, ... */
export function writeMaterial(folder: string, material: Material): void {
  for (const [profile, panels] of Object.entries(material)) {
    for (const [panel, sides] of Object.entries(panels)) {
      for (const side of ['before', 'after'] as const) {
        const { rows, drawing } = sides[side];
        const file = join(folder, 'panels', profile, panel, side);
        if (rows.length > 0) writeAtomic(`${file}.csv`, formatRows(rows, columnsOf(rows)));
        if (drawing !== null) writeAtomic(`${file}.svg`, drawing);
      }
    }
  }
}

/**
 * Reads what `figures:diff` wrote into a folder, which may be anybody's: its form is checked, names are such that no path leads out of the
 * folder, and what is too large or no table is left out with a failure that says so.
 * @throws UserError where diff.json is missing, too large, or of another form, and where the folder holds a link.
 */
export function readComparison(folder: string): RecordedComparison {
  const file = join(folder, 'diff.json');
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new UserError(`${file} is missing: write it with npm run figures:diff.`);
  if (size > LARGEST['diff.json'])
    throw new UserError(`${file} has ${size} bytes, more than are read: compare fewer profiles (--profile).`);
  refuseLinks(folder);
  const comparison = readJson(file, comparisonSchema);
  const failures: string[] = [];
  const cells: RecordedComparison['cells'] = {};
  const material: Material = {};
  for (const { profile, panels } of comparison.profiles) {
    const differing = panels.filter(({ state }) => state !== 'unchanged').slice(0, MOST);
    const read = (path: string) => readWithin(folder, `${path}`, failures);
    cells[profile] = {};
    material[profile] = {};
    for (const { id } of differing) {
      const sideOf = (side: string): PanelSide => ({
        rows: tableOf(read(`panels/${profile}/${id}/${side}.csv`), `${profile}/${id}/${side}.csv`, failures),
        drawing: read(`panels/${profile}/${id}/${side}.svg`),
      });
      material[profile][id] = { before: sideOf('before'), after: sideOf('after') };
      const changed = tableOf(read(`data/${profile}/${id}.csv`), `data/${profile}/${id}.csv`, failures);
      if (changed.length > 0) cells[profile][id] = formatRows(changed, columnsOf(changed));
    }
  }
  return { comparison: { ...comparison, failures: [...comparison.failures, ...failures] }, material, cells };
}

/**
 * Takes care that what lies in a folder is read from there.
 * @throws UserError where anything in it is neither a file nor a folder: a link could lead out of it.
 */
function refuseLinks(folder: string): void {
  const strange = readdirSync(folder, { recursive: true, withFileTypes: true }).find(
    (entry) => !entry.isFile() && !entry.isDirectory(),
  );
  if (strange)
    throw new UserError(
      `'${relative(folder, join(strange.parentPath, strange.name))}' of the comparison is a link or a device, which no comparison holds: write it again with npm run figures:diff.`,
    );
}

/** A file as text; null where it is not there or is left out. */
function readWithin(folder: string, path: string, failures: string[]): string | null {
  const file = join(folder, path);
  if (!existsSync(file)) return null;
  const { size } = statSync(file);
  const most = path.endsWith('.svg') ? LARGEST.svg : LARGEST.csv;
  if (size <= most) return readFileSync(file, 'utf8');
  failures.push(`${path} has ${size} bytes and is left out: at most ${most} are shown.`);
  return null;
}

function tableOf(text: string | null, name: string, failures: string[]): Row[] {
  if (text === null) return [];
  try {
    return parseRows(text);
  } catch (error) {
    failures.push(`${name} is no table and is left out. (${(error as Error).message})`);
    return [];
  }
}

function columnsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}
