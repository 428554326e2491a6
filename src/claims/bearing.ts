import { reachOf } from '../artifact/reach.ts';
import type { Cell, Tables } from '../artifact/table.ts';
import { makerOf, stageList } from '../study/stages.ts';
import type { Claim, ClaimContext } from './claim.ts';
import type { Judgement } from './judgement.ts';
import { withoutStuck } from './networks.ts';

/** Whether a claim reads a table in which something changes: where not, a reading of the key cannot affect it. */
export function readsChanged({ inputs }: Pick<Claim, 'inputs'>, key: string): boolean {
  const reached = reachOf(stageList, key);
  return inputs.some((path) => reached.includes(makerOf(path)));
}

/** Whether a claim rests on a table that no reading makes: on the one deep network, for instance. */
export function leftOut({ inputs }: Pick<Claim, 'inputs'>): boolean {
  return inputs.some((path) => !makerOf(path).underReadings);
}

/** Rows in which a reading changes something, by table: those of some networks, or all. */
export type ChangedRows = Readonly<Record<string, ReadonlySet<string> | 'all' | undefined>>;

/**
 * Whether a claim's judgement rests on rows in which something changes: without them it is another one. So a reading that reaches modular
 * networks alone does not affect a claim about non-modular ones, though both stand in one table. Where nothing is judged, this is unknown.
 */
export function rests(claim: Claim, tables: Tables, changed: ChangedRows, context: ClaimContext): boolean {
  const untouched = Object.fromEntries(
    Object.entries(tables).map(([path, rows]) => [path, rows?.filter((row) => !touched(changed[path], row.network))]),
  );
  return canonical(claim.judge(tables, context)) !== canonical(claim.judge(untouched, context));
}

/** The judgement without the networks that are stuck; null where the claim does not rest on any. */
export function judgeWithoutStuck(claim: Claim, tables: Tables, context: ClaimContext): Judgement | null {
  if (claim.seedless) return null;
  const judgement = claim.judge(withoutStuck(tables), context);
  return canonical(judgement) === canonical(claim.judge(tables, context)) ? null : judgement;
}

function touched(networks: ReadonlySet<string> | 'all' | undefined, network: Cell): boolean {
  return networks === 'all' || (networks?.has(String(network)) ?? false);
}

function canonical({ verdict, numbers, seeds }: Judgement): string {
  return JSON.stringify([verdict, seeds, Object.entries(numbers).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
