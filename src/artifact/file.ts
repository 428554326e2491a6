import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { threadId } from 'node:worker_threads';
import { explain, UserError } from './error.ts';
import { parseJson } from './json.ts';
import { parseTable, type Row, type Tables } from './table.ts';

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

/**
 * A file as text.
 * @throws UserError where it is not UTF-8, is cut down to zeros, or may not be read; the system's own error where it is not there.
 */
export function readText(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw explain(error);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (text.includes('\0')) throw new SyntaxError('it holds zero bytes');
    return text;
  } catch (error) {
    throw damagedFile(file, error);
  }
}

/**
 * The rows of a CSV file.
 * @throws UserError naming the file and the line where it is damaged.
 */
export function readTable(file: string): Row[] {
  const text = readText(file);
  try {
    return parseTable(text);
  } catch (error) {
    throw damagedFile(file, error);
  }
}

/**
 * The value of a JSON file, which is not checked for what it holds.
 * @throws UserError naming the file where it is damaged.
 */
export function readJson<T>(file: string): T {
  const text = readText(file);
  try {
    return parseJson(text) as T;
  } catch (error) {
    throw damagedFile(file, error);
  }
}

/** What is said of a file that cannot be what was written. */
export function damagedFile(file: string, cause: unknown): UserError {
  const name = relative(process.cwd(), file);
  const shown = name.startsWith('..') ? file : name;
  return new UserError(
    `${shown} is damaged, cut off or edited: restore it with 'git checkout ${shown}'. (${(cause as Error).message})`,
    { cause },
  );
}

/**
 * Remembers the files of a folder that a stage is about to write anew; what it returns removes those that were not written meanwhile.
 * Until then the folder keeps what an earlier run made, so that a run that fails takes nothing away.
 */
export function renewFolder(folder: string): () => void {
  const writtenAt = (file: string) => {
    const { ino, mtimeNs } = statSync(join(folder, file), { bigint: true });
    return `${ino} ${mtimeNs}`;
  };
  const before = new Map(listFiles(folder).map((file) => [file, writtenAt(file)]));
  return () => {
    for (const [file, written] of before) {
      if (existsSync(join(folder, file)) && writtenAt(file) === written) rmSync(join(folder, file));
    }
  };
}

/** Every CSV file under artifacts/<profile>/ (networks and readings apart) as rows, by relative path: 'histories/train.csv', 'tables/conserve.csv'. */
export function readTables(profileFolder: string): Tables {
  const paths = listFiles(profileFolder).filter(
    (path) => path.endsWith('.csv') && !/^(networks|readings)\//.test(path),
  );
  return Object.fromEntries(paths.map((path) => [path, readTable(join(profileFolder, path))]));
}
