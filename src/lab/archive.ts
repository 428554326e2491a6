import type { Target } from '../analysis/perturbation.ts';
import type { Configuration } from '../curriculum/configuration.ts';
import type { HistoryEntry } from '../curriculum/curriculum.ts';
import type { Architecture } from '../network/network.ts';

/** artifacts/<profile>/lab/index.json: the networks that the lab can open; fetched first. */
export interface LabIndex {
  profile: string;
  kernelVersion: string;
  perturbation: LabProtocol;
  /** A modular network and the non-modular one of as many trainable parameters, on one seed, by id. */
  pairs: { modular: string; nonModular: string }[];
  networks: LabNetwork[];
}

/** The protocol of stage `perturb` with the numbers of the profile. */
export interface LabProtocol {
  /** Steps before answers count, and steps that count. */
  warmUp: number;
  steps: number;
  /** Probability that a bit is a one. */
  p: number;
  draws: number;
  /** Accuracy above which a task counts as still solved. */
  solvedAbove: number;
  /** 0 first, then ascending. */
  epsilons: number[];
}

/** One archived network. Its files lie in a folder of its id. */
export interface LabNetwork {
  id: string;
  architecture: Architecture;
  size: number;
  seed: number;
  /** Largest N solved; 1 when none is. */
  nSolved: number;
  /** Its key in the store: hash of configuration and kernel version. */
  key: string;
  configuration: Configuration;
  /** By name, each with its SHA-256 and its length in bytes: network.safetensors, solved-NN.safetensors, record.json. */
  files: Record<string, { sha256: string; bytes: number }>;
}

/** One epoch of an archived history; of the accuracies of all heads, that of the newest and the mean. */
export interface LabEpoch extends Omit<HistoryEntry, 'accuracies'> {
  accuracyNewest: number;
  accuracyMean: number;
}

/** One curriculum step that was solved: a module with its head, or all of a non-modular network at that moment. */
export interface LabStep {
  N: number;
  /** The first epoch that trained it, and the one at whose end it was solved; from 1. */
  firstEpoch: number;
  solvedEpoch: number;
  /** SHA-256 of its tensors, by `stepBytes`. */
  sha256: string;
}

/** record.json of one network: how it was trained, and the results of stage `perturb`. Numbers of tables at their 6 digits. */
export interface LabRecord {
  history: LabEpoch[];
  steps: LabStep[];
  /** tables/robustness.csv: how many tasks are still solved, [epsilons][draws]. */
  robustness: { target: Target; tasks: number; solved: number[][] }[];
  /** tables/perturbation.csv, if it has rows of this network: mean and deviation over draws, [epsilons][tasks]. */
  perturbation: { target: Target; N: number[]; accuracy: number[][]; deviation: (number | null)[][] }[];
}

/** An epoch with the accuracy of its newest head and the mean over all. */
export function rowOf(entry: HistoryEntry): LabEpoch & { accuracies: number[] } {
  const { accuracies } = entry;
  const accuracyMean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
  return { ...entry, accuracyNewest: accuracies[accuracies.length - 1], accuracyMean };
}
