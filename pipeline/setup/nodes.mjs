// @ts-check
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { npm } from './npm.mjs';

/** Node versions beside the pinned one that must give the same bytes. */
export const OTHER_NODES = ['22.23.3', '26.10.0'];

/** Where a Node of another version stands. @param {string} root @param {string} version */
export function otherNode(root, version) {
  return join(root, '.cache', 'nodes', version, 'bin', 'node');
}

/**
 * Fetches other versions of Node from npm, for the tests that hold training to the same bytes on each; what cannot be had is said.
 * @param {{ root: string, say: (text: string) => void }} options
 */
export async function ensureNodes({ root, say }) {
  for (const version of OTHER_NODES) {
    const target = join(root, '.cache', 'nodes', version);
    if ((await run(otherNode(root, version), ['--version'])).code === 0) continue;
    const name = `${process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${process.platform}-${process.arch}`;
    const work = `${target}-${process.pid}`;
    say(`fetches Node ${version} (npm) for the tests of same bytes`);
    try {
      mkdirSync(work, { recursive: true });
      await npm(`npm install ${name}`, ['install', '--prefix', work, '--no-save', `${name}@${version}`], {
        scripts: false,
      });
      mkdirSync(target, { recursive: true });
      rmSync(join(target, 'bin'), { recursive: true, force: true });
      renameSync(join(work, 'node_modules', name, 'bin'), join(target, 'bin'));
    } catch (error) {
      say(
        `Node ${version} is not to be had here, its test is left out (${error instanceof Error ? error.message : error})`,
      );
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
}
