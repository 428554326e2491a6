import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { threadId } from 'node:worker_threads';
import { explain } from './error.ts';
import { parseTable, type Tables } from './table.ts';

/**
 * Writes a file whole or not at all: temporary file beside it, flushed, then renamed; makes the folders on the way.
 * @throws UserError where the disk is full or the folder cannot be written.
 */
export function writeAtomic(file: string, data: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}-${threadId}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const descriptor = openSync(temporary, 'w');
    try {
      const bytes = typeof data === 'string' ? Buffer.from(data) : data;
      for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw explain(error);
  }
}

/** `writeAtomic` of a value as indented JSON with a final line break. */
export function writeJson(file: string, value: unknown): void {
  writeAtomic(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** Paths of all files below a folder, relative to it, with '/' and in byte order; none where the folder is absent. */
export function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .sort((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw explain(error);
  }
}

/** Every CSV file under artifacts/<profile>/ (networks and readings apart) as rows, by relative path: 'histories/train.csv', 'tables/conserve.csv'. */
export function readTables(profileFolder: string): Tables {
  const paths = listFiles(profileFolder).filter(
    (path) => path.endsWith('.csv') && !/^(networks|readings)\//.test(path),
  );
  return Object.fromEntries(paths.map((path) => [path, parseTable(readFileSync(join(profileFolder, path), 'utf8'))]));
}
