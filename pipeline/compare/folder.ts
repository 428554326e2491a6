import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../../src/artifact/file.ts';
import { git, pathsOf } from '../../src/system/git.ts';
import { userPath } from '../driver/paths.ts';
import { isRead, readFiles, type Snapshot } from './snapshot.ts';

/** What set-ups and runs make in a checkout, and what no result depends on. */
const MADE =
  /^(\.git|\.venv|\.cache|node_modules|figures-diff|artifacts|site\/dist|site\/\.astro|site\/public\/data|test\/output|src\/engine\/simd\/build|\.dvc\/(tmp|cache))(\/|$)/;

/** The folder that a user names as a side of a comparison, where it has results; else null, and the name may be a revision's. */
export function namedFolder(name: string): string | null {
  const folder = userPath(name);
  return statSync(join(folder, 'artifacts'), { throwIfNoEntry: false })?.isDirectory() ? folder : null;
}

/** Everything that a comparison reads of a folder, as the files are on disk, whether git knows it or not. */
export function folderSnapshot(folder: string): Snapshot {
  const results = listFiles(join(folder, 'artifacts')).map((path) => `artifacts/${path}`);
  const files = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  return readFiles(folder, [...results, ...files].filter(isRead).sort());
}

/** The sources of a folder by path, each with git's hash of it. */
export function folderSources(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (path: string) => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      if (MADE.test(inner)) continue;
      if (entry.isDirectory()) visit(inner);
      else if (entry.isFile()) found.set(inner, hashOf(readFileSync(join(folder, inner))));
    }
  };
  visit('');
  return found;
}

/** The same of a commit. */
export async function commitSources(root: string, commit: string): Promise<Map<string, string>> {
  const lines = pathsOf(await git(root, ['ls-tree', '-r', '-z', commit]));
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const match = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(line);
      return match && !MADE.test(match[2]) ? [[match[2], match[1]]] : [];
    }),
  );
}

/** The paths that one side alone has, or that differ. */
export function differingSources(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}

/** Git's hash of a file; line ends of Windows, which a checkout may have been told to write, are those of the commit. */
function hashOf(bytes: Buffer): string {
  const text = bytes.includes(0) ? bytes : Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  return createHash('sha1').update(`blob ${text.length}\0`).update(text).digest('hex');
}
