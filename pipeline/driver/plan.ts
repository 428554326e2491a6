import type { LockEntry } from '../../src/artifact/dvc.ts';
import { type Outline, stageNames } from '../../src/artifact/study.ts';
import { address, type Change, lockEntries } from './dvc.ts';
import { madeHere } from './record.ts';

/** Why a stage has to run. */
export interface RunReason {
  stage: string;
  text: string;
  /** DVC would find it unchanged, or decides by what it sees after the stages before. */
  kind: 'changed' | 'elsewhere' | 'forced' | 'upstream';
}

/**
 * Which stages of a profile have to run and why, in order. A stage whose results came with the clone, made on another machine,
 * is run too: reproducing means making everything.
 */
export function plan(
  study: Outline,
  profile: string,
  changes: ReadonlyMap<string, Change[]>,
  force: boolean,
  entries = lockEntries(),
): RunReason[] {
  const reasons: RunReason[] = [];
  for (const stage of stageNames(study)) {
    const entry = entries[address(stage, profile)];
    const changed = changes.get(stage);
    if (force) reasons.push({ stage, kind: 'forced', text: '--force' });
    else if (!entry) reasons.push({ stage, kind: 'changed', text: 'it has not run yet' });
    else if (!madeHere(stage, profile))
      reasons.push({ stage, kind: 'elsewhere', text: 'its results were made elsewhere' });
    else if (changed) reasons.push({ stage, kind: 'changed', text: changed.map(describe).join(', ') });
    else {
      const before = reasons.find((reason) => feeds(entries[address(reason.stage, profile)], entry));
      if (before) reasons.push({ stage, kind: 'upstream', text: `if what ${before.stage} makes changes` });
    }
  }
  return reasons;
}

/** Artifacts that changed or vanished since their stage made them here: someone edited or deleted them. */
export function edited(
  profile: string,
  changes: ReadonlyMap<string, Change[]>,
): { stage: string; what: string; how: string }[] {
  return [...changes].flatMap(([stage, list]) =>
    madeHere(stage, profile)
      ? list.filter(({ of }) => of === 'outs').map(({ what, how }) => ({ stage, what, how }))
      : [],
  );
}

function describe({ of, what, how }: Change): string {
  if (of === 'command') return 'its command changed';
  return `${what} ${how === 'modified' || how === 'new' ? 'changed' : how}`;
}

function feeds(before: LockEntry | undefined, after: LockEntry): boolean {
  const made = (before?.outs ?? []).map(({ path }) => path);
  return (after.deps ?? []).some(({ path }) => made.some((out) => out === path || out.startsWith(`${path}/`)));
}
