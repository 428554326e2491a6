import type { Claim } from './claim.ts';
import { DUPLICATE, FREEZE, TRAIN } from './evidence.ts';

/** The tables that each step of a reading makes, by the stage that makes them. */
export const TABLES_OF = {
  train: [TRAIN],
  generalize: ['tables/generalize.csv'],
  perturb: ['tables/robustness.csv', 'tables/perturbation.csv'],
  freeze: [FREEZE],
  duplicate: [DUPLICATE],
  timescales: ['tables/timescales.csv'],
  conserve: ['tables/conserve.csv'],
} as const;

export type Step = keyof typeof TABLES_OF;

const STEPS = Object.keys(TABLES_OF) as Step[];

/** The step whose own section of params.yaml a key stands in; null for task, network and training, which reach every network. */
function ownStep(key: string): Step | null {
  const [section] = key.split('.');
  return STEPS.find((step) => step === section) ?? null;
}

/**
 * The steps to run under a reading of a key: all of them where it reaches the training of every network; else its own, beside the main
 * line, which the claims compare with and the analyses read.
 */
export function stepsOf(key: string): Step[] {
  const own = ownStep(key);
  return own === null || own === 'train' ? STEPS : STEPS.filter((step) => step === 'train' || step === own);
}

/** The tables in which something changes under a reading of a key. */
export function tablesOf(key: string): string[] {
  const own = ownStep(key);
  return (own === null ? STEPS : [own]).flatMap((step) => TABLES_OF[step]);
}

/** Whether a claim reads a table in which something changes: where not, a reading of the key cannot bear on it. */
export function readsChanged({ inputs }: Pick<Claim, 'inputs'>, key: string): boolean {
  const changed = tablesOf(key);
  return inputs.some((path) => changed.includes(path));
}
