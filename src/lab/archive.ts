import type { HistoryEntry } from '../artifact/history.ts';
import type { LabEpoch } from './format.ts';

/** An epoch with the accuracy of its newest head and the mean over all. */
export function rowOf(entry: HistoryEntry): LabEpoch & { accuracies: number[] } {
  const { accuracies } = entry;
  const accuracyMean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
  return { ...entry, accuracyNewest: accuracies[accuracies.length - 1], accuracyMean };
}
