import type { z } from 'zod';
import type { claimSchema } from '../artifact/claims.ts';
import type { Tables } from '../artifact/table.ts';
import type { Judgement } from './judgement.ts';

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
  /** Epochs of the main line in this profile. */
  epochs: number;
  /** Receives the sizes of the groups of seeds of every interval. */
  watch?: (sizes: readonly number[]) => void;
}
