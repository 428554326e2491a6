import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { UserError } from '../../src/artifact/error.ts';
import { listFiles, writeAtomic } from '../../src/artifact/file.ts';
import type { Comparison } from '../../src/comparison/change.ts';
import { runProgram } from '../../src/system/program.ts';
import type { Material, Source } from './material.ts';

export interface DiffBuildOptions {
  root: string;
  /** Output folder; other files in it are kept. */
  folder: string;
  comparison: Comparison;
  material: Material;
}

/** Placeholder for the folder of the pages, which is replaced by relative links. */
const BASE = '/figures-diff-is-here/';
/**
 * Builds the pages of a comparison: index.html and a page for each profile, in one folder that needs no server.
 * @throws UserError with the output of the build if it fails.
 */
export async function buildDiffPages({ root, folder, comparison, material }: DiffBuildOptions): Promise<void> {
  const dist = path.join(root, 'site', 'dist');
  mkdirSync(dist, { recursive: true });
  // Builds need separate folders in the checkout: for other output folders, Astro keeps its rendering code in one folder for all builds.
  const scratch = mkdtempSync(path.join(dist, 'building-'));
  try {
    const [source, built] = [path.join(scratch, 'diff.json'), path.join(scratch, 'built')];
    writeFileSync(source, JSON.stringify({ comparison, material } satisfies Source));
    const astro = path.join(root, 'node_modules', 'astro', 'bin', 'astro.mjs');
    const build = await runProgram(process.execPath, [astro, 'build', '--root', 'site/diff', '--logLevel', 'warn'], {
      cwd: root,
      all: true,
      reject: false,
      env: {
        ASTRO_TELEMETRY_DISABLED: '1',
        NODE_ENV: 'production',
        NODE_NO_WARNINGS: '1',
        TZ: 'UTC',
        DIFF_SOURCE: source,
        DIFF_OUT: built,
        DIFF_CACHE: path.join(scratch, 'cache'),
        DIFF_BASE: BASE,
      },
    });
    if (build.failed)
      throw new UserError(
        `The comparison pages could not be built. Use --no-pages to write only summary.md and diff.json. Output of the build:\n${build.all}`,
        { exitCode: 2, cause: build },
      );
    for (const file of listFiles(built)) relate(built, file, path.join(folder, file));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Copies a built file and makes its links relative. */
function relate(built: string, file: string, target: string): void {
  const from = path.join(built, file);
  if (!/\.(html|css|js)$/.test(file)) {
    cpSync(from, target);
    return;
  }
  const up = '../'.repeat(file.split('/').length - 1);
  writeAtomic(target, readFileSync(from, 'utf8').replaceAll(BASE, up === '' ? './' : up));
}
