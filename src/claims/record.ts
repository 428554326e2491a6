import { z } from 'zod';
import { claimSchema } from '../artifact/claims.ts';
import { outcomeSchema, verdictEntry } from '../artifact/verdict.ts';
import type { Claim } from './claim.ts';
import { isProvisional, type Judgement, judgementSchema } from './judgement.ts';
import { findingSentence } from './sentence.ts';
import type { Stability } from './stability.ts';

/** The judgement as files hold it: with its sentence, which follows from the other fields. */
export const judgementRecordSchema = judgementSchema.extend({ finding: z.string() });

/** A claim of the paper with its judgement. */
const claimRecordSchema = claimSchema.extend({
  ...judgementRecordSchema.shape,
  /** Rests on too few seeds to be settled. */
  provisional: z.boolean(),
  /** The judgement without the networks that are stuck; null where none is, or where the claim does not rest on them. Absent under a reading. */
  withoutStuck: judgementRecordSchema
    .pick({ verdict: true, seeds: true, finding: true, numbers: true })
    .nullable()
    .optional(),
  /** Share of the subsets of k seeds that give this verdict, by k; absent under a reading. */
  stability: z.record(z.string(), z.number()).optional(),
  /** The smallest k from which on the verdict stays; null where there is none. */
  stableFrom: z.number().nullable().optional(),
  /** How often subsets of as many seeds as the paper has come to each verdict; null where there are not more seeds than that. */
  paperSize: z
    .strictObject({ seeds: z.number(), verdicts: z.record(z.string(), z.number()) })
    .nullable()
    .optional(),
});
export type ClaimRecord = z.infer<typeof claimRecordSchema>;

/** A statement of ours with its judgement, and the verdict in the words for such statements. */
const statementRecordSchema = claimSchema.extend({
  ...judgementRecordSchema.shape,
  outcome: outcomeSchema,
});
export type StatementRecord = z.infer<typeof statementRecordSchema>;

/** claims.json of a profile, or of a reading. */
export const claimsFileSchema = z.strictObject({
  profile: z.string(),
  /** The reading under which the claims are judged; absent where it is the protocol in full. */
  reading: z.string().optional(),
  claims: z.array(claimRecordSchema),
  /** Absent under a reading. */
  beyond: z.array(statementRecordSchema).optional(),
});
export type ClaimsFile = z.infer<typeof claimsFileSchema>;

/** What stands beside the judgement of a claim where it is judged in full. */
export interface Robustness extends Stability {
  withoutStuck: Judgement | null;
}

/** A judged claim as claims.json holds it. */
export function claimRecord(claim: Claim, judgement: Judgement, beside?: Robustness): ClaimRecord {
  return {
    ...described(claim),
    ...judgement,
    finding: findingSentence(judgement),
    provisional: isProvisional(judgement, claim.seedless),
    ...(beside && { ...beside, withoutStuck: briefly(beside.withoutStuck) }),
  };
}

/** A judged statement as claims.json holds it. */
export function statementRecord(claim: Claim, judgement: Judgement): StatementRecord {
  return {
    ...described(claim),
    ...judgement,
    finding: findingSentence(judgement, { opening: 'outcome' }),
    outcome: verdictEntry(judgement.verdict).outcome,
  };
}

function briefly(judgement: Judgement | null): ClaimRecord['withoutStuck'] {
  if (judgement === null) return null;
  const { verdict, seeds, numbers } = judgement;
  return { verdict, seeds, numbers, finding: findingSentence(judgement, { opening: 'none' }) };
}

function described({ judge: _, prepare: __, inputs, ...claim }: Claim) {
  return { ...claim, inputs: [...inputs] };
}
