import type { Tables } from '../artifact/table.ts';

export type Verdict = 'reproduced' | 'partly' | 'not reproduced' | 'not run';

/** What a claim's test found. */
export interface Judgement {
  verdict: Verdict;
  /** The outcome in one plain sentence with numbers, units and intervals. */
  finding: string;
  /** The numbers behind it, by name, rounded to 6 significant digits. */
  numbers: Record<string, number | string | null>;
  /** Seeds that the judgement rests on, smallest group. */
  seeds: number;
}

/** One claim of the paper as code. */
export interface Claim {
  /** Stable: '2a.1', '6b.3', 'D.1'. */
  id: string;
  /** The panel that carries it ('2a'), or null. */
  panel: string | null;
  figure: number | null;
  /** The paper's statement, in one sentence of ours. */
  statement: string;
  /** Where it stands in the paper. */
  where: string;
  /** The test in words: statistic, threshold, how many seeds it needs. */
  test: string;
  inputs: readonly string[];
  /** Rests on no seeds: counted from a definition, or shown by one network. Given for the few claims of that kind. */
  seedless?: boolean;
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
  /** Told the sizes of the groups of seeds of every interval. */
  watch?: (sizes: readonly number[]) => void;
}
