import { usage } from '../../src/artifact/error.ts';
import { COMMIT, checked, commitNamed, git, gitAnswer, pathsOf } from '../../src/system/git.ts';

/**
 * The commit of a revision, or of an experiment of DVC.
 * @throws UserError (exit code 2) for a name that git does not know, or knows as something else.
 */
export async function commitOf(root: string, revision: string): Promise<string> {
  const commit = (await commitNamed(root, revision)) ?? (await experimentNamed(root, revision));
  if (commit !== null) return commit;
  const shallow = await isShallow(root);
  const fetch = shallow ? ' This clone is shallow: git fetch --unshallow brings the rest.' : '';
  throw usage(
    `There is no revision '${revision}' here: name a commit, a branch or a tag that 'git log' shows, an experiment that 'dvc exp list' does, or fetch it first (git fetch origin).${fetch}`,
  );
}

/**
 * The commit of an experiment; null where there is none of that name. DVC keeps it as refs/exps/<hash of the commit that it began with, parted
 * after two digits>/<name>.
 * @throws UserError (exit code 2) for a name that experiments of several commits have, none of them of the one that the checkout stands at.
 */
async function experimentNamed(root: string, name: string): Promise<string | null> {
  const refs = await git(root, ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/exps/']);
  const found = refs.split('\n').flatMap((line) => {
    const [, commit, start, rest, known] = /^(\S+) refs\/exps\/([0-9a-f]{2})\/([0-9a-f]+)\/(.+)$/.exec(line) ?? [];
    return known === name ? [{ commit, base: start + rest }] : [];
  });
  const here = await commitNamed(root, 'HEAD');
  const [one, another] = [...found.filter(({ base }) => base === here), ...found.filter(({ base }) => base !== here)];
  if (one === undefined) return null;
  if (another !== undefined && one.base !== here)
    throw usage(
      `'${name}' is an experiment of several commits: name its commit, one of ${found.map(({ commit }) => commit.slice(0, 10)).join(', ')}.`,
    );
  return one.commit;
}

/** A base, and what a reader has to know about it. */
export interface Base {
  commit: string;
  /** What it is called in the report. */
  name: string;
  warning: string | null;
}

/**
 * Where a revision left main: the newest merge base with main or origin/main. In a shallow clone that does not reach so far the tip of
 * main stands in, with a warning.
 * @throws UserError (exit code 2) where there is no main, or no history in common.
 */
export async function mergeBase(root: string, head: string): Promise<Base> {
  const mains = [];
  for (const name of ['main', 'origin/main']) if ((await commitNamed(root, name)) !== null) mains.push(name);
  const bases: { name: string; commit: string }[] = [];
  for (const name of mains) {
    const args = ['merge-base', name, head];
    const commit = await gitAnswer(root, args);
    if (commit !== null) bases.push({ name, commit: checked(commit.split('\n')[0], COMMIT, args) });
  }
  let newest = bases[0];
  for (const base of bases.slice(1))
    if ((await gitAnswer(root, ['merge-base', '--is-ancestor', newest.commit, base.commit])) !== null) newest = base;
  if (newest) return { commit: newest.commit, name: `merge base with ${newest.name}`, warning: null };
  const shallow = await isShallow(root);
  const advice = shallow
    ? "This clone is shallow and does not reach the commit where the branch left main: 'git fetch --unshallow origin main:main' brings it"
    : 'There is no main here that shares history with what is compared: fetch it (git fetch origin main:main)';
  if (!shallow || mains.length === 0) throw usage(`${advice}, or name a base: npm run figures:diff -- BASE.`);
  const [tip] = mains;
  return {
    commit: await commitOf(root, tip),
    name: tip,
    warning: `${advice}. Compared with the tip of ${tip} instead: what others changed there since is counted here too.`,
  };
}

/** Files that differ between two revisions, or between one and the working tree (null), new files that git would take in included. */
export async function changedFiles(root: string, base: string, head: string | null): Promise<string[]> {
  const diff = ['diff', '--no-ext-diff', '--name-only', '--no-renames', '-z', base, ...(head === null ? [] : [head])];
  const differing = pathsOf(await git(root, diff));
  const fresh = head === null ? pathsOf(await git(root, ['ls-files', '--others', '--exclude-standard', '-z'])) : [];
  return [...new Set([...differing, ...fresh])].sort();
}

/** How many files of the working tree no commit holds as they are. */
export async function uncommittedFiles(root: string): Promise<number> {
  const status = ['status', '--porcelain', '--untracked-files=all', '-z', '--no-renames'];
  return pathsOf(await git(root, status)).length;
}

async function isShallow(root: string): Promise<boolean> {
  return (await git(root, ['rev-parse', '--is-shallow-repository'])) === 'true';
}
