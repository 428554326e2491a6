import { readFileSync, writeFileSync } from 'node:fs';
import { runFlags } from '../../src/artifact/run.ts';
import { mergeClaims } from './claims.ts';
import { type Merged, mergeLocks } from './stages.ts';

/** Tells git's command (pipeline/setup/merge.mjs) that a conflict was left; any other code but 0 means that git has to merge by itself. */
const CONFLICT = 3;

// Git's merge driver: driver.ts dvc-lock|claims BASE OURS THEIRS MARKER-SIZE PATH. Writes the merge into OURS.
const [kind, base, ours, theirs, size, path] = process.argv.slice(2);
const [was, mine, other] = [base, ours, theirs].map((file) => readFileSync(file, 'utf8'));
try {
  const merged = kind === 'dvc-lock' ? mergeLocks(was, mine, other, settleStage) : mergedClaims();
  writeFileSync(ours, merged.text);
  if (merged.conflicts.length > 0) {
    console.error(describe(merged));
    process.exitCode = CONFLICT;
  }
} catch (error) {
  console.error(`${path} is merged line by line (${(error as Error).message.split('\n')[0]}).`);
  process.exitCode = 2;
}

function mergedClaims(): Merged {
  return mergeClaims(was, mine, other, { settle: reproduce(runOfPath()), marker: Number(size) });
}

function runOfPath(): string {
  return /^artifacts\/([^/]+)\//.exec(path)?.[1] ?? '';
}

function settleStage(address: string): string {
  return reproduce(address.slice(address.indexOf('@') + 1));
}

function reproduce(run: string): string {
  return `npm run reproduce -- ${runFlags(run)}`;
}

function describe({ conflicts }: Merged): string {
  if (kind !== 'dvc-lock') {
    const settle = reproduce(runOfPath());
    return `Both branches judged ${conflicts.join(', ')} (${path}). Settle it: ${settle}, then git add ${path}`;
  }
  const byCommand = Map.groupBy(conflicts, settleStage);
  return [...byCommand]
    .map(([command, stages]) => `Both branches ran ${stages.join(', ')}. Settle it: ${command}, then git add ${path}`)
    .join('\n');
}
