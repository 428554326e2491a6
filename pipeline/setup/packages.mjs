// @ts-check
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run, runOrExplain, SetupError } from './command.mjs';
import { npm } from './npm.mjs';
import { readJson, removeAbandoned, stamp, stamped } from './stamp.mjs';

const STAMP = 'node_modules/.set-up';

/**
 * What decides the packages: package-lock.json but for the version of the project itself, so that a release, which moves that alone, can be
 * verified without a network where the commit before it was set up.
 * @param {string} root
 */
export function packagesState(root) {
  const lock = readJson(join(root, 'package-lock.json'));
  delete lock?.version;
  delete lock?.packages?.['']?.version;
  const hash = createHash('sha256').update(JSON.stringify(lock)).digest('hex');
  return `${hash} ${process.platform}-${process.arch}`;
}

/** Whether node_modules is what package-lock.json says, and its Node starts. @param {string} root */
export async function packagesReady(root) {
  if (!stamped(join(root, STAMP), packagesState(root)) || missingPackages(root, root).length > 0) return false;
  return (await run(join(root, 'node_modules/.bin/node'), ['--version'])).code === 0;
}

/**
 * Installs the packages of package-lock.json, among them Node 24 itself, beside the present node_modules, and swaps the two once
 * everything is there.
 * @param {{ root: string, say: (text: string) => void }} options
 */
export async function ensurePackages({ root, say }) {
  if (await packagesReady(root)) return;
  say('installs Node 24 and the packages of package-lock.json into node_modules');
  const place = join(root, '.cache', 'setup');
  removeAbandoned(place, 'packages-');
  const work = join(place, `packages-${process.pid}`);
  try {
    mkdirSync(work, { recursive: true });
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
      if (existsSync(join(root, file))) copyFileSync(join(root, file), join(work, file));
    }
    await npm('npm ci', ['ci'], { cwd: work, scripts: false });
    // The one install script that is needed: it fetches the binary of Node 24 for this machine.
    await npm('npm rebuild node', ['rebuild', 'node'], { cwd: work, scripts: true });
    const missing = missingPackages(root, work);
    if (missing.length > 0) {
      throw new SetupError(
        `npm ci left out ${missing.length} packages of package-lock.json (${missing.slice(0, 3).join(', ')}): look for 'omit' in 'npm config list' and run the same command again.`,
      );
    }
    const fresh = join(work, 'node_modules');
    await runOrExplain('Starting Node 24', join(fresh, '.bin', 'node'), ['--version'], {});
    stamp(join(fresh, '.set-up'), packagesState(root));
    if (existsSync(join(root, 'node_modules'))) renameSync(join(root, 'node_modules'), join(work, 'replaced'));
    renameSync(fresh, join(root, 'node_modules'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * The packages that package-lock.json names, those apart that a machine may do without, and that are not in a folder.
 * @param {string} root where the lock stands
 * @param {string} folder where node_modules stands
 */
function missingPackages(root, folder) {
  /** @type {{ packages: Record<string, { optional?: boolean, devOptional?: boolean, link?: boolean }> }} */
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([place, { optional, devOptional }]) => place !== '' && !optional && !devOptional)
    .map(([place]) => place)
    .filter((place) => !existsSync(join(folder, place, 'package.json')));
}
