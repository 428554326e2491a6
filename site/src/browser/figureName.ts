import { runFlags } from '../../../src/artifact/run.ts';
import { type Row, round } from '../../../src/artifact/table.ts';

/** Where the rows of a panel come from. */
export interface RowsOrigin {
  panel: string;
  profile: string;
  /** Name of a reading; empty for the profile itself. */
  reading: string;
  /** The column along x. */
  x: string;
  networks: readonly string[];
}

/** Columns that identify rows of a panel, beside the x column. */
const NAMING = ['architecture', 'size', 'condition', 'seed'];
const FURTHER = ['target', 'reading', 'variant', 'feeding', 'N'];

/** The id of the network of a row, among those of its panel: 'modular-05-frozen-recurrent-seed-0'; null for a mean or an unknown network. */
export function networkOf(row: Row, { networks }: Pick<RowsOrigin, 'networks'>): string | null {
  if (typeof row.seed !== 'number') return null;
  const architecture = row.architecture ?? 'modular';
  const size = String(row.size).padStart(architecture === 'modular' ? 2 : 3, '0');
  const condition = row.condition && row.condition !== 'trained' ? `-${row.condition}` : '';
  const ids = [condition, ''].map((suffix) => `${architecture}-${size}${suffix}-seed-${row.seed}`);
  // Exact copies of both connections may be the main line's networks.
  return ids.find((id) => networks.includes(id)) ?? null;
}

/** The ids of the networks that a mean averages: those with a seed row in its series at its x. */
export function networksOf(row: Row, rows: readonly Row[], origin: RowsOrigin): string[] {
  const columns = [...NAMING.filter((name) => name !== 'seed'), ...FURTHER, ...(origin.x in row ? [origin.x] : [])];
  const seeds = rows.filter(
    (other) =>
      other.kind === 'seed' && columns.every((name) => isCost(name) || (other[name] ?? null) === (row[name] ?? null)),
  );
  return [...new Set(seeds.map((other) => networkOf(other, origin)).filter((id) => id !== null))];
}

/** Columns of a cost, which differ between a mean and its networks. */
function isCost(name: string): boolean {
  return name === 'parameters' || name === 'neurons';
}

/** The name of a point for `npm run explain`: '3a:modular-15-seed-0:target=connections:epsilon=0.1'. */
function pointName(row: Row, origin: RowsOrigin): string {
  const { panel, x } = origin;
  const id = networkOf(row, origin);
  const named = id !== null && (row.condition ?? 'trained') === conditionOf(id);
  const columns = [...(named ? [] : ['kind', ...NAMING]), ...FURTHER, ...(isCost(x) ? [] : [x])];
  const parts = [...new Set(columns)]
    .filter((name) => (row[name] ?? null) !== null)
    .map((name) => `${name}=${typeof row[name] === 'number' ? round(row[name]) : row[name]}`);
  // Some panels have two rows per network, of different kinds.
  return [panel, ...(named ? [id, ...(row.kind ? [`kind=${row.kind}`] : [])] : []), ...parts].join(':');
}

function conditionOf(id: string): string {
  return /^(?:non-)?modular-\d+-(.+)-seed-\d+$/.exec(id)?.[1] ?? 'trained';
}

/** The command that explains a point. Under a reading it explains the network, or the first network of a mean. */
export function explainCommand(row: Row, rows: readonly Row[], origin: RowsOrigin): string {
  const { profile, reading } = origin;
  if (reading === '') return `npm run explain -- ${pointName(row, origin)} ${runFlags(profile)}`;
  const id = networkOf(row, origin) ?? networksOf(row, rows, origin)[0] ?? origin.panel;
  return `npm run explain -- ${id} ${runFlags(profile)} --reading ${reading}`;
}

/** The command that reproduces a point: trains its network again, or runs the stage of a mean again. */
export function remakeCommand(row: Row, origin: RowsOrigin): string {
  const { profile, reading, panel } = origin;
  const id = networkOf(row, origin);
  if (id === null) return `npm run reproduce -- ${runFlags(profile)} --only ${reading === '' ? 'figures' : 'readings'}`;
  const address = [...(reading === '' ? [] : [reading]), stageOf(id, panel), id].join('/');
  return `npm run verify -- ${runFlags(profile)} --network ${address}`;
}

/** The stage that trained a network. */
function stageOf(id: string, panel: string): string {
  if (panel.startsWith('2t')) return 'deep';
  const condition = conditionOf(id);
  if (condition.startsWith('frozen-')) return 'freeze';
  return condition === 'trained' ? 'train' : 'duplicate';
}
