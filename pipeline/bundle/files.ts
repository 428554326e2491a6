import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { parseFormat } from '../../src/artifact/format.ts';

/** The files of a bundle by their path in it, with '/', in byte order. */
export type Files = Map<string, Uint8Array>;

/** The paths in byte order. */
export function pathsIn(files: Files): string[] {
  return [...files.keys()].sort((a, b) => (a < b ? -1 : 1));
}

/** A file as text; null where the bundle has none of that name. */
export function textOf(files: Files, path: string): string | null {
  const bytes = files.get(path);
  return bytes === undefined ? null : Buffer.from(bytes).toString('utf8');
}

/** A JSON file by the schema of its format; null where the bundle has none of that name, or it does not fit. */
export function jsonOf<T>(files: Files, path: string, schema: z.ZodType<T>): T | null {
  try {
    return parseFormat(schema, textOf(files, path) ?? '', path);
  } catch {
    return null;
  }
}

/** The bytes of a value as indented JSON with a final line break. */
export function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

export function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
}

/** Writes a bundle below a folder of one's own; its paths have been checked. */
export function writeFiles(files: Files, folder: string): void {
  for (const [path, bytes] of files) {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
  }
}
