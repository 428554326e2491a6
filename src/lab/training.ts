import type { HistoryEntry } from '../artifact/history.ts';
import type { Condition, Configuration } from '../curriculum/configuration.ts';
import { policyOf } from '../curriculum/configuration.ts';
import type { CurriculumState } from '../curriculum/curriculum.ts';
import { beginCurriculum, runCurriculum } from '../curriculum/curriculum.ts';
import type { Engine, Session } from '../engine/engine.ts';
import { grow } from '../network/growth.ts';
import type { Architecture, Network } from '../network/network.ts';
import { rowOf } from './archive.ts';
import type { LabEpoch } from './format.ts';

/** The state that training starts from, and its configuration. */
export interface TrainingStart {
  configuration: Configuration;
  state: CurriculumState;
}

/**
 * The start of the curriculum.
 * @param epochs maximum number of epochs to train
 */
export function fromScratch(configuration: Configuration, epochs: number): TrainingStart {
  return { configuration: { ...configuration, epochs }, state: beginCurriculum(configuration) };
}

/**
 * The curriculum at the moment when a task was solved and the next module (or head) has been grown under a condition: in the epoch, and so
 * with the batches, of the archive. The condition decides how this module grows and what of it trains; the prefix is as it was trained.
 * For a modular network and the archive's condition, the result equals the archive's, to the byte. A non-modular network goes on
 * without the velocity of its optimizer, which is not archived.
 * @param prefix the network with the modules and heads up to N - 1
 * @param history the archived epochs up to the one that solved N - 1
 * @param epochs maximum number of epochs to train
 * @throws RangeError for a condition of a modular network on a non-modular one.
 */
export function fromPrefix(
  archived: Configuration,
  condition: Condition,
  prefix: Network,
  history: readonly LabEpoch[],
  epochs: number,
): TrainingStart {
  requireModules(condition, prefix.architecture);
  const configuration = { ...archived, condition, epochs: history.length + epochs };
  const network = grow(prefix, policyOf(configuration), archived.seed);
  return { configuration, state: { network, velocity: new Map(), history: history.map(entryOf) } };
}

/** @throws RangeError for a condition of modules on a non-modular network. */
export function requireModules(condition: Condition, architecture: Architecture): void {
  if (condition !== 'trained' && architecture === 'non-modular') {
    throw new RangeError(
      `condition '${condition}' needs a modular network: a non-modular one has no modules to duplicate or freeze`,
    );
  }
}

/** An archived epoch as the curriculum keeps it; of the accuracies, that of the newest head. */
function entryOf({ accuracyNewest, accuracyMean, ...entry }: LabEpoch): HistoryEntry {
  return { ...entry, accuracies: [accuracyNewest] };
}

/** One epoch that was trained. */
export interface TrainedEpoch {
  row: LabEpoch & { accuracies: number[] };
  /** The network as it stands after this epoch, before anything is grown, where its newest task was solved; else null. */
  solved: Network | null;
  /** The network with what has been grown. */
  network: Network;
}

/** Trains epoch by epoch on an engine and reports every step. Yields after every epoch. */
export function* train(
  { configuration, state }: TrainingStart,
  engine: Engine,
  onStep: (step: number) => void = () => {},
): Generator<TrainedEpoch> {
  for (const { state: after, solved } of runCurriculum(configuration, counting(engine, configuration, onStep), state)) {
    const entry = after.history[after.history.length - 1];
    yield { row: rowOf(entry), solved, network: after.network };
  }
}

/** The same engine, its training steps counted within every epoch. */
function counting(engine: Engine, { stepsPerEpoch }: Configuration, onStep: (step: number) => void): Engine {
  let step = 0;
  const open: Engine['open'] = (...given) => {
    const session: Session = engine.open(...given);
    return {
      trainStep: (origin) => {
        const result = session.trainStep(origin);
        step = (step % stepsPerEpoch) + 1;
        onStep(step);
        return result;
      },
      gradients: (origin) => session.gradients(origin),
      evaluate: (origin) => session.evaluate(origin),
      read: () => session.read(),
      close: () => session.close(),
    };
  };
  return { name: engine.name, backend: engine.backend, open };
}
