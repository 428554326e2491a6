import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { UserError } from '../src/artifact/error.ts';
import { listFiles, writeJson } from '../src/artifact/file.ts';
import type { Paths } from './paths.ts';
import { runStage } from './stage.ts';

await runStage('report', async ({ profile, paths, log, progress }) => {
  if (!listFiles(paths.artifacts).some((file) => file.startsWith('figures/') || file === 'claims.json')) {
    throw new UserError(
      `Nothing to report: artifacts/${profile} has neither figures nor claims. Make them with 'npm run reproduce -- --profile ${profile}'.`,
    );
  }
  const staging = `${paths.report}.${process.pid}.tmp`;
  const bar = progress(1);
  bar.update(0, 'pages');
  try {
    await buildPages(profile, paths, staging);
    writeJson(join(staging, 'build.json'), await commitOf(paths.root));
    replaceFolder(paths.report, staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  bar.done();
  const pages = listFiles(paths.report).filter((file) => file.endsWith('.html'));
  log(`report: ${pages.length} pages in site/dist/${profile}`);
});

/** Builds the pages of a profile into a folder; they hold neither commit nor date, so the same artifacts give the same bytes. */
async function buildPages(profile: string, paths: Paths, folder: string): Promise<void> {
  const astro = join(paths.root, 'node_modules', 'astro', 'bin', 'astro.mjs');
  const build = await execa(process.execPath, [astro, 'build', '--root', 'site', '--logLevel', 'warn'], {
    cwd: paths.root,
    all: true,
    reject: false,
    env: {
      ASTRO_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
      TZ: 'UTC',
      REPORT_PROFILE: profile,
      REPORT_ARTIFACTS: paths.artifacts,
      REPORT_PARAMS: paths.params,
      REPORT_OUT: folder,
    },
  });
  if (!build.failed) return;
  throw new UserError(
    `The report could not be built from artifacts/${profile}: a file there is damaged, or a page has an error; see below.\n${build.all}`,
    { cause: build },
  );
}

/** The commit that the checkout stands at and its date, for the footer; null outside a git checkout. */
async function commitOf(root: string): Promise<{ commit: string | null; date: string | null }> {
  const shown = await execa('git', ['show', '--no-patch', '--format=%H %cI', 'HEAD'], { cwd: root, reject: false });
  const [commit, date] = shown.failed ? [] : shown.stdout.trim().split(' ');
  return { commit: commit ?? null, date: date ?? null };
}

/** Puts a finished folder in the place of another; a reader finds the old one or the new one, but for an instant. */
function replaceFolder(folder: string, made: string): void {
  const old = `${folder}.${process.pid}.old.tmp`;
  mkdirSync(dirname(folder), { recursive: true });
  try {
    renameSync(folder, old);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  renameSync(made, folder);
  rmSync(old, { recursive: true, force: true });
}
