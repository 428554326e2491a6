// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

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
