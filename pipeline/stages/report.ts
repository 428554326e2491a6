import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildPages } from '../../site/src/build.ts';
import { buildSchema } from '../../src/artifact/build.ts';
import { UserError } from '../../src/artifact/error.ts';
import { listFiles, writeJson } from '../../src/artifact/file.ts';
import { runFlags } from '../../src/artifact/run.ts';
import { headOf } from '../../src/system/git.ts';
import { reportedProtocols } from '../driver/protocols.ts';
import { runStage } from '../outline.ts';

await runStage('report', async ({ profile, params, paths, log, progress }) => {
  if (!listFiles(paths.artifacts).some((file) => file.startsWith('figures/') || file === 'claims.json')) {
    throw new UserError(
      `Nothing to report: artifacts/${profile} has neither figures nor claims. Make them with 'npm run reproduce -- ${runFlags(profile)}'.`,
    );
  }
  const { protocol, others } = reportedProtocols(params, profile);
  const staging = `${paths.report}.${process.pid}.tmp`;
  const bar = progress(1);
  bar.update(0, 'pages');
  try {
    await buildPages({
      root: paths.root,
      profile,
      artifacts: paths.artifacts,
      params: paths.params,
      folder: staging,
      protocol,
      others,
    });
    const build = buildSchema.parse((await headOf(paths.root)) ?? { commit: null, date: null });
    for (const folder of ['', ...others.map((other) => other.protocol)])
      writeJson(join(staging, folder, 'build.json'), build);
    replaceFolder(paths.report, staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  bar.done();
  const pages = listFiles(paths.report).filter((file) => file.endsWith('.html'));
  log(`report: ${pages.length} pages in site/dist/${profile}`);
});

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
