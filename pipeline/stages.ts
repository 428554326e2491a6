/** The stages in the order in which they run; train, perturb, freeze, duplicate and timescales carry the paper's main line. */
export const STAGES = [
  'train',
  'generalize',
  'perturb',
  'freeze',
  'duplicate',
  'timescales',
  'conserve',
  'crosscheck',
  'figures',
  'claims',
  'report',
] as const;

export type StageName = (typeof STAGES)[number];

export const ENGINES = ['simd', 'tfjs'] as const;

export type EngineName = (typeof ENGINES)[number];
