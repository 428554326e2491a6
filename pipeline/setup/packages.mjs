// @ts-check
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runOrExplain } from './command.mjs';
import { hashOf, stamp, stamped } from './stamp.mjs';

const STAMP = 'node_modules/.set-up';

/** @param {string} root */
function state(root) {
  return `${hashOf(root, ['package-lock.json'])} ${process.platform}-${process.arch}`;
}

/** Whether node_modules is what package-lock.json says. @param {string} root */
export function packagesReady(root) {
  return existsSync(join(root, 'node_modules/.bin/node')) && stamped(join(root, STAMP), state(root));
}

/**
 * Installs the packages of package-lock.json, among them Node 24 itself, beside the present node_modules, and swaps the two once
 * everything is there.
 * @param {{ root: string, say: (text: string) => void }} options
 */
export async function ensurePackages({ root, say }) {
  if (packagesReady(root)) return;
  say('installs Node 24 and the packages of package-lock.json into node_modules');
  const place = join(root, '.cache', 'setup');
  for (const left of leftBehind(place)) rmSync(join(place, left), { recursive: true, force: true });
  const work = join(place, `packages-${process.pid}`);
  const [command, ...before] = npm();
  // What an outer npm hands to its scripts would direct the inner one back to the checkout.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(package|lifecycle|config_local_prefix|config_prefix)/.test(name),
    ),
  );
  try {
    mkdirSync(work, { recursive: true });
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
      if (existsSync(join(root, file))) copyFileSync(join(root, file), join(work, file));
    }
    const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
    await runOrExplain('npm ci', command, [...before, 'ci', '--ignore-scripts', ...quiet], { cwd: work, env });
    // The one install script that is needed: it fetches the binary of Node 24 for this machine.
    await runOrExplain('npm rebuild node', command, [...before, 'rebuild', 'node', ...quiet], { cwd: work, env });
    const fresh = join(work, 'node_modules');
    await runOrExplain('Starting Node 24', join(fresh, '.bin', 'node'), ['--version'], {});
    stamp(join(fresh, '.set-up'), state(root));
    if (existsSync(join(root, 'node_modules'))) renameSync(join(root, 'node_modules'), join(work, 'replaced'));
    renameSync(fresh, join(root, 'node_modules'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What set-ups left that were stopped half-way. @param {string} place */
function leftBehind(place) {
  return existsSync(place) ? readdirSync(place).filter((name) => name.startsWith('packages-')) : [];
}

/** The npm that started us, else the one on the PATH. @returns {string[]} */
export function npm() {
  const script = process.env.npm_execpath;
  return script && /npm-cli\.js$/.test(script) ? [process.execPath, script] : ['npm'];
}
