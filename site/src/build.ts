import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { UserError } from '../../src/artifact/error.ts';
import { writeAtomic } from '../../src/artifact/file.ts';
import { runProgram } from '../../src/system/program.ts';
import { lastLines, signalText } from '../../src/system/signal.mjs';

export interface BuildOptions {
  /** The checkout whose pages are built. */
  root: string;
  /** The checkout whose version, citation, licence, changes, stages and rules the pages tell, by default `root`; nothing of it is run. */
  told?: string;
  profile: string;
  /** Folder of the profile's artifacts. */
  artifacts: string;
  /** Folder of the benchmark's records; by default those of the checkout. */
  bench?: string;
  /** Folder of the results of the reference network; by default that of the checkout. */
  reference?: string;
  /** The params.yaml that made them. */
  params: string;
  /** Output folder; emptied first. */
  folder: string;
  /** The path that the report is served from; REPORT_BASE sets it from outside. */
  base?: string;
  /** Other protocols of the same profile: their pages stand in a folder of the protocol's name each, and each page leads to the same page there. */
  others?: readonly { protocol: string; run: string; artifacts: string }[];
  /** The protocol of these pages, where there are others. */
  protocol?: string;
  /** The origin that it is served from, for the pictures that others show of a link; REPORT_SITE sets it from outside. */
  site?: string;
}

/**
 * Builds the pages of a profile. They hold neither commit nor date nor any path of the machine: the same artifacts give the same bytes.
 * Any number of builds can run in a checkout at the same time.
 * @throws UserError with the fault that the build names if it fails.
 */
export async function buildPages(options: BuildOptions): Promise<void> {
  const dist = path.join(options.root, 'site', 'dist');
  mkdirSync(dist, { recursive: true });
  // Builds need separate folders in the checkout: for other output folders, Astro keeps its rendering code in one folder for all builds.
  const place = mkdtempSync(path.join(dist, 'building-'));
  try {
    const { others = [], protocol = '', base = process.env.REPORT_BASE ?? '/' } = options;
    const root = base.endsWith('/') ? base : `${base}/`;
    const shown = [
      { name: protocol, run: options.profile, artifacts: options.artifacts, base: root },
      ...others.map((other) => ({ ...other, name: other.protocol, base: `${root}${other.protocol}/` })),
    ];
    const pages = path.join(place, 'pages');
    await runAstro({ ...options, base: root }, place, pages, shown);
    for (const { name, run, artifacts, base: below } of shown.slice(1)) {
      const under = path.join(place, name);
      await runAstro({ ...options, profile: run, artifacts, base: below }, under, path.join(under, 'pages'), shown);
      moveFolder(path.join(under, 'pages'), path.join(pages, name));
    }
    moveFolder(pages, options.folder);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

interface Shown {
  name: string;
  run: string;
  artifacts: string;
  base: string;
}

async function runAstro(options: BuildOptions, place: string, out: string, shown: readonly Shown[]): Promise<void> {
  const { root, profile, artifacts, params, base = '/', told = root } = options;
  const { site = process.env.REPORT_SITE ?? '' } = options;
  const { bench = path.join(root, 'artifacts', 'bench') } = options;
  const { reference = path.join(root, 'artifacts', 'reference') } = options;
  const astro = path.join(root, 'node_modules', 'astro', 'bin', 'astro.mjs');
  const build = await runProgram(process.execPath, [astro, 'build', '--root', 'site', '--logLevel', 'warn'], {
    cwd: root,
    all: true,
    reject: false,
    env: {
      ASTRO_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
      TZ: 'UTC',
      REPORT_PROFILE: profile,
      REPORT_CHECKOUT: told,
      REPORT_ARTIFACTS: artifacts,
      REPORT_BENCH: bench,
      REPORT_REFERENCE: reference,
      REPORT_PARAMS: params,
      REPORT_OUT: out,
      REPORT_PROTOCOLS: JSON.stringify(shown.length > 1 ? shown : []),
      REPORT_CACHE: path.join(place, 'cache'),
      REPORT_BASE: base,
      REPORT_SITE: site,
    },
  });
  if (!build.failed) return;
  if (build.signal) throw new UserError(`The build of the report ${signalText(build.signal)}`, { cause: build });
  const log = path.join('.cache', 'logs', `report-${profile}.log`);
  writeAtomic(path.join(root, log), build.all ?? '');
  throw new UserError(
    `The report of profile ${profile} could not be built: an artifact is damaged or a page has an error.\n${faultIn(build.all ?? '')}\nThe whole output: ${log}`,
    { cause: build },
  );
}

/** What went wrong, in what Astro printed: without the steps before it, and without stacks. */
function faultIn(output: string): string {
  const passing = /^\d\d:\d\d:\d\d \[|^ generating |^\s*(at |Location:|Stack trace:)|^\s+\/.*:\d+:\d+$/;
  return lastLines(output.split('\n').filter((line) => !passing.test(line)));
}

/** Puts a folder in the place of another, on another disk too. */
function moveFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(path.dirname(to), { recursive: true });
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    cpSync(from, to, { recursive: true });
  }
}
