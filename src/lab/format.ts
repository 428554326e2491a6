import { z } from 'zod';
import { historySchema } from '../artifact/history.ts';
import type { Configuration } from '../curriculum/configuration.ts';

const architecture = z.enum(['modular', 'non-modular']);
const target = z.enum(['recurrent', 'feedforward', 'connections', 'tau']);
const numbers = z.array(z.number());

/** The protocol of stage `perturb` with the numbers of the profile. */
const protocolSchema = z.object({
  /** Steps before answers count, and steps that count. */
  warmUp: z.number(),
  steps: z.number(),
  /** Probability that a bit is a one. */
  p: z.number(),
  draws: z.number(),
  /** Accuracy above which a task counts as still solved. */
  solvedAbove: z.number(),
  /** 0 first, then ascending. */
  epsilons: numbers,
  /** As in params.yaml, where noise on W^R is scaled with its diagonal. */
  diagonal: z.literal('in-norm').optional(),
});

const networkSchema = z.object({
  id: z.string(),
  architecture,
  size: z.number(),
  seed: z.number(),
  /** Largest N solved; 1 when none is. */
  nSolved: z.number(),
  /** Its key in the store: hash of configuration and kernel version. */
  key: z.string(),
  configuration: z.custom<Configuration>((value) => value instanceof Object, { error: 'expected a configuration' }),
  /** By name, each with its SHA-256 and its length in bytes: network.safetensors, solved-NN.safetensors, record.json. */
  files: z.record(z.string(), z.object({ sha256: z.string(), bytes: z.number() })),
});

/** artifacts/<profile>/lab/index.json: the networks that the lab can open; fetched first. */
export const labIndexSchema = z.object({
  profile: z.string(),
  kernelVersion: z.string(),
  perturbation: protocolSchema,
  /** A modular network and the non-modular one of as many trainable parameters, on one seed, by id. */
  pairs: z.array(z.object({ modular: z.string(), nonModular: z.string() })),
  networks: z.array(networkSchema),
});

/** One epoch of an archived history; of the accuracies of all heads, that of the newest and the mean. */
const epochSchema = z.object({
  ...historySchema.shape.epochs.element.omit({ accuracies: true }).shape,
  accuracyNewest: z.number(),
  accuracyMean: z.number(),
});

/** One curriculum step that was solved: a module with its head, or all of a non-modular network at that moment. */
const stepSchema = z.object({
  N: z.number(),
  /** The first epoch that trained it, and the one at whose end it was solved; from 1. */
  firstEpoch: z.number(),
  solvedEpoch: z.number(),
  /** SHA-256 of its tensors, by `stepBytes`. */
  sha256: z.string(),
});

/** record.json of one network: how it was trained, and the results of stage `perturb`. Numbers of tables at their 6 digits. */
export const labRecordSchema = z.object({
  history: z.array(epochSchema),
  steps: z.array(stepSchema),
  /** tables/robustness.csv: how many tasks are still solved, [epsilons][draws]. */
  robustness: z.array(z.object({ target, tasks: z.number(), solved: z.array(numbers) })),
  /** tables/perturbation.csv, if it has rows of this network: mean and deviation over draws, [epsilons][tasks]. */
  perturbation: z.array(
    z.object({
      target,
      N: numbers,
      accuracy: z.array(numbers),
      deviation: z.array(z.array(z.number().nullable())),
    }),
  ),
});

/** The types of these formats; the lab's pages import them alone, without the schemas. */
export type LabIndex = z.infer<typeof labIndexSchema>;
export type LabProtocol = z.infer<typeof protocolSchema>;
export type LabNetwork = z.infer<typeof networkSchema>;
export type LabEpoch = z.infer<typeof epochSchema>;
export type LabStep = z.infer<typeof stepSchema>;
export type LabRecord = z.infer<typeof labRecordSchema>;
