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
import type { $ZodType } from 'zod/v4/core';
import type { Columns, RowOf, Table } from './columns.ts';
import { explain, UserError } from './error.ts';
import { parseFormat } from './format.ts';
import { parseRows, parseTable, type Row, type Tables } from './table.ts';
import { temporaryOf } from './temporary.mjs';

/**
 * Writes a file whole or not at all: temporary file beside it, flushed, then renamed; makes the folders on the way.
 * @throws UserError where the disk is full or the folder cannot be written.
 */
export function writeAtomic(file: string, data: string | Uint8Array): void {
  const temporary = temporaryOf(file);
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
    throw explain(error, file);
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

/** What a file holds; a fault that `parse` throws names the file. */
function readWith<T>(file: string, parse: (text: string) => T): T {
  const text = readText(file);
  try {
    return parse(text);
  } catch (error) {
    throw damagedFile(file, error);
  }
}

/**
 * The rows of a CSV file whose columns are not declared.
 * @throws UserError naming the file and the line where it is damaged.
 */
export function readRows(file: string): Row[] {
  return readWith(file, parseRows);
}

/**
 * The rows of a declared table.
 * @throws UserError naming the file, and the line and column that do not fit the declaration.
 */
export function readTable<C extends Columns>(file: string, table: Table<C>): RowOf<C>[] {
  return readWith(file, (text) => parseTable(table, text));
}

/**
 * The value of a JSON file, checked against the schema of its format.
 * @throws UserError naming the file, the field that does not fit and what was expected.
 */
export function readJson<T>(file: string, schema: $ZodType<T>): T {
  return parseFormat(schema, readText(file), shownName(file));
}

/** The same; null where there is no file. */
export function optionalJson<T>(file: string, schema: $ZodType<T>): T | null {
  return existsSync(file) ? readJson(file, schema) : null;
}

/** What is said of a file that cannot be what was written. */
export function damagedFile(file: string, cause: unknown): UserError {
  const shown = shownName(file);
  return new UserError(
    `${shown} is damaged, cut off or edited: restore it with 'git checkout ${shown}'. (${(cause as Error).message})`,
    { cause },
  );
}

/** The path of a file from the folder of the process, where it lies below that. */
function shownName(file: string): string {
  const name = relative(process.cwd(), file);
  return name.startsWith('..') ? file : name;
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

/**
 * The declared tables under artifacts/<profile>/, or under a reading's folder, by path; a stage not run has none.
 * @throws UserError for a table that no stage declares, and for one that does not fit its declaration.
 */
export function readTables(folder: string, declared: readonly Table[]): Tables {
  const found = ['histories', 'tables'].flatMap((name) =>
    listFiles(join(folder, name)).flatMap((file) => (file.endsWith('.csv') ? [`${name}/${file}`] : [])),
  );
  return Object.fromEntries(
    found.map((path) => {
      const table = declared.find((one) => one.path === path);
      if (table) return [path, readTable(join(folder, path), table)];
      throw new UserError(`${join(folder, path)} is declared by no stage: declare it in src/study, or remove it.`);
    }),
  );
}
