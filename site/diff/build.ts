import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { UserError } from '../../src/artifact/error.ts';
import { listFiles, writeAtomic } from '../../src/artifact/file.ts';
import type { Row } from '../../src/artifact/table.ts';
import type { Comparison } from '../../src/comparison/change.ts';
import { runProgram } from '../../src/system/program.ts';

/** One side of a panel: the rows and the drawing as they are on file. */
export interface PanelSide {
  rows: readonly Row[];
  drawing: string | null;
}

/** Both sides of every panel that differs, by profile and panel. */
export type Material = Record<string, Record<string, { before: PanelSide; after: PanelSide }>>;

export interface DiffBuildOptions {
  root: string;
  /** Where the pages go; what else is there stays. */
  folder: string;
  comparison: Comparison;
  material: Material;
}

/** Stands for the folder of the pages while they are built: all links in them become relative, so that the folder works anywhere. */
const BASE = '/figures-diff-is-here/';
/**
 * Builds the pages of a comparison: index.html and a page for each profile, in one folder that needs no server.
 * @throws UserError with what the build said, where it fails.
 */
export async function buildDiffPages({ root, folder, comparison, material }: DiffBuildOptions): Promise<void> {
  const dist = path.join(root, 'site', 'dist');
  mkdirSync(dist, { recursive: true });
  // Within the checkout, and of its own: Astro keeps what renders pages that go elsewhere in one folder for all builds.
  const scratch = mkdtempSync(path.join(dist, 'building-'));
  try {
    const [source, built] = [path.join(scratch, 'diff.json'), path.join(scratch, 'built')];
    writeFileSync(source, JSON.stringify({ comparison, material }));
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
        `The pages could not be built; summary.md and diff.json do not need them: --no-pages makes those alone.\n${build.all}`,
        { exitCode: 2, cause: build },
      );
    for (const file of listFiles(built)) relate(built, file, path.join(folder, file));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Puts a built file in its place, its links relative to the folder that it lies in. */
function relate(built: string, file: string, target: string): void {
  const from = path.join(built, file);
  if (!/\.(html|css|js)$/.test(file)) {
    cpSync(from, target);
    return;
  }
  const up = '../'.repeat(file.split('/').length - 1);
  writeAtomic(target, readFileSync(from, 'utf8').replaceAll(BASE, up === '' ? './' : up));
}
