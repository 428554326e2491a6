import type { Cell, Tables } from '../artifact/table.ts';
import type { Claim, ClaimContext, Judgement } from './claim.ts';
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
const MADE: readonly string[] = Object.values(TABLES_OF).flat();

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
  // Tables that no reading makes come from networks too.
  return inputs.some((path) => changed.includes(path) || (ownStep(key) === null && !MADE.includes(path)));
}

/** Whether a claim rests on a table that no reading makes: on the one deep network, for instance. */
export function leftOut({ inputs }: Pick<Claim, 'inputs'>): boolean {
  return inputs.some((path) => !MADE.includes(path));
}

/** Rows in which a reading changes something, by table: those of some networks, or all. */
export type Changed = Readonly<Record<string, ReadonlySet<string> | 'all' | undefined>>;

/**
 * Whether a claim's judgement rests on rows in which something changes: without them it is another one. So a reading that reaches modular
 * networks alone does not bear on a claim about non-modular ones, though both stand in one table. Where nothing is judged it cannot be told.
 */
export function rests(claim: Claim, tables: Tables, changed: Changed, context: ClaimContext): boolean {
  const untouched = Object.fromEntries(
    Object.entries(tables).map(([path, rows]) => [path, rows?.filter((row) => !touched(changed[path], row.network))]),
  );
  return canonical(claim.judge(tables, context)) !== canonical(claim.judge(untouched, context));
}

function touched(networks: ReadonlySet<string> | 'all' | undefined, network: Cell): boolean {
  return networks === 'all' || (networks?.has(String(network)) ?? false);
}

function canonical({ verdict, numbers, seeds }: Judgement): string {
  return JSON.stringify([verdict, seeds, Object.entries(numbers).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
