import { z } from 'zod';
import { claimSchema } from '../artifact/claims.ts';
import { verdictSchema } from '../artifact/verdict.ts';
import { judgementRecordSchema } from './record.ts';

/** The word where a reading cannot change a claim's judgement. */
export const UNAFFECTED = 'not affected';

/** What stands where a claim meets a reading: a judgement, or that the reading cannot change it. */
export const cellSchema = judgementRecordSchema.extend({ verdict: z.union([verdictSchema, z.literal(UNAFFECTED)]) });
export type MatrixCell = z.infer<typeof cellSchema>;

/** One column: the protocol at the readings' scale (no key), or a reading. */
const columnSchema = z.strictObject({
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
const decisionSchema = z.strictObject({
  key: z.string(),
  /** Every value that was judged, the protocol's first. */
  verdicts: z.array(z.strictObject({ reading: z.string(), value: z.unknown(), verdict: verdictSchema })),
});
export type Decision = z.infer<typeof decisionSchema>;

/** One row: a claim under every reading. */
const rowSchema = claimSchema.pick({ id: true, panel: true, figure: true, statement: true }).extend({
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
