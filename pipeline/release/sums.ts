import { sha256 } from '../../src/artifact/hash.ts';

export const SUMS_FILE = 'SHA256SUMS';

/** SHA-256 of every file, a line each, as `sha256sum --check` reads it. */
export function sumsText(files: ReadonlyMap<string, Uint8Array>): string {
  return [...files]
    .map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`)
    .sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1))
    .join('');
}

/** What does not hold of one file by a list of sums; nothing where its line is there once and agrees. */
export function sumFaults(text: string, name: string, bytes: Uint8Array): string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  const entries = lines.map((line) => /^([0-9a-f]{64}) [ *](.+)$/.exec(line));
  const damaged = entries.indexOf(null);
  if (damaged >= 0) return [`line ${damaged + 1} of ${SUMS_FILE} is no sum with a name`];
  const recorded = entries.filter((entry) => entry?.[2] === name).map((entry) => entry?.[1]);
  if (recorded.length !== 1) return [`${SUMS_FILE} lists ${name} ${recorded.length} times`];
  const actual = sha256(bytes);
  return recorded[0] === actual ? [] : [`${name} has the SHA-256 ${actual}, ${SUMS_FILE} has ${recorded[0]}`];
}
