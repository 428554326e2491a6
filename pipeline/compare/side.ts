import { usage } from '../../src/artifact/error.ts';
import type { Side } from '../../src/comparison/change.ts';
import type { Warning } from '../../src/comparison/warning.ts';
import { commitNamed } from '../../src/system/git.ts';
import { commitSources, differingSources, folderSnapshot, folderSources, namedFolder } from './folder.ts';
import { changedFiles, commitOf, mergeBase, uncommittedFiles } from './git.ts';
import { type Snapshot, snapshotOf, workingTree } from './snapshot.ts';
import { warn } from './warning.ts';

/** One side of a comparison, with what is read of it. */
export interface OpenSide {
  side: Side;
  snapshot: Snapshot;
  /** Where it lies on disk, of a revision null. */
  folder: string | null;
  /** Whether git has no part in it. */
  plain: boolean;
}

interface Opening {
  root: string;
  /** Whether the root is a git checkout. */
  checkout: boolean;
  profiles: readonly string[];
  warnings: Warning[];
}

/**
 * Opens both sides: by default the merge base with main and the working tree.
 * @throws UserError (exit code 2) for a name that is neither a folder with results nor a revision.
 */
export async function openSides(
  opening: Opening,
  base: string | undefined,
  head: string | undefined,
): Promise<[OpenSide, OpenSide]> {
  if (!opening.checkout && base === undefined)
    throw usage(
      'This folder has no git history: name a folder to compare this one with, or two folders: npm run figures:diff -- BASE [HEAD].',
    );
  const second = head === undefined ? await treeSide(opening) : await namedSide(opening, head);
  const first =
    base === undefined ? await mergeBaseSide(opening, second.side.commit ?? 'HEAD') : await namedSide(opening, base);
  return [first, second];
}

/** The sources that differ between two sides. */
export async function sourcesBetween(root: string, first: OpenSide, second: OpenSide): Promise<string[]> {
  if (!first.plain && !second.plain)
    return changedFiles(root, first.side.commit as string, second.folder === null ? second.side.commit : null);
  const of = ({ folder, side }: OpenSide) =>
    folder === null ? commitSources(root, side.commit as string) : folderSources(folder);
  return differingSources(await of(first), await of(second));
}

async function treeSide({ root, checkout, profiles }: Opening): Promise<OpenSide> {
  const commit = checkout ? await commitNamed(root, 'HEAD') : null;
  const side = { name: 'working tree', commit, uncommitted: checkout ? await uncommittedFiles(root) : 0 };
  const snapshot = checkout ? await workingTree(root, profiles) : folderSnapshot(root);
  return { side, snapshot, folder: root, plain: !checkout };
}

async function namedSide({ root, checkout }: Opening, name: string): Promise<OpenSide> {
  const folder = namedFolder(name);
  if (folder)
    return { side: { name, commit: null, uncommitted: 0 }, snapshot: folderSnapshot(folder), folder, plain: true };
  if (!checkout)
    throw usage(`There is no folder '${name}' with results below artifacts/, and without git there are no revisions.`);
  const commit = await commitOf(root, name);
  return revisionSide(root, { name, commit, uncommitted: 0 });
}

async function mergeBaseSide({ root, warnings }: Opening, head: string): Promise<OpenSide> {
  const { name, commit, warning } = await mergeBase(root, head);
  if (warning) warn(warnings, { text: warning });
  return revisionSide(root, { name, commit, uncommitted: 0 });
}

async function revisionSide(root: string, side: Side & { commit: string }): Promise<OpenSide> {
  return { side, snapshot: await snapshotOf(root, side.commit), folder: null, plain: false };
}
