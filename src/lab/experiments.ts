import { type GeneralizeReading, generalize } from '../analysis/generalization.ts';
import type { Target } from '../analysis/perturbation.ts';
import type { Condition, Configuration } from '../curriculum/configuration.ts';
import { simdEngineOf } from '../engine/simd/portable.ts';
import { KERNEL_VERSION } from '../engine/simd/version.ts';
import { writeCheckpoint } from '../network/checkpoint.ts';
import type { Network } from '../network/network.ts';
import { type NamedTensor, namedTensors, parameterCount } from '../network/tensors.ts';
import type { Params } from '../params/params.ts';
import { sameBytes, sha256, stepBytes } from './digest.ts';
import type { LabEpoch, LabNetwork } from './format.ts';
import type { Library } from './library.ts';
import {
  type ArchiveComparison,
  compareWithArchive,
  type Rederived as Found,
  type ProtocolRun,
  rederive,
} from './protocol.ts';
import { fromPrefix, fromScratch, requireModules, type TrainingStart, train } from './training.ts';

/** The result of stage `perturb` for one target, computed again; `comparison` is null if the archive has no rows of this target. */
export interface ComparedTarget extends Found {
  comparison: ArchiveComparison | null;
}

/** The network and the task to train: from the step that solved N - 1, or from the start for the first task. */
export interface GrowRequest {
  network: string;
  N: number;
  /** What the new module copies and which of its weights are frozen; `trained` is the condition of the archive. */
  condition: Condition;
  /** Maximum number of epochs; 20 by default. */
  epochs?: number;
}

/** What an experiment of Fig. 6 changes of a configuration: its condition, and what a protocol says of it otherwise than the text. */
export type Experiment = Pick<Configuration, 'condition' | 'rest' | 'trains' | 'feedforward'>;

export interface RaceRequest {
  network: string;
  /** Epochs from the start. */
  epochs: number;
  /** An experiment of Fig. 6 on the archived network's seed; absent for the network as it was archived. */
  experiment?: Experiment;
}

/** A network as it was when it had solved N, to be trained on N + K. */
export interface GeneralizeRequest {
  network: string;
  N: number;
  K: number;
  /** What trains. */
  reading: GeneralizeReading;
  epochs: number;
}

/** An experiment of Fig. 6 under a protocol, as stages `freeze` and `duplicate` run it. */
export function experimentOf(
  condition: Condition,
  { freeze, duplicate }: Pick<Params, 'freeze' | 'duplicate'>,
): Experiment {
  const isFrozen = condition.startsWith('frozen-');
  const copiesFeedforward = condition.includes('feedforward-copied');
  return {
    condition,
    ...(isFrozen && freeze.rest === 'copied' ? { rest: 'copied' } : {}),
    ...(isFrozen && freeze.trains === 'feedforward' ? { trains: 'feedforward' } : {}),
    ...(copiesFeedforward && duplicate.feedforward === 'with-input' ? { feedforward: 'with-input' } : {}),
  };
}

/** Reported ten times an epoch while a network trains, and at the end of each epoch. */
export interface TrainingProgress {
  /** From 1, as the archive counts. */
  epoch: number;
  /** Training steps of this epoch done, and all of them. */
  step: number;
  steps: number;
  N: number;
  /** At the end of an epoch: its row, with the accuracy of every head. */
  row: (LabEpoch & { accuracies: number[] }) | null;
  /** Set if a task was solved at the end of that epoch. */
  solved: SolvedStep | null;
}

/** A curriculum step that was solved here, compared with the archive's. */
export interface SolvedStep {
  N: number;
  epoch: number;
  /** Its hash by `stepBytes`; null if the browser offers no SHA-256. */
  sha256: string | null;
  /** The archive's hash of this step; null if the archive never solved N. */
  archived: string | null;
  /** Whether all bytes equal the archive's; null if they need not: another condition, a head grown without its velocity, nothing to compare. */
  same: boolean | null;
}

export interface Trained {
  /** The last step that was solved; null if none was. */
  solved: SolvedStep | null;
  epochs: number;
  /** Parameters, by `parameterCount`, and how many of them belong to tensors that training changed; the new ones count as they were drawn. */
  parameters: { all: number; changed: number };
  /** The network when that task was solved, or at the end; can be opened again. */
  checkpoint: Uint8Array;
}

const REPORTS_PER_EPOCH = 10;
const EPOCHS = 20;

/** Perturbs one archived network again: all draws at all epsilons (Fig. 3, 5a-b). */
export async function rederiveArchived(
  library: Library,
  request: { network: string; target: Target },
  onRun: (run: ProtocolRun) => void,
): Promise<ComparedTarget> {
  const [{ perturbation }, { seed }, record, { network }] = await Promise.all([
    library.index(),
    library.entry(request.network),
    library.record(request.network),
    library.networkAt(request.network),
  ]);
  const runs = rederive(network, request.target, perturbation, seed);
  for (;;) {
    const { done, value } = runs.next();
    if (done) return { ...value, comparison: compareWithArchive(value, record) };
    onRun(value);
  }
}

