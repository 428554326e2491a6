import type { StageName } from '../../src/study/stages.ts';

export const ENGINES = ['simd', 'tfjs'] as const;

export type EngineName = (typeof ENGINES)[number];

/** The script of a stage, as a path from the checkout's root. */
export function scriptOf(stage: StageName): string {
  return `pipeline/stages/${stage}.ts`;
}
