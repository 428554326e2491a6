import { createHash } from 'node:crypto';
import type { Outline } from '../../src/artifact/study.ts';
import { commitNamed, git, headOf, isCheckout, pathsOf } from '../../src/system/git.ts';
import { isBundled } from '../bundle/content.ts';
import { type Files, pathsIn } from '../bundle/files.ts';

/** How a bundle's files compare with the commit that it names; `known` is false where this checkout's git does not have it. */
export interface CommitAgreement {
  known: boolean;
  /** Whether this checkout stands at that commit. */
  here: boolean;
  faults: string[];
}

/** What a bundle has beyond the files of its commit. */
const MADE =
  /^(artifacts\/(store|[^/]+)\/|site\/dist\/|networks\.csv$|certificate\.json$|CERTIFICATE\.md$|ro-crate-metadata\.json$|manifest-(sha256|bytes)\.txt$)/;

/** Holds the files of a bundle against the commit that it names, by git's own hashes; whatever lies in the checkout does not matter. */
export async function compareWithCommit(
  study: Pick<Outline, 'shared'>,
  files: Files,
  commit: string,
  profile: string,
  root: string,
): Promise<CommitAgreement> {
  const known = isCheckout(root) && /^[0-9a-f]{40}$/.test(commit) && (await commitNamed(root, commit)) !== null;
  if (!known) return { known: false, here: false, faults: [] };
  const head = await headOf(root);
  const blobs = new Map(
    pathsOf(await git(root, ['ls-tree', '-r', '-z', commit])).map((line) => {
      const [mode, path] = line.split('\t');
      return [path, mode.split(' ')[2]] as const;
    }),
  );
  const kept = (path: string) => {
    const [top, folder, more] = path.split('/');
    return top !== 'artifacts' || more === undefined || isBundled(study, profile, folder);
  };
  const present = pathsIn(files).flatMap((path) => {
    const blob = blobs.get(path);
    if (blob === undefined) return MADE.test(path) ? [] : [`${path} is no file of commit ${commit}`];
    return blob === gitHash(files.get(path) as Uint8Array) ? [] : [`${path} is not as in commit ${commit}`];
  });
  const missing = [...blobs.keys()].filter((path) => kept(path) && !files.has(path));
  return {
    known: true,
    here: head?.commit === commit,
    faults: [...present, ...missing.map((path) => `${path} of commit ${commit} is missing`)],
  };
}

function gitHash(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
