/** The stages in the order in which they run; train, perturb, freeze, duplicate and timescales carry the paper's main line. */
export const STAGES = [
  'train',
  'generalize',
  'perturb',
  'freeze',
  'duplicate',
  'timescales',
  'conserve',
  'redundancy',
  'deep',
  'crosscheck',
  'lab',
  'figures',
  'claims',
  'readings',
  'report',
] as const;

export type StageName = (typeof STAGES)[number];

/** The stages that train networks, with `trainStage`; each has networks, a history and hashes of its own. */
export const TRAINING_STAGES = ['train', 'freeze', 'duplicate', 'deep'] as const satisfies readonly StageName[];

export type TrainingStage = (typeof TRAINING_STAGES)[number];

/** The stages that run under a reading too (`--reading`), with their networks and tables under the reading's own folders. */
export const READ_STAGES = [
  'train',
  'generalize',
  'perturb',
  'freeze',
  'duplicate',
  'timescales',
  'conserve',
  'claims',
] as const satisfies readonly StageName[];

export const ENGINES = ['simd', 'tfjs'] as const;

export type EngineName = (typeof ENGINES)[number];

/** The script of a stage, as a path from the checkout's root. */
export function scriptOf(stage: StageName): string {
  return `pipeline/stages/${stage}.ts`;
}
