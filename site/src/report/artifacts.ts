import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseTable, type Row } from '../../../src/artifact/table.ts';
import { artifactsFolder } from './profile.ts';

/** A text artifact by its path under artifacts/<profile>/, or null when its stage has not run. */
export function readArtifact(name: string): string | null {
  const file = path.join(artifactsFolder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** The rows of a CSV artifact; none when its stage has not run. */
export function readRows(name: string): Row[] {
  const text = readArtifact(name);
  return text === null ? [] : parseTable(text);
}

/** A JSON artifact, or null when its stage has not run. */
export function readJson<T>(name: string): T | null {
  const text = readArtifact(name);
  return text === null ? null : (JSON.parse(text) as T);
}

/** The first twelve hexadecimal digits of an artifact's SHA-256, or null when its stage has not run. */
export function digest(name: string): string | null {
  const text = readArtifact(name);
  return text === null ? null : createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** Text artifacts that a reader can download, by their path under artifacts/<profile>/, in a fixed order. */
export function downloads(): string[] {
  const listed = ['figures', 'tables', 'histories'].flatMap((folder) => {
    const place = path.join(artifactsFolder, folder);
    const names = existsSync(place) ? readdirSync(place) : [];
    return names.filter((name) => /\.(csv|json|svg)$/.test(name)).map((name) => `${folder}/${name}`);
  });
  for (const name of ['claims.json', 'readings.json'])
    if (existsSync(path.join(artifactsFolder, name))) listed.push(name);
  return listed.sort();
}
