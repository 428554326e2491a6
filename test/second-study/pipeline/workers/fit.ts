import type { TrainingPayload, TrainingResult } from '../../src/artifact/study.ts';
import { type Configuration, fitLine } from '../../src/line/line.ts';
import { StoreEntry } from '../store/store.ts';
import { training } from '../training.ts';

/** Fits one line, or takes it from the store. */
export default function fit({ configuration, store }: TrainingPayload<Configuration>): TrainingResult {
  const entry = new StoreEntry(store, training.key(configuration), training.mainFile);
  const finished = entry.finished();
  if (finished) return { key: entry.key, files: finished.files };
  entry.write(training.mainFile, JSON.stringify(fitLine(configuration)));
  return { key: entry.key, files: entry.finish({ seconds: 0 }).files };
}
