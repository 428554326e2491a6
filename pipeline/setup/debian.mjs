// @ts-check
import { existsSync } from 'node:fs';
import { run } from './command.mjs';
import { onPath } from './stamp.mjs';

/** @type {Promise<unknown>} apt-get takes one caller at a time */
let queue = Promise.resolve();

/** Whether packages of Debian can be installed without asking anyone. */
export function mayInstall() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0 && onPath(['apt-get']) !== null;
}

/**
 * Installs packages of Debian; resolves to whether that succeeded, with what apt-get printed.
 * @param {readonly string[]} packages
 */
export function installDebian(packages) {
  const turn = queue.then(async () => {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    const { code, output } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      env,
    });
    return { done: code === 0, output };
  });
  queue = turn.catch(() => undefined);
  return turn;
}
