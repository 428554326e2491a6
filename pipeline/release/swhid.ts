import type { Release } from '../../src/artifact/release.ts';
import { git } from '../../src/system/git.ts';

/**
 * The SWHIDs (ISO/IEC 18670) of a commit and of its files, under which Software Heritage keeps them: they are git's hashes of the commit and of its
 * tree. Null in a repository with SHA-256, for which version 1 of SWHIDs has no form.
 */
export async function swhidsOf(root: string, commit: string): Promise<Release['swhids']> {
  const tree = await git(root, ['rev-parse', '--verify', `${commit}^{tree}`]);
  if (![commit, tree].every((hash) => /^[0-9a-f]{40}$/.test(hash))) return null;
  return { directory: `swh:1:dir:${tree}`, revision: `swh:1:rev:${commit}` };
}