/**
 * Trains the next module (or head) of an archived network until it is solved, or until `epochs` have passed.
 * @throws RangeError for a task whose predecessor the archived network did not solve, and for a condition of modules on a non-modular network.
 */
export async function growArchived(
  compiled: WebAssembly.Module,
  library: Library,
  { network: id, N, condition, epochs = EPOCHS }: GrowRequest,
  onProgress: (progress: TrainingProgress) => void,
): Promise<Trained> {
  const entry = await library.entry(id);
  const { configuration, architecture } = entry;
  const first = N === configuration.firstN;
  let start: TrainingStart;
  if (first) start = fromScratch(configuration, epochs);
  else {
    const [{ network }, { history, steps }] = await Promise.all([library.networkAt(id, N - 1), library.record(id)]);
    const solvedEpoch = steps.find((step) => step.N === N - 1)?.solvedEpoch ?? 0;
    start = fromPrefix(configuration, condition, network, history.slice(0, solvedEpoch), epochs);
  }
  const comparable = first || (architecture === 'modular' && condition === configuration.condition);
  return run(compiled, library, entry, start, comparable, N, onProgress);
}

/**
 * Accuracy of an archived network on N + K after some epochs on it, as stage `generalize` trains and tests it.
 * @throws RangeError for an N that the network did not solve.
 */
export async function generalizeArchived(
  compiled: WebAssembly.Module,
  library: Library,
  { network: id, N, K, reading, epochs }: GeneralizeRequest,
): Promise<number> {
  const [{ configuration }, { network }] = await Promise.all([library.entry(id), library.networkAt(id, N)]);
  return generalize(network, K, { ...configuration, reading, epochs }, simdEngineOf(compiled));
}

/**
 * Trains an archived network again from its start, or what an experiment of Fig. 6 makes of it.
 * @throws RangeError for an experiment on a non-modular network.
 */
export async function raceArchived(
  compiled: WebAssembly.Module,
  library: Library,
  { network: id, epochs, experiment }: RaceRequest,
  onProgress: (progress: TrainingProgress) => void,
): Promise<Trained> {
  const entry = await library.entry(id);
  if (experiment) requireModules(experiment.condition, entry.architecture);
  const start = fromScratch({ ...entry.configuration, ...experiment }, epochs);
  return run(compiled, library, entry, start, experiment === undefined, null, onProgress);
}

/** Trains to the end, or until a task is solved. */
async function run(
  compiled: WebAssembly.Module,
  library: Library,
  entry: LabNetwork,
  start: TrainingStart,
  comparable: boolean,
  until: number | null,
  onProgress: (progress: TrainingProgress) => void,
): Promise<Trained> {
  const { stepsPerEpoch: steps } = start.configuration;
  let { network } = start.state;
  const initial = new Map(namedTensors(network).map(({ name, values }) => [name, values]));
  const before = start.state.history.length;
  let epoch = before + 1;
  let trainee: Network = network;
  let last: SolvedStep | null = null;
  const interval = Math.max(1, Math.floor(steps / REPORTS_PER_EPOCH));
  const onStep = (step: number) => {
    const { N } = network.heads[network.heads.length - 1];
    if (step % interval === 0 || step === steps) onProgress({ epoch, step, steps, N, row: null, solved: null });
  };
  for (const trained of train(start, simdEngineOf(compiled), onStep)) {
    const { row } = trained;
    const solved = trained.solved
      ? await compareStep(library, entry, trained.solved, row.N, row.epoch, comparable)
      : null;
    if (trained.solved) trainee = trained.solved;
    else if (!last) trainee = trained.network;
    last = solved ?? last;
    onProgress({ epoch: row.epoch, step: steps, steps, N: row.N, row, solved });
    ({ network } = trained);
    epoch = row.epoch + 1;
    if (until !== null && solved?.N === until) break;
  }
  const origin = {
    nSolved: last?.N ?? Math.max(1, trainee.heads[trainee.heads.length - 1].N - 1),
    seed: entry.seed,
    configuration: entry.key,
    kernelVersion: KERNEL_VERSION,
  };
  const isChanged = ({ name, values }: NamedTensor) => values.some((value, i) => value !== initial.get(name)?.[i]);
  const parameters = { all: parameterCount(trainee), changed: parameterCount(trainee, isChanged) };
  return { solved: last, epochs: epoch - 1 - before, parameters, checkpoint: writeCheckpoint(trainee, origin) };
}

async function compareStep(
  library: Library,
  { id, configuration }: LabNetwork,
  network: Network,
  N: number,
  epoch: number,
  comparable: boolean,
): Promise<SolvedStep> {
  // Bytes are comparable only if the archive was trained on the kernel too.
  const published = comparable && configuration.engine === 'simd' ? await library.stepOf(id, N) : null;
  const bytes = stepBytes(network, N);
  const [digest, { steps }] = await Promise.all([sha256(bytes), library.record(id)]);
  const archived = steps.find((step) => step.N === N)?.sha256 ?? null;
  return { N, epoch, sha256: digest, archived, same: published ? sameBytes(bytes, published) : null };
}
