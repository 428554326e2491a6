import type { Target } from '../analysis/perturbation.ts';
import type { Condition } from '../curriculum/configuration.ts';
import { simdEngineOf } from '../engine/simd/portable.ts';
import { KERNEL_VERSION } from '../engine/simd/version.ts';
import { writeCheckpoint } from '../network/checkpoint.ts';
import type { Network } from '../network/network.ts';
import type { LabEpoch, LabNetwork } from './archive.ts';
import { sameBytes, sha256, stepBytes } from './digest.ts';
import type { Library } from './library.ts';
import {
  type Comparison,
  compareWithArchive,
  type Rederived as Found,
  type ProtocolRun,
  rederive,
} from './protocol.ts';
import { type Beginning, fromThePrefix, fromTheStart, train } from './training.ts';

/** What stage `perturb` does for one target, done again, and held against the archive's rows; null where it has none of this target. */
export interface Rederived extends Found {
  comparison: Comparison | null;
}

/** Which network, and which task is trained: from where it stood when N - 1 was solved, from its start for the first task. */
export interface GrowQuestion {
  network: string;
  N: number;
  /** What the new module takes over, and what of it does not train; `trained` is the archive's own. */
  condition: Condition;
  /** Epochs at most; 20 where absent. */
  epochs?: number;
}

export interface RaceQuestion {
  network: string;
  /** Epochs from the start. */
  epochs: number;
}

/** Told ten times an epoch while a network trains, and at its end. */
export interface TrainingNews {
  /** From 1; the archive's own counting. */
  epoch: number;
  /** Training steps of this epoch done, and all of them. */
  step: number;
  steps: number;
  N: number;
  /** Where an epoch has ended: its row, with the accuracy of every head. */
  row: (LabEpoch & { accuracies: number[] }) | null;
  /** Where a task was solved at the end of that epoch. */
  solved: SolvedStep | null;
}

/** A curriculum step that was solved here, held against the archive's. */
export interface SolvedStep {
  N: number;
  epoch: number;
  /** Its hash by `stepBytes`; null where the browser has no SHA-256. */
  sha256: string | null;
  /** The archive's hash of this step; null where the archive never solved N. */
  archived: string | null;
  /** Whether all bytes are the archive's; null where they need not be: another condition, a head grown without its velocity, nothing to compare. */
  same: boolean | null;
}

export interface Trained {
  /** The last step that was solved; null where the training ended without. */
  solved: SolvedStep | null;
  epochs: number;
  /** The network as it stood when that task was solved, or at the end; to be opened again. */
  checkpoint: Uint8Array;
}

const TOLD_PER_EPOCH = 10;
const EPOCHS = 20;

/** All draws at all eps on one archived network, from the model itself (Fig. 3, 5a-b). */
export async function rederiveArchived(
  library: Library,
  question: { network: string; target: Target },
  onRun: (run: ProtocolRun) => void,
): Promise<Rederived> {
  const [{ perturbation }, { seed }, record, { network }] = await Promise.all([
    library.index(),
    library.entry(question.network),
    library.record(question.network),
    library.standing(question.network),
  ]);
  const runs = rederive(network, question.target, perturbation, seed);
  for (;;) {
    const { done, value } = runs.next();
    if (done) return { ...value, comparison: compareWithArchive(value, record) };
    onRun(value);
  }
}

/**
 * Trains the next module (or head) of an archived network until it is solved, or for as many epochs as are asked for.
 * @throws RangeError for a task that the archive's network never came to, and for a condition of modules on a non-modular network.
 */
export async function growArchived(
  compiled: WebAssembly.Module,
  library: Library,
  { network: id, N, condition, epochs = EPOCHS }: GrowQuestion,
  onNews: (news: TrainingNews) => void,
): Promise<Trained> {
  const entry = await library.entry(id);
  const { configuration, architecture } = entry;
  const first = N === configuration.firstN;
  let beginning: Beginning;
  if (first) beginning = fromTheStart(configuration, epochs);
  else {
    const [{ network }, { history, steps }] = await Promise.all([library.standing(id, N - 1), library.record(id)]);
    const solvedEpoch = steps.find((step) => step.N === N - 1)?.solvedEpoch ?? 0;
    beginning = fromThePrefix(configuration, condition, network, history.slice(0, solvedEpoch), epochs);
  }
  const comparable = first || (architecture === 'modular' && condition === configuration.condition);
  return run(compiled, library, entry, beginning, comparable, N, onNews);
}

/** Trains an archived network again from its start. */
export async function raceArchived(
  compiled: WebAssembly.Module,
  library: Library,
  { network: id, epochs }: RaceQuestion,
  onNews: (news: TrainingNews) => void,
): Promise<Trained> {
  const entry = await library.entry(id);
  return run(compiled, library, entry, fromTheStart(entry.configuration, epochs), true, null, onNews);
}

/** Trains to the end, or until a task is solved. */
async function run(
  compiled: WebAssembly.Module,
  library: Library,
  entry: LabNetwork,
  beginning: Beginning,
  comparable: boolean,
  until: number | null,
  onNews: (news: TrainingNews) => void,
): Promise<Trained> {
  const { stepsPerEpoch: steps } = beginning.configuration;
  let { network } = beginning.state;
  const before = beginning.state.history.length;
  let epoch = before + 1;
  let standing: Network = network;
  let last: SolvedStep | null = null;
  const told = Math.max(1, Math.floor(steps / TOLD_PER_EPOCH));
  const onStep = (step: number) => {
    const { N } = network.heads[network.heads.length - 1];
    if (step % told === 0 || step === steps) onNews({ epoch, step, steps, N, row: null, solved: null });
  };
  for (const trained of train(beginning, simdEngineOf(compiled), onStep)) {
    const { row } = trained;
    const solved = trained.solved
      ? await compareStep(library, entry, trained.solved, row.N, row.epoch, comparable)
      : null;
    if (trained.solved) standing = trained.solved;
    else if (!last) standing = trained.network;
    last = solved ?? last;
    onNews({ epoch: row.epoch, step: steps, steps, N: row.N, row, solved });
    ({ network } = trained);
    epoch = row.epoch + 1;
    if (until !== null && solved?.N === until) break;
  }
  const origin = {
    nSolved: last?.N ?? Math.max(1, standing.heads[standing.heads.length - 1].N - 1),
    seed: entry.seed,
    configuration: entry.key,
    kernelVersion: KERNEL_VERSION,
  };
  return { solved: last, epochs: epoch - 1 - before, checkpoint: writeCheckpoint(standing, origin) };
}

async function compareStep(
  library: Library,
  { id, configuration }: LabNetwork,
  network: Network,
  N: number,
  epoch: number,
  comparable: boolean,
): Promise<SolvedStep> {
  // The reference engine's networks have bytes of their own, and the page trains on the kernel.
  const published = comparable && configuration.engine === 'simd' ? await library.stepOf(id, N) : null;
  const own = stepBytes(network, N);
  const [digest, { steps }] = await Promise.all([sha256(own), library.record(id)]);
  const archived = steps.find((step) => step.N === N)?.sha256 ?? null;
  return { N, epoch, sha256: digest, archived, same: published ? sameBytes(own, published) : null };
}
