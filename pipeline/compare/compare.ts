import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { usage } from '../../src/artifact/error.ts';
import { unknownName } from '../../src/artifact/nearest.ts';
import { partsOfRun } from '../../src/artifact/run.ts';
import type { Study } from '../../src/artifact/study.ts';
import type { Comparison, Side } from '../../src/comparison/change.ts';
import { isChanged, sideWords } from '../../src/comparison/summary.ts';
import { compareValues } from '../../src/comparison/values.ts';
import type { Warning } from '../../src/comparison/warning.ts';
import { isCheckout } from '../../src/system/git.ts';
import { type Reader, readerOf } from './files.ts';
import { stagesOf } from './line.ts';
import { compareProfiles } from './profile.ts';
import { judgeCrosswise } from './rules.ts';
import { openSides, sourcesBetween } from './side.ts';
import { profilesOf, strangeNames } from './snapshot.ts';
import { warn } from './warning.ts';

export interface Asked {
  study: Study;
  /** The checkout. */
  root: string;
  /** A revision or a folder; where none is named the merge base with main. */
  base?: string;
  /** A revision or a folder; where none is named the working tree as it is on disk. */
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
 * What happened to the figures between two sides, each a revision, the working tree or a folder: read from git's objects and from disk, no
 * file of the checkout is touched.
 * @throws UserError (exit code 2) for a side or a profile that is not there.
 */
export async function compareRevisions({ study, root, base, head, profiles = [] }: Asked): Promise<Compared> {
  const warnings: Warning[] = [];
  const failures: string[] = [];
  const checkout = isCheckout(root);
  const opened = { root, checkout, profiles, warnings };
  const [first, second] = await openSides(opened, base, head);
  const sides: [Side, Side] = [first.side, second.side];
  const before = readerOf(sideWords(sides[0]), first.snapshot, failures, study);
  const after = readerOf(sideWords(sides[1]), second.snapshot, failures, study);
  const [inBase, inHead] = [profilesOf(before.snapshot), profilesOf(after.snapshot)];
  const all = [...new Set([...inBase, ...inHead])].sort();
  refuseUnknown(profiles, all, root);
  for (const { side, snapshot } of [before, after])
    for (const name of strangeNames(snapshot))
      warn(warnings, {
        text: `${side} has results under names that are none of a profile or panel (letters, digits, '_', '-' and '.'): they were not compared.`,
        cases: [name],
      });
  if (inBase.length === 0 && inHead.length > 0)
    warn(warnings, { text: `${before.side} has no results below artifacts/: everything counts as new.` });
  const params = paramsBetween(before, after);
  const sources = (await sourcesBetween(root, first, second)).filter(isSource);
  const compared = profiles.length > 0 ? all.filter((profile) => profiles.includes(profile)) : all;
  const { rules, crosswise } = await judgeCrosswise(
    root,
    [
      { open: first, reader: before },
      { open: second, reader: after },
    ],
    compared.filter((profile) => inBase.includes(profile) && inHead.includes(profile)),
    sources,
  );
  const changes = compared.map((profile) => {
    const state = !inBase.includes(profile) ? 'added' : !inHead.includes(profile) ? 'removed' : 'both';
    if (state !== 'both')
      warn(warnings, {
        text: `Only ${state === 'added' ? after.side : before.side} has results of these profiles: there is nothing to compare them with.`,
        cases: [profile],
      });
    const stages = stagesOf(after.stages().value ?? before.stages().value, profile, after.engine(profile));
    const between = { stages, params: inProfile(params, profile), files: sources };
    return compareProfiles(
      { study, profile, reading: null, before, after, between, rules, crosswise, warnings },
      state,
    );
  });
  const shown =
    profiles.length > 0 ? params.filter(({ path }) => profiles.some((profile) => concerns(path, profile))) : params;
  const comparison: Comparison = {
    format: 4,
    base: sides[0],
    head: sides[1],
    changed: rules.changes.length > 0 || shown.length > 0 || changes.some(isChanged),
    rules,
    params: shown,
    files: sources,
    profiles: changes,
    warnings,
    failures,
  };
  return { comparison, before, after };
}

function paramsBetween(before: Reader, after: Reader): Comparison['params'] {
  const [base, head] = [before.params(), after.params()];
  return base.state === 'whole' && head.state === 'whole' ? compareValues(base.value, head.value) : [];
}

/** Values that every profile shares, and those of the profile itself. */
function inProfile(params: Comparison['params'], profile: string): Comparison['params'] {
  return params.filter(({ path }) => concerns(path, profile));
}

function concerns(path: string, profile: string): boolean {
  return !path.startsWith('profiles.') || path.startsWith(`profiles.${partsOfRun(profile).profile}.`);
}

/** Whether a file is no result: what is made is compared by what it says. */
function isSource(path: string): boolean {
  return !/^artifacts\/(?!profiles\.yaml)|^dvc\.lock$|^site\/dist\//.test(path);
}

/** @throws UserError (exit code 2) for a profile that neither side has, naming the nearest. */
function refuseUnknown(profiles: readonly string[], all: readonly string[], root: string): void {
  for (const profile of profiles) {
    if (all.includes(profile)) continue;
    const made = existsSync(join(root, 'artifacts', profile)) ? ' Its folder has neither claims nor figures.' : '';
    throw usage(`Neither side has results of it: ${unknownName('profile', profile, all)}${made}`);
  }
}
