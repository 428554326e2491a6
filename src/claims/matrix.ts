import { z } from 'zod';
import { parseFormat } from '../artifact/format.ts';
import { leftOut, readsChanged } from './bearing.ts';
import { type Claim, claimSchema } from './claim.ts';
import { type Judgement, notRun, type Reason } from './judgement.ts';
import { summarySentence } from './matrixSentence.ts';
import { judgementRecordSchema } from './record.ts';
import { findingSentence } from './sentence.ts';
import { isTested, verdictSchema } from './verdict.ts';

/** The word where a reading cannot change a claim's judgement. */
export const UNAFFECTED = 'does not bear';

/** What stands where a claim meets a reading: a judgement, or that the reading cannot change it. */
export const cellSchema = judgementRecordSchema.extend({ verdict: z.union([verdictSchema, z.literal(UNAFFECTED)]) });
export type MatrixCell = z.infer<typeof cellSchema>;

/** One column: the protocol at the readings' scale (no key), or a reading. */
export const columnSchema = z.strictObject({
  name: z.string(),
  /** The key of params.yaml that the reading sets, its value there and the protocol's. */
  key: z.string().nullable(),
  value: z.unknown(),
  protocol: z.unknown(),
  /** Whether the profile runs it. */
  run: z.boolean(),
  /** Networks of the reading, and those among them that differ from the protocol's. */
  networks: z.strictObject({ all: z.number(), changed: z.number() }),
});
export type MatrixColumn = z.infer<typeof columnSchema>;

/** An open detail whose readings differ in the verdict. */
export const decisionSchema = z.strictObject({
  key: z.string(),
  /** Every value that was judged, the protocol's first. */
  verdicts: z.array(z.strictObject({ reading: z.string(), value: z.unknown(), verdict: verdictSchema })),
});
export type Decision = z.infer<typeof decisionSchema>;

/** One row: a claim under every reading. */
export const rowSchema = claimSchema.pick({ id: true, panel: true, figure: true, statement: true }).extend({
  /** The judgement of the profile itself, at its full scale; null where the stage has not run. */
  full: judgementRecordSchema.nullable(),
  cells: z.record(z.string(), cellSchema),
  decisions: z.array(decisionSchema),
  /** In one sentence: which open detail decides the claim, or that none does. It follows from the other fields. */
  summary: z.string(),
});
export type MatrixRow = z.infer<typeof rowSchema>;

/** readings.json of a profile. */
export const matrixSchema = z.strictObject({
  profile: z.string(),
  /** The scale of the readings, as the profile sets it. */
  scale: z.record(z.string(), z.unknown()),
  columns: z.array(columnSchema),
  claims: z.array(rowSchema),
});
export type Matrix = z.infer<typeof matrixSchema>;

/** What readings.json of any version of this software holds, for comparisons between revisions. */
export const anyMatrixSchema = z.looseObject({
  claims: z.array(
    z.looseObject({ id: z.string(), cells: z.record(z.string(), z.looseObject({ verdict: z.string() })) }),
  ),
});
export type AnyMatrix = z.infer<typeof anyMatrixSchema>;

/**
 * The text of a readings.json, checked.
 * @throws FormatError naming the file and the field that does not fit.
 */
export function parseMatrix(text: string, file: string): Matrix {
  return parseFormat(matrixSchema, text, file);
}

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
    return unaffected('unaffected tables', `nothing that the claim reads depends on ${key}.`);
  if (leftOut(claim)) return absent('no networks', 'no reading makes the networks that this claim is about.');
  if (!run) return absent('reading not run', 'the profile does not run this reading.');
  if (key !== null && !reaches(claim))
    return unaffected('unaffected networks', `the networks that the claim is about do not depend on ${key}.`);
  const judgement = judged.get(claim.id);
  return judgement ? recordOf(judgement) : absent('no data', 'its tables are not made at this profile.');
}

function recordOf({ verdict, reason, parts, context, notes, omitted, numbers, seeds }: Judgement) {
  const judgement = { verdict, reason, parts, context, notes, omitted, numbers, seeds };
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
