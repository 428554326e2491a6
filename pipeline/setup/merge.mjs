// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';

/**
 * What git runs for a file that .gitattributes names: the driver of this project, or git's merge of lines where the driver is not there (an
 * older commit, a work tree that was not set up) or cannot read the file. It ends with 0 for a merge, 1 for a conflict.
 * @param {string} name
 */
const command = (name) =>
  `node_modules/.bin/node --no-warnings pipeline/merge/driver.ts ${name} %O %A %B %L %P; case $? in 0) exit 0;; 3) exit 1;; esac; git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B`;

/** The drivers by the name that .gitattributes has, each with what git calls it. */
const DRIVERS = /** @type {const} */ ([
  ['dvc-lock', 'stages of dvc.lock'],
  ['claims', 'claims of artifacts'],
]);

/**
 * Tells git in this clone how dvc.lock and files of claims are merged: settings of a clone do not come with it. Without them, or where git
 * refuses, both are merged line by line as any text.
 * @param {string} root
 */
export async function registerMergeDrivers(root) {
  if (!existsSync(join(root, '.git'))) return;
  for (const [name, what] of DRIVERS) {
    for (const [key, value] of [
      [`merge.${name}.name`, what],
      [`merge.${name}.driver`, command(name)],
    ]) {
      const known = await run('git', ['config', '--local', '--get', key], { cwd: root });
      if (known.stdout.trimEnd() !== value) await run('git', ['config', '--local', key, value], { cwd: root });
    }
  }
}
