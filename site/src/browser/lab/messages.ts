import type { Target } from '../../../../src/analysis/perturbation.ts';
import type { LabEpoch, LabIndex, LabNetwork, LabRecord } from '../../../../src/lab/archive.ts';
import type { Harm } from '../../../../src/lab/harm.ts';

export type { LabEpoch, LabIndex, LabNetwork, LabRecord } from '../../../../src/lab/archive.ts';
export type { Harm, Lesion } from '../../../../src/lab/harm.ts';
export type { Target };

/** Where the lab's files are: the kernel, and the folder of the archive with its last slash. Nothing is fetched before it is needed. */
export interface LabUrls {
  kernel: string;
  archive: string;
}

/** Whether a file has the bytes that the index publishes; `unchecked` where the browser has no SHA-256 (a page without https). */
export interface Verification {
  file: string;
  sha256: string | null;
  outcome: 'verified' | 'differs' | 'unchecked';
  /** A sentence for the reader. */
  text: string;
}

/** What a network is taken from: the archive, as it stood after N was solved (its end where N is absent), or a checkpoint's bytes. */
export type Source = { network: string; N?: number } | { checkpoint: Uint8Array; network: string };

/** A network that stands in the worker. */
export interface Opened {
  /** The archived network that it is or that it was grown from. */
  network: LabNetwork;
  record: LabRecord;
  modules: number;
  size: number;
  /** Tasks of its heads, first N = 2. */
  tasks: number[];
  /** Trained tau as the dynamics use it (at least 1), [modules, M]. */
  tau: Float32Array;
  /** Null for a checkpoint that was made in the page. */
  verification: Verification | null;
}

/** One bit later. */
export interface LiveStep {
  /** Bits seen, this one included. */
  t: number;
  bit: 0 | 1;
  /** Activity of every neuron, [modules, M]. */
  activity: Float32Array;
  /** Each head's evidence for odd parity (logit of odd less that of even), and its answer, 1 for odd. */
  evidence: Float32Array;
  answers: Uint8Array;
  /** True parity of the last N bits of each head; where fewer were seen, the bits before the first count as zeros. */
  truth: Uint8Array;
  /** Whether N bits have been seen, so that an answer counts. */
  counts: Uint8Array;
  /** Share of right answers among the last 200 that counted, by head; NaN before the first. */
  running: Float32Array;
}

/** Accuracy of every head on one draw of the archive's protocol: warm-up, then 1000 answers (the profile's numbers). */
export interface Estimate {
  tasks: number[];
  accuracies: number[];
  /** Tasks above the protocol's threshold. */
  solved: number;
  draw: number;
}

export interface RederiveNews {
  /** Runs done (epsilons x draws) and all of them. */
  done: number;
  total: number;
  epsilon: number;
  draw: number;
  accuracies: number[];
}

/** What stage `perturb` does for one target, done again; numbers at the 6 digits of the tables. [epsilons][draws] and [epsilons][tasks]. */
export interface Rederived {
  target: Target;
  epsilons: number[];
  tasks: number[];
  solved: number[][];
  accuracy: number[][];
  deviation: (number | null)[][];
  /** Held against the archive's rows: numbers compared and those that differ; null where the archive has no rows of this target. */
  comparison: { compared: number; different: number } | null;
}

/** What a new module takes over from the one before it, and what of it does not train; a condition of the curriculum. */
export type GrowthCondition =
  | 'trained'
  | 'frozen-recurrent'
  | 'frozen-feedforward'
  | 'recurrent-copied-feedforward-copied'
  | 'recurrent-copied-feedforward-random'
  | 'recurrent-random-feedforward-copied'
  | 'recurrent-random-feedforward-random';

export interface GrowQuestion {
  network: string;
  /** The task to train: the network is taken as it stood when N - 1 was solved (nothing but the start for N = 2). */
  N: number;
  /** `trained` is the archive's own. */
  condition: GrowthCondition;
  /** Epochs at most, where the curriculum's own end is not reached before. */
  epochs?: number;
}

export interface RaceQuestion {
  network: string;
  /** Epochs from the start. */
  epochs: number;
}

/** Sent about ten times an epoch while a network trains. */
export interface TrainingNews {
  /** From 1; the archive's own counting. */
  epoch: number;
  /** Training steps of this epoch done and all. */
  step: number;
  steps: number;
  N: number;
  /** Where an epoch has ended: its row, with the accuracy of every head. */
  row: (LabEpoch & { accuracies: number[] }) | null;
  /** Where a task was solved at the end of that epoch. */
  solved: SolvedStep | null;
}

/** A curriculum step that was solved in the page, held against the archive's. */
export interface SolvedStep {
  N: number;
  epoch: number;
  /** Its hash; null where the browser has no SHA-256. */
  sha256: string | null;
  /** The archive's hash of this step; null where the archive never solved N. */
  archived: string | null;
  /** Whether all bytes are the archive's; null where there is nothing to compare with, or another condition was trained. */
  same: boolean | null;
}

export interface Trained {
  /** The last step solved; null where the training ended without. */
  solved: SolvedStep | null;
  epochs: number;
  /** As it stood when the last task was solved, or at the end: for `open`. */
  checkpoint: Uint8Array;
}

/** Every question to the worker with its news and its answer. */
export interface Exchange {
  index: { question: null; news: never; answer: LabIndex };
  open: { question: { handle: number; source: Source }; news: never; answer: Opened };
  close: { question: { handle: number }; news: never; answer: null };
  reset: { question: { handle: number }; news: never; answer: null };
  step: { question: { handle: number; bits: Uint8Array }; news: never; answer: LiveStep[] };
  harm: { question: { handle: number; harm: Harm }; news: never; answer: null };
  estimate: { question: { handle: number; draw?: number }; news: never; answer: Estimate };
  rederive: { question: { network: string; target: Target }; news: RederiveNews; answer: Rederived };
  grow: { question: GrowQuestion; news: TrainingNews; answer: Trained };
  race: { question: RaceQuestion; news: TrainingNews; answer: Trained };
}

export type Kind = keyof Exchange;
export type Question = {
  [K in Kind]: { id: number; kind: K; urls: LabUrls; question: Exchange[K]['question'] };
}[Kind];

export type Reply =
  | { id: number; type: 'news'; news: Exchange[Kind]['news'] }
  | { id: number; type: 'answer'; answer: Exchange[Kind]['answer'] }
  | { id: number; type: 'failure'; message: string };
