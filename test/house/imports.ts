import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** One import of a file of the project by another, as paths from the root; a type alone is not followed at run time. */
export interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

const STATEMENT =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:([^'"`;]*?)\s+from\s+)?['"](\.{1,2}\/[^'"]+)['"]|import\(\s*['"](\.{1,2}\/[^'"]+)['"]\s*\)|new URL\(\s*['"](\.{1,2}\/[^'"]+\.(?:ts|mjs))['"]/g;

/** The project files that a file names: static and dynamic imports, and worker files by `new URL`. */
export function importsOf(root: string, file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(STATEMENT)]
    .map(([, , type, names, stated, dynamic, url]) => {
      const target = resolve(root, dirname(file), (stated ?? dynamic ?? url) as string);
      const onlyTypes = /^\{(\s*type\s+[^,}]+,?)+\s*\}$/.test((names ?? '').trim());
      return { from: file, to: relative(root, target), typeOnly: Boolean(type) || onlyTypes };
    })
    .filter(({ to }) => existsSync(join(root, to)));
}

/** Everything that runs when a file does: the file itself and what it imports, by whatever way. */
export function closureOf(root: string, file: string, skip: (path: string) => boolean = () => false): string[] {
  const found = new Set<string>();
  const queue = [file];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path) || skip(path)) continue;
    found.add(path);
    if (!/\.(ts|mjs)$/.test(path)) continue;
    for (const { to, typeOnly } of importsOf(root, path)) if (!typeOnly) queue.push(to);
  }
  return [...found].sort();
}
