import { sha256 } from '../../src/artifact/hash.ts';
import { type Files, pathsIn, textOf } from './files.ts';

/** SHA-256 of every file but itself, a line a file, as `sha256sum --check` and BagIt have it. */
export const HASHES_FILE = 'manifest-sha256.txt';
/** Bytes of every file but the two manifests, a line a file, in the same form. */
export const BYTES_FILE = 'manifest-bytes.txt';

/** Adds both manifests to a bundle that has all its other files. */
export function addManifests(files: Files): void {
  files.delete(HASHES_FILE);
  files.delete(BYTES_FILE);
  files.set(
    BYTES_FILE,
    lines(files, (bytes) => String(bytes.length)),
  );
  files.set(HASHES_FILE, lines(files, sha256));
}

/** What the manifests do not say of the files as they are: each file that was changed, added or taken away, by name. */
export function manifestFaults(files: Files): string[] {
  const hashes = read(textOf(files, HASHES_FILE));
  const bytes = read(textOf(files, BYTES_FILE));
  if (hashes === null) return [`${HASHES_FILE} is missing or damaged`];
  if (bytes === null) return [`${BYTES_FILE} is missing or damaged`];
  const present = pathsIn(files).filter((path) => path !== HASHES_FILE);
  const missing = [...new Set([...hashes.keys(), ...bytes.keys()])].filter((path) => !files.has(path));
  return [
    ...missing.map((path) => `${path} is missing: the manifest lists it`),
    ...present.flatMap((path) => {
      const file = files.get(path) as Uint8Array;
      const [hash, size] = [sha256(file), String(file.length)];
      if (!hashes.has(path)) return [`${path} was added: ${HASHES_FILE} does not list it`];
      if (hashes.get(path) !== hash)
        return [`${path} was changed: its SHA-256 is ${hash}, ${HASHES_FILE} has ${hashes.get(path)}`];
      if (path === BYTES_FILE || bytes.get(path) === size) return [];
      return [`${path} has ${size} bytes, ${BYTES_FILE} has ${bytes.get(path) ?? 'no line for it'}`];
    }),
  ];
}

function lines(files: Files, value: (bytes: Uint8Array) => string): Uint8Array {
  return Buffer.from(
    pathsIn(files)
      .map((path) => `${value(files.get(path) as Uint8Array)}  ${path}\n`)
      .join(''),
  );
}

function read(text: string | null): Map<string, string> | null {
  if (text === null) return null;
  const entries = text
    .trimEnd()
    .split('\n')
    .map((line) => /^([0-9a-f]+) {2}(.+)$/.exec(line));
  if (entries.some((entry) => entry === null)) return null;
  return new Map(entries.map((entry) => [(entry as RegExpExecArray)[2], (entry as RegExpExecArray)[1]]));
}
