import { isTested } from '../artifact/verdict.ts';
import { leftOut, readsChanged } from './bearing.ts';
import type { Claim } from './claim.ts';
import { type Judgement, notRun, type Reason } from './judgement.ts';
import {
  type Decision,
  type Matrix,
  type MatrixCell,
  type MatrixColumn,
  type MatrixRow,
  UNAFFECTED,
} from './matrixRecord.ts';
import { summarySentence } from './matrixSentence.ts';
import { findingSentence } from './sentence.ts';

/** Judgements of a column by claim, and the claims that it can reach. */
export interface JudgedColumn extends MatrixColumn {
  judged: ReadonlyMap<string, Judgement>;
  /** Whether the claim rests on something that the reading changes. */
  reaches(claim: Claim): boolean;
}

/** The matrix from what was judged under each reading; `columns[0]` is the protocol. */
export function matrixOf(
  head: Pick<Matrix, 'profile' | 'scale'>,
  claims: readonly Claim[],
  full: ReadonlyMap<string, Judgement>,
  judgedColumns: readonly JudgedColumn[],
): Matrix {
  const columns = judgedColumns.map(({ judged: _, reaches: __, ...column }) => column);
  return {
    ...head,
    columns,
    claims: claims.map((claim) => {
      const { id, panel, figure, statement } = claim;
      const cells = Object.fromEntries(judgedColumns.map((column) => [column.name, cellOf(claim, column)]));
      const decisions = decisionsOf(cells, columns);
      const summary = summarySentence({ cells, decisions }, columns);
      const judged = full.get(id);
      return { id, panel, figure, statement, full: judged ? recordOf(judged) : null, cells, decisions, summary };
    }),
  };
}

function cellOf(claim: Claim, { key, run, judged, reaches }: JudgedColumn): MatrixCell {
  if (key !== null && !readsChanged(claim, key))
    return unaffected('unaffected tables', `the tables behind this claim do not depend on ${key}.`);
  if (leftOut(claim)) return absent('no networks', 'no reading makes the networks that this claim is about.');
  if (!run) return absent('reading not run', 'the profile does not run this reading.');
  if (key !== null && !reaches(claim))
    return unaffected('unaffected networks', `the networks that the claim is about do not depend on ${key}.`);
  const judgement = judged.get(claim.id);
  return judgement ? recordOf(judgement) : absent('no data', 'its tables are not made in this profile.');
}

/** The judgement as the matrix holds it, whatever else its claim's record has. */
function recordOf({ verdict, reason, parts, context, notes, omitted, numbers, seeds, seedsNeeded }: Judgement) {
  const judgement = { verdict, reason, parts, context, notes, omitted, numbers, seeds, seedsNeeded };
  return { ...judgement, finding: findingSentence(judgement) };
}

function absent(kind: Reason['kind'], detail: string): MatrixCell {
  return recordOf(notRun({ kind, detail }));
}

function unaffected(kind: Reason['kind'], detail: string): MatrixCell {
  const judgement = { ...notRun({ kind, detail }), verdict: UNAFFECTED } as const;
  return { ...judgement, finding: findingSentence(judgement, { opening: 'none' }) };
}

function decisionsOf(cells: MatrixRow['cells'], columns: readonly MatrixColumn[]): Decision[] {
  const [protocol, ...readings] = columns;
  return [...new Set(readings.map(({ key }) => key as string))].flatMap((key) => {
    const ofKey = readings.filter((column) => column.key === key);
    const verdicts = [{ name: protocol.name, value: ofKey[0].protocol }, ...ofKey].flatMap(({ name, value }) => {
      const { verdict } = cells[name];
      return isTested(verdict) ? [{ reading: name, value, verdict }] : [];
    });
    return new Set(verdicts.map(({ verdict }) => verdict)).size > 1 ? [{ key, verdicts }] : [];
  });
}
