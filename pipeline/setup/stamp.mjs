// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startOf } from '../../src/system/identity.mjs';

/**
 * SHA-256 over files and all files below folders, with their names.
 * @param {string} root
 * @param {readonly string[]} paths relative to root
 */
export function hashOf(root, paths) {
  const hash = createHash('sha256');
  const visit = (/** @type {string} */ path) => {
    const whole = join(root, path);
    if (!existsSync(whole)) return;
    if (statSync(whole).isDirectory()) {
      for (const name of readdirSync(whole).sort()) visit(`${path}/${name}`);
    } else {
      const bytes = readFileSync(whole);
      hash.update(`${path}\0${bytes.length}\0`).update(bytes);
    }
  };
  for (const path of paths) visit(path);
  return hash.digest('hex');
}

/**
 * Whether a step was finished for exactly this state of its inputs.
 * @param {string} file
 * @param {string} state
 */
export function stamped(file, state) {
  try {
    return readFileSync(file, 'utf8').trim() === state;
  } catch {
    return false;
  }
}

/**
 * Records that a step is finished; written last, and whole or not at all.
 * @param {string} file
 * @param {string} state
 */
export function stamp(file, state) {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${state}\n`);
  renameSync(temporary, file);
}

/**
 * What a JSON file holds; null where there is none, or a damaged one, which the set-up then makes anew. No schema: no package is there yet.
 * @param {string} file
 */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Removes folders that a killed set-up left: those named after a process that is gone.
 * @param {string} folder
 * @param {string} name what stands before the number of the process
 */
export function removeAbandoned(folder, name) {
  for (const entry of existsSync(folder) ? readdirSync(folder) : []) {
    const pid = entry.startsWith(name) ? Number(entry.slice(name.length)) : 0;
    if (pid > 0 && startOf(pid) === null) rmSync(join(folder, entry), { recursive: true, force: true });
  }
}

/**
 * The first of these programs that stands in a folder of the PATH, or null.
 * @param {readonly string[]} names
 * @param {(path: string) => boolean} [accept]
 */
export function onPath(names, accept = () => true) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(':')) {
      const path = join(folder || '.', name);
      if (existsSync(path) && accept(path)) return path;
    }
  }
  return null;
}
