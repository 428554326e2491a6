import { z } from 'zod';
import { parseFormat } from './format.ts';
import { outcomeSchema, verdictSchema } from './verdict.ts';

/** What a claim is, apart from its test's code: as it stands in claims.json. */
export const claimSchema = z.strictObject({
  /** Stable: '2a.1', '6b.3', 'D.1'. */
  id: z.string(),
  /** The panel that carries it ('2a'), or null. */
  panel: z.string().nullable(),
  figure: z.number().nullable(),
  /** The paper's statement, in one sentence of ours. */
  statement: z.string(),
  /** Where it stands in the paper. */
  where: z.string(),
  /** The test in words: statistic, threshold, how many seeds it needs. */
  test: z.string(),
  /** The tables that the test reads. */
  inputs: z.array(z.string()),
  /** Rests on no seeds: counted from a definition, or shown by one network. Given for the few claims of that kind. */
  seedless: z.boolean().optional(),
});

/** What the test of a claim found, as every study has it; a study may write more beside it. */
const found = {
  verdict: verdictSchema,
  /** The verdict and the numbers behind it, in a sentence or two. */
  finding: z.string(),
  numbers: z.record(z.string(), z.union([z.number(), z.string()]).nullable()),
  /** Seeds of the smallest group that the judgement rests on; 0 where nothing is trained for it. */
  seeds: z.number(),
};
export type Found = z.infer<z.ZodObject<typeof found>>;

const judgedClaim = z.looseObject({ ...claimSchema.shape, ...found, provisional: z.boolean() });
export type JudgedClaim = z.infer<typeof judgedClaim>;
const judgedStatement = z.looseObject({ ...claimSchema.shape, ...found, outcome: outcomeSchema });

/** claims.json of a profile or of a reading, as far as the machinery reads it. */
export const judgedFileSchema = z.looseObject({
  profile: z.string(),
  claims: z.array(judgedClaim),
  /** Statements beyond the paper; absent under a reading. */
  beyond: z.array(judgedStatement).optional(),
});
export type JudgedFile = z.infer<typeof judgedFileSchema>;

/**
 * The text of a claims.json, checked.
 * @throws FormatError naming the file and the field that does not fit.
 */
export function parseJudged(text: string, file: string): JudgedFile {
  return parseFormat(judgedFileSchema, text, file);
}

const anyJudged = z.looseObject({ ...claimSchema.shape, ...found, verdict: z.string() });
/** What claims.json of any version holds, for comparisons between revisions: verdicts may be other words. */
export const anyClaimsFileSchema = z.looseObject({
  claims: z.array(
    anyJudged.extend({ provisional: z.boolean().optional(), stableFrom: z.number().nullable().optional() }),
  ),
  beyond: z.array(anyJudged.extend({ outcome: z.string() })).optional(),
});
export type AnyClaimsFile = z.infer<typeof anyClaimsFileSchema>;

/** What readings.json of any version holds: the verdict of every claim under every reading. */
export const anyMatrixSchema = z.looseObject({
  claims: z.array(
    z.looseObject({ id: z.string(), cells: z.record(z.string(), z.looseObject({ verdict: z.string() })) }),
  ),
});
export type AnyMatrix = z.infer<typeof anyMatrixSchema>;
