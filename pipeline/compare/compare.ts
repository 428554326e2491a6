import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { usage } from '../../src/artifact/error.ts';
import type { Comparison, Side } from '../../src/comparison/change.ts';
import { isChanged, sideWords } from '../../src/comparison/summary.ts';
import { compareValues, valueAtPath } from '../../src/comparison/values.ts';
import { unknownName } from '../../src/params/nearest.ts';
import { type Reader, readerOf } from './files.ts';
import { changedFiles, commitOf, git, mergeBase, uncommittedFiles } from './git.ts';
import { stagesOf } from './line.ts';
import { compareProfiles } from './profile.ts';
import { profilesOf, snapshotOf, workingTree } from './snapshot.ts';

export interface Asked {
  /** The checkout. */
  root: string;
  /** A revision; where none is named the merge base with main. */
  base?: string;
  /** A revision; where none is named the working tree as it is on disk. */
  head?: string;
  /** The profiles to compare; where none is named all that either side has. */
  profiles?: readonly string[];
}

/** A comparison, and the files of both sides that it was made from. */
export interface Compared {
  comparison: Comparison;
  before: Reader;
  after: Reader;
}

/**
 * What happened to the figures between two revisions, read from git's objects and from disk: no file of the checkout is touched.
 * @throws UserError (exit code 2) for a revision or a profile that is not there, and outside a git checkout.
 */
export async function compareRevisions({ root, base, head, profiles = [] }: Asked): Promise<Compared> {
  if ((await git(root, 'rev-parse', '--is-inside-work-tree')) !== 'true')
    throw usage(
      'This is no git checkout: figures:diff compares revisions. Clone the project with git and run it there.',
    );
  const warnings: string[] = [];
  const failures: string[] = [];
  const headCommit =
    head === undefined ? await git(root, 'rev-parse', '--verify', '--quiet', 'HEAD') : await commitOf(root, head);
  const found = base === undefined ? await mergeBase(root, headCommit ?? 'HEAD') : null;
  if (found?.warning) warnings.push(found.warning);
  const baseCommit = found?.commit ?? (await commitOf(root, base as string));
  const sides: [Side, Side] = [
    { name: found?.name ?? (base as string), commit: baseCommit, uncommitted: 0 },
    {
      name: head ?? 'working tree',
      commit: headCommit,
      uncommitted: head === undefined ? await uncommittedFiles(root) : 0,
    },
  ];
  const before = readerOf(sideWords(sides[0]), await snapshotOf(root, baseCommit), failures);
  const files = head === undefined ? await workingTree(root, profiles) : await snapshotOf(root, headCommit as string);
  const after = readerOf(sideWords(sides[1]), files, failures);
  const [own, others] = [profilesOf(before.snapshot), profilesOf(after.snapshot)];
  const all = [...new Set([...own, ...others])].sort();
  refuseUnknown(profiles, all, root);
  if (own.length === 0 && others.length > 0)
    warnings.push(`${before.side} has no results below artifacts/: everything counts as new.`);
  const params = paramsBetween(before, after);
  const sources = (await changedFiles(root, baseCommit, head === undefined ? null : headCommit)).filter(isSource);
  const changes = (profiles.length > 0 ? all.filter((profile) => profiles.includes(profile)) : all).map((profile) => {
    const state = !own.includes(profile) ? 'added' : !others.includes(profile) ? 'removed' : 'both';
    if (state !== 'both')
      warnings.push(
        `Only ${state === 'added' ? after.side : before.side} has results of profile ${profile}: there is nothing to compare them with.`,
      );
    const stages = stagesOf(after.stages().value ?? before.stages().value, profile, engineOf(after, profile));
    const between = { stages, params: inProfile(params, profile), files: sources };
    return compareProfiles({ profile, before, after, between, warnings }, state);
  });
  const shown =
    profiles.length > 0 ? params.filter(({ path }) => profiles.some((profile) => concerns(path, profile))) : params;
  const comparison: Comparison = {
    format: 1,
    base: sides[0],
    head: sides[1],
    changed: shown.length > 0 || changes.some(isChanged),
    params: shown,
    files: sources,
    profiles: changes,
    warnings: [...new Set(warnings)],
    failures,
  };
  return { comparison, before, after };
}

function paramsBetween(before: Reader, after: Reader): Comparison['params'] {
  const [own, others] = [before.params(), after.params()];
  return own.state === 'whole' && others.state === 'whole' ? compareValues(own.value, others.value) : [];
}

/** Values that every profile shares, and those of the profile itself. */
function inProfile(params: Comparison['params'], profile: string): Comparison['params'] {
  return params.filter(({ path }) => concerns(path, profile));
}

function concerns(path: string, profile: string): boolean {
  return !path.startsWith('profiles.') || path.startsWith(`profiles.${profile}.`);
}

/** Whether a file is no result: what is made is compared by what it says. */
function isSource(path: string): boolean {
  return !/^artifacts\/(?!profiles\.yaml)|^dvc\.lock$|^site\/dist\//.test(path);
}

/** The engine that a profile was recorded with, which decides what its stages depend on. */
function engineOf({ snapshot }: Reader, profile: string): string {
  try {
    return String(
      valueAtPath(parse(snapshot.get('artifacts/profiles.yaml') ?? ''), `recorded.${profile}.engine`) ?? 'simd',
    );
  } catch {
    return 'simd';
  }
}

/** @throws UserError (exit code 2) for a profile that neither side has, naming the nearest. */
function refuseUnknown(profiles: readonly string[], all: readonly string[], root: string): void {
  for (const profile of profiles) {
    if (all.includes(profile)) continue;
    const made = existsSync(join(root, 'artifacts', profile)) ? ' Its folder has neither claims nor figures.' : '';
    throw usage(`Neither side has results of it: ${unknownName('profile', profile, all)}${made}`);
  }
}
