import type { Target } from '../../../../src/analysis/perturbation.ts';
import type { LabIndex } from '../../../../src/lab/archive.ts';
import type { GrowQuestion, RaceQuestion, Rederived, Trained, TrainingNews } from '../../../../src/lab/experiments.ts';
import type { Harm } from '../../../../src/lab/harm.ts';
import type { LiveStep } from '../../../../src/lab/live.ts';
import type { ProtocolRun } from '../../../../src/lab/protocol.ts';
import type { Estimate, Opened, Source } from '../../../../src/lab/specimen.ts';

export type { LabEpoch, LabIndex, LabNetwork, LabRecord, LabStep } from '../../../../src/lab/archive.ts';
export type { Verification } from '../../../../src/lab/digest.ts';
export type {
  GrowQuestion,
  RaceQuestion,
  Rederived,
  SolvedStep,
  Trained,
  TrainingNews,
} from '../../../../src/lab/experiments.ts';
export type { Harm, Lesion } from '../../../../src/lab/harm.ts';
export type { LiveStep } from '../../../../src/lab/live.ts';
export type { Comparison, ProtocolRun } from '../../../../src/lab/protocol.ts';
export type { Estimate, Opened, Source } from '../../../../src/lab/specimen.ts';
export type { Target };

/** Where the lab's files are: the kernel, and the folder of the archive with its last slash. Nothing is fetched before it is needed. */
export interface LabUrls {
  kernel: string;
  archive: string;
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
  rederive: { question: { network: string; target: Target }; news: ProtocolRun; answer: Rederived };
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
