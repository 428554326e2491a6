import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git, pathsOf } from '../../src/system/git.ts';

/** What git ignores and a release must not take from the working tree: what is built anew, and DVC's state. */
const LEFT = /^(site\/|\.astro\/|test\/|\.dvc\/|figures-diff\/|artifacts\/\.running\/)/;

/**
 * A clone of the commit that a checkout stands at, in a new folder, with links to what is installed, built and trained there. What git does not
 * know of cannot enter it.
 */
export async function cloneCheckout(root: string, folder: string): Promise<void> {
  await git(root, ['clone', '--quiet', '--shared', '--no-tags', root, folder]);
  const ignored = pathsOf(
    await git(root, ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z']),
  );
  const linked = ignored
    .filter((path) => !LEFT.test(path) && statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory())
    .map((path) => path.replace(/\/$/, ''));
  for (const path of linked) {
    const place = join(folder, path);
    if (existsSync(place)) continue;
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(root, path), place);
  }
  // A link is no folder, which is what .gitignore names.
  writeFileSync(join(folder, '.git', 'info', 'exclude'), linked.map((path) => `/${path}\n`).join(''));
}
