import type { Target } from '../../../../src/analysis/perturbation.ts';
import type { TimescaleProtocol, Timescales } from '../../../../src/analysis/timescales.ts';
import type { PackedError } from '../../../../src/artifact/error.ts';
import type {
  ComparedTarget,
  GeneralizeRequest,
  GrowRequest,
  RaceRequest,
  Trained,
  TrainingProgress,
} from '../../../../src/lab/experiments.ts';
import type { LabIndex } from '../../../../src/lab/format.ts';
import type { Intervention } from '../../../../src/lab/intervention.ts';
import type { LiveStep } from '../../../../src/lab/live.ts';
import type { ProtocolRun } from '../../../../src/lab/protocol.ts';
import type { Estimate, Opened, SpecimenSource } from '../../../../src/lab/specimen.ts';

export type { Verification } from '../../../../src/lab/digest.ts';
export type {
  ComparedTarget,
  GeneralizeRequest,
  GrowRequest,
  RaceRequest,
  SolvedStep,
  Trained,
  TrainingProgress,
} from '../../../../src/lab/experiments.ts';
export type { LabEpoch, LabIndex, LabNetwork, LabRecord, LabStep } from '../../../../src/lab/format.ts';
export type { Intervention, Lesion } from '../../../../src/lab/intervention.ts';
export type { LiveStep } from '../../../../src/lab/live.ts';
export type { ArchiveComparison, ProtocolRun } from '../../../../src/lab/protocol.ts';
export type { Estimate, Opened, SpecimenSource } from '../../../../src/lab/specimen.ts';
export type { Target, TimescaleProtocol, Timescales };

/** URLs of the lab's files: the kernel, and the folder of the archive with a trailing slash. */
export interface LabUrls {
  kernel: string;
  archive: string;
}

/** Every kind of request to the worker, with its progress messages and its result. */
export interface Exchange {
  index: { request: null; progress: never; result: LabIndex };
  open: { request: { handle: number; source: SpecimenSource }; progress: never; result: Opened };
  close: { request: { handle: number }; progress: never; result: null };
  reset: { request: { handle: number }; progress: never; result: null };
  step: { request: { handle: number; bits: Uint8Array }; progress: never; result: LiveStep[] };
  intervene: { request: { handle: number; intervention: Intervention }; progress: never; result: null };
  estimate: { request: { handle: number; draw?: number }; progress: never; result: Estimate };
  timescales: {
    request: { handle: number; N: number; protocol: TimescaleProtocol };
    progress: never;
    result: Timescales;
  };
  rederive: { request: { network: string; target: Target }; progress: ProtocolRun; result: ComparedTarget };
  grow: { request: GrowRequest; progress: TrainingProgress; result: Trained };
  generalize: { request: GeneralizeRequest; progress: never; result: number };
  race: { request: RaceRequest; progress: TrainingProgress; result: Trained };
}

export type Kind = keyof Exchange;
export type WorkerRequest = {
  [K in Kind]: { id: number; kind: K; urls: LabUrls; request: Exchange[K]['request'] };
}[Kind];

export type Reply =
  | { id: number; type: 'progress'; progress: Exchange[Kind]['progress'] }
  | { id: number; type: 'result'; result: Exchange[Kind]['result'] }
  | { id: number; type: 'failure'; error: PackedError };
