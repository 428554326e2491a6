import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { formatRows } from '../../src/artifact/table.ts';
import { judgeWithoutStuck } from '../../src/claims/bearing.ts';
import { judgeBeyond } from '../../src/claims/beyond.ts';
import { claims } from '../../src/claims/index.ts';
import { claimRecord } from '../../src/claims/record.ts';
import { stabilities } from '../../src/claims/stability.ts';
import { panels } from '../../src/figures/index.ts';
import { environment } from '../../src/system/environment.mjs';
import { tables } from '../figures/tables.ts';

/** The checkout. */
export const root = path.resolve(import.meta.dirname, '..', '..');

/** Artifacts to build the report of: those of the quick profile as committed, or where none are, of made-up tables, in a folder of the caller's. */
export function artifactsForTests(scratch: string): { profile: string; artifacts: string } {
  const committed = path.join(root, 'artifacts', 'quick');
  if (isCommitted('artifacts/quick/claims.json') && existsSync(path.join(committed, 'claims.json')))
    return { profile: 'quick', artifacts: committed };
  return { profile: 'quick', artifacts: madeUp(path.join(scratch, 'made-up')) };
}

function isCommitted(file: string): boolean {
  return execFileSync('git', ['ls-files', file], { cwd: root, env: environment(), encoding: 'utf8' }).trim() !== '';
}

/** The made-up tables as the artifacts that the pipeline would derive from them. */
export function madeUp(folder: string): string {
  const context = { profile: 'quick', resamples: 200, confidence: 0.95, epochs: 60 };
  for (const panel of panels) {
    const rows = panel.derive(tables, context);
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    writeAtomic(path.join(folder, 'figures', `${panel.id}.csv`), formatRows(rows, columns));
  }
  const found = claims.map((claim) => ({ claim, judgement: claim.judge(tables, context) }));
  const stable = stabilities(found, tables, context, { subsets: 10, resamples: 100 });
  const judged = found.map(({ claim, judgement }) => {
    const stability = stable.get(claim.id);
    const withoutStuck = judgeWithoutStuck(claim, tables, context);
    return claimRecord(claim, judgement, stability && { ...stability, withoutStuck });
  });
  writeJson(path.join(folder, 'claims.json'), {
    profile: 'quick',
    claims: judged,
    beyond: judgeBeyond(tables, context),
  });
  return folder;
}
