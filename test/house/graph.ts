import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import rules from '../../.dependency-cruiser.mjs';
import { listFiles } from '../../src/artifact/file.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDERS = ['src', 'pipeline', 'bench', 'site', 'test'];
const MADE = /^(site\/(diff\/)?(dist|\.astro|public)|src\/engine\/simd\/build|test\/output)\//;

/** One import of a file of the project by another, as paths from the root; a type alone is not followed at run time. */
export interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

/** Every source file of the project, what it imports, and the imports that break a rule of .dependency-cruiser.mjs. */
export interface Graph {
  files: readonly string[];
  imports: ReadonlyMap<string, readonly Import[]>;
  violations: readonly string[];
}

let graph: Promise<Graph> | undefined;

/** The imports of all source files, read once: by dependency-cruiser those of scripts, by `scan` what it does not know. */
export function readGraph(): Promise<Graph> {
  graph ??= cruiseAll();
  return graph;
}

async function cruiseAll(): Promise<Graph> {
  const files = FOLDERS.flatMap((folder) => listFiles(join(ROOT, folder)).map((file) => `${folder}/${file}`)).filter(
    (file) => /\.(ts|mjs|astro)$/.test(file) && !MADE.test(file),
  );
  const { output } = await cruise(FOLDERS, { ...rules.options, baseDir: ROOT, validate: true, ruleSet: rules });
  const { modules, summary } = output as ICruiseResult;
  const cruised = modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved, dependencyTypes }) => ({
      from: source,
      to: resolved,
      typeOnly: dependencyTypes.includes('type-only'),
    })),
  );
  const found = [...cruised, ...files.flatMap(scan)].filter(({ to }) => existsSync(join(ROOT, to)));
  return {
    files,
    imports: Map.groupBy(found, ({ from }) => from),
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  };
}

/** The imports of an Astro page, and the workers that a script names by `new URL`. */
function scan(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const statement = file.endsWith('.astro')
    ? /^\s*import (type )?(?:[^'"`;]*? from )?['"](\.{1,2}\/[^'"]+)['"]/gm
    : /new URL\(\s*()['"](\.{1,2}\/[^'"]+\.(?:ts|mjs))['"]/g;
  return [...text.matchAll(statement)].map(([, type, target]) => ({
    from: file,
    to: relative(ROOT, resolve(ROOT, dirname(file), target)),
    typeOnly: Boolean(type),
  }));
}

/** Everything that runs when a file does: the file itself and what it imports, by whatever way. */
export function closureOf({ imports }: Graph, file: string, skip: (path: string) => boolean = () => false): string[] {
  const found = new Set<string>();
  const queue = [file];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path) || skip(path) || path.startsWith('node_modules/')) continue;
    found.add(path);
    for (const { to, typeOnly } of imports.get(path) ?? []) if (!typeOnly) queue.push(to);
  }
  return [...found].sort();
}
