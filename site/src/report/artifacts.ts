import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync, strToU8 } from 'fflate';
import type { $ZodType } from 'zod/v4/core';
import { optionalJson, readRows as readRowsFile } from '../../../src/artifact/file.ts';
import { sha256 } from '../../../src/artifact/hash.ts';
import type { Row } from '../../../src/artifact/table.ts';
import { artifactsFolder } from './profile.ts';

const MULTIVERSE = ['multiverse.json', 'multiverse-tables.json'];
/** Bytes above which the data of a panel is packed. */
const LARGE = 100_000;

/** A text artifact by its path under artifacts/<profile>/, or null if its stage has not run. */
export function readArtifact(name: string): string | null {
  const file = path.join(artifactsFolder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** The rows of a CSV artifact; empty if its stage has not run. */
export function readRows(name: string): Row[] {
  const file = path.join(artifactsFolder, name);
  return existsSync(file) ? readRowsFile(file) : [];
}

/**
 * A JSON artifact, checked against the schema of its format; null when its stage has not run.
 * @throws FormatError naming the file, the field that does not fit and what was expected.
 */
export function readJson<T>(name: string, schema: $ZodType<T>): T | null {
  return optionalJson(path.join(artifactsFolder, name), schema);
}

/** The first twelve hexadecimal digits of an artifact's SHA-256, or null if its stage has not run. */
export function digest(name: string): string | null {
  const text = readArtifact(name);
  return text === null ? null : sha256(text).slice(0, 12);
}

/** Text artifacts that a reader can download as they are, by their path under artifacts/<profile>/, in a fixed order. */
export function downloads(): string[] {
  return artifactFiles().filter((file) => !isPacked(file));
}

/** Those that have thousands of numbers, which readers download packed: tables, the data of large panels, the multiverse. */
export function packedDownloads(): string[] {
  return artifactFiles().filter(isPacked);
}

function artifactFiles(): string[] {
  const single = ['claims.json', 'readings.json', ...MULTIVERSE].filter((name) =>
    existsSync(path.join(artifactsFolder, name)),
  );
  return [...filesIn('figures'), ...filesIn('tables'), ...filesIn('histories'), ...single].sort();
}

function isPacked(file: string): boolean {
  if (MULTIVERSE.includes(file) || /^(tables|histories)\/.*\.csv$/.test(file)) return true;
  return file.endsWith('.csv') && statSync(path.join(artifactsFolder, file)).size > LARGE;
}

/** A text artifact as a gzip file, the same bytes on every machine; null if its stage has not run. */
export function packArtifact(name: string): Uint8Array<ArrayBuffer> | null {
  const text = readArtifact(name);
  return text === null ? null : Uint8Array.from(gzipSync(strToU8(text), { level: 9, mtime: 0 }));
}

function filesIn(folder: string): string[] {
  const place = path.join(artifactsFolder, folder);
  const names = existsSync(place) ? readdirSync(place) : [];
  return names.filter((name) => /\.(csv|json|svg)$/.test(name)).map((name) => `${folder}/${name}`);
}
