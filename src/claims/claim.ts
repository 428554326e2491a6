import { z } from 'zod';
import type { Tables } from '../artifact/table.ts';
import type { Judgement } from './judgement.ts';

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

/** One claim of the paper as code. */
export interface Claim extends Readonly<Omit<z.infer<typeof claimSchema>, 'inputs'>> {
  readonly inputs: readonly string[];
  /** The inputs boiled down to what the judge reads of them, a row a network; for inputs too large to be judged many times. */
  prepare?(tables: Tables): Tables;
  /** Judges from tables, prepared or not; data that are missing give 'not run', never an exception. */
  judge(tables: Tables, context: ClaimContext): Judgement;
}

export interface ClaimContext {
  profile: string;
  /** Bootstrap resamples and confidence, from params.yaml. */
  resamples: number;
  confidence: number;
  /** Epochs of the main line at this profile. */
  epochs: number;
  /** Receives the sizes of the groups of seeds of every interval. */
  watch?: (sizes: readonly number[]) => void;
}
