import type { Configuration } from '../../src/curriculum/configuration.ts';
import { beginCurriculum, runCurriculum } from '../../src/curriculum/curriculum.ts';
import { lastTask } from '../../src/curriculum/sessions.ts';
import { StoppedError, shouldStop } from '../executor/stop.ts';
import type { Finished } from '../store/store.ts';
import { loadEngine } from '../training/engines.ts';
import { StoredNetwork } from '../training/storedNetwork.ts';

/** Between two solved tasks a state is kept every this many epochs, for networks that stick. */
const SAVE_EVERY = 5;

export interface TrainPayload {
  configuration: Configuration;
  store: string;
}

export interface TrainResult extends Finished {
  key: string;
  folder: string;
  /** Epochs trained by this call; 0 where the store had the network. */
  trained: number;
}

/** Trains one network to the end of its curriculum, from wherever the store has it. */
export default async function train(
  { configuration, store }: TrainPayload,
  report: (fraction: number, label: string) => void,
): Promise<TrainResult> {
  const stored = new StoredNetwork(store, configuration);
  const { key, folder } = stored;
  const finished = stored.finished();
  if (finished) return { ...finished, key, folder, trained: 0 };
  const engine = await loadEngine(configuration.engine);
  const started = performance.now();
  let state = stored.resumed() ?? beginCurriculum(configuration);
  const before = state.history.length;
  const { architecture, epochs, pool, firstN, untilN } = configuration;
  const power = pool !== undefined ? 2 : architecture === 'modular' ? 2.6 : 1.3;
  const tasks = lastTask(configuration) - firstN + 1;
  const tell = () => {
    const N = state.network.heads[state.network.heads.length - 1].N;
    const epoch = state.history.length;
    const solved = untilN === undefined ? 0 : (N - firstN) / tasks;
    report(Math.max(epoch / epochs, solved) ** power, `N = ${N}, epoch ${epoch} of ${epochs}`);
  };
  tell();
  for (const epoch of runCurriculum(configuration, engine, state)) {
    state = epoch.state;
    const { N } = state.history[state.history.length - 1];
    if (epoch.solved && configuration.architecture === 'non-modular') stored.keepSolved(epoch.solved, N, state.history);
    const stopping = shouldStop();
    if (epoch.solved || stopping || state.history.length % SAVE_EVERY === 0) stored.keep(state);
    tell();
    if (stopping) throw new StoppedError();
  }
  const seconds = Math.round(performance.now() - started) / 1000;
  return {
    ...stored.end(state, { seconds, ...(engine.build ? { kernel: engine.build } : {}) }),
    key,
    folder,
    trained: state.history.length - before,
  };
}
