import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { LockEntry } from '../../src/artifact/dvc.ts';
import { readJson, writeJson } from '../../src/artifact/file.ts';
import { type Outline, stageNames } from '../../src/artifact/study.ts';
import { address, type Change, changesInDvc, lockEntries } from './dvc.ts';
import { ROOT } from './paths.ts';

/** Files beside the stages' own that decide what DVC answers. */
const SETTINGS = ['dvc.yaml', 'dvc.lock', 'params.yaml', '.dvcignore', '.dvc/config', '.dvc/config.local'];
const SHARED_SETTINGS = [join(homedir(), '.config', 'dvc', 'config'), '/etc/xdg/dvc/config'];
const CACHE = '.dvc/cache';

const printsSchema = z.record(z.string(), z.string());

/**
 * A hash of the state on disk of everything that `dvc status` looks at for these entries of dvc.lock: settings, parameters, dependencies,
 * outputs, DVC's cache. Of each file it takes path, size, inode, and the times of its last change. DVC itself hashes no file again whose size,
 * inode and modification time it knows, so where two fingerprints are equal, so are its answers.
 *
 * @returns null where DVC keeps its cache elsewhere, out of sight
 */
export function fingerprint(root: string, entries: readonly LockEntry[]): string | null {
  const settings = [...SETTINGS.map((path) => join(root, path)), ...SHARED_SETTINGS];
  if (settings.some((file) => /^\s*\[\s*['"]?cache\b/m.test(readIfThere(file)))) return null;
  const paths = entries.flatMap(({ deps = [], params = {}, outs = [] }) => [
    ...[...deps, ...outs].map(({ path }) => path),
    ...Object.keys(params),
  ]);
  const hash = createHash('sha256').update(JSON.stringify(entries));
  for (const file of [...settings, ...[...new Set(paths), CACHE].sort().map((path) => join(root, path))]) {
    for (const line of statesOf(file)) hash.update(line);
  }
  return hash.digest('hex');
}

/** Outside git: it belongs to one machine. */
const FILE = join(ROOT, '.cache', 'unchanged.json');

/**
 * What has changed since each stage of a profile ran; a stage that is not in the map is as it was. DVC is not asked where everything on disk is
 * as it was when DVC last found nothing changed.
 * @throws UserError as `changesInDvc` does.
 */
export async function changesOf(study: Outline, profile: string): Promise<Map<string, Change[]>> {
  const entries = lockEntries();
  const ofProfile = stageNames(study).flatMap((stage) => entries[address(stage, profile)] ?? []);
  // Taken before DVC looks, so that what changes meanwhile is seen the next time.
  const print = fingerprint(ROOT, ofProfile);
  const { [profile]: known, ...others } = readPrints();
  if (print !== null && print === known) return new Map();
  const changes = await changesInDvc(study, profile);
  writeJson(FILE, changes.size === 0 && print !== null ? { ...others, [profile]: print } : others);
  return changes;
}

/** One line a file: of the file itself, of every file below a folder, or of what is missing. */
function* statesOf(path: string): Generator<string> {
  const state = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (!state) yield `${path} missing\n`;
  else if (state.isDirectory()) {
    yield `${path} folder\n`;
    for (const name of readdirSync(path).sort()) yield* statesOf(join(path, name));
  } else yield `${path} ${state.size} ${state.ino} ${state.mtimeNs} ${state.ctimeNs} ${state.mode}\n`;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function readPrints(): Record<string, string> {
  try {
    return readJson(FILE, printsSchema);
  } catch {
    return {};
  }
}
