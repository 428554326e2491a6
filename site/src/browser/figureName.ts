import { type Row, round } from '../../../src/artifact/table.ts';

/** Where a point comes from: the panel, what was chosen, and the networks that the panel's tables name. */
export interface Origin {
  panel: string;
  profile: string;
  /** Name of a reading; empty for the profile itself. */
  reading: string;
  /** The column along x. */
  x: string;
  networks: readonly string[];
}

/** Columns that tell rows of a panel apart, beside the one along x. */
const NAMING = ['architecture', 'size', 'condition', 'seed'];
const FURTHER = ['target', 'reading', 'variant', 'feeding', 'N'];

/** The id of the network of a row, among those of its panel: 'modular-05-frozen-recurrent-seed-0'; null for a mean, and where it is not known. */
export function networkOf(row: Row, { networks }: Pick<Origin, 'networks'>): string | null {
  if (typeof row.seed !== 'number') return null;
  const architecture = row.architecture ?? 'modular';
  const size = String(row.size).padStart(architecture === 'modular' ? 2 : 3, '0');
  const condition = row.condition && row.condition !== 'trained' ? `-${row.condition}` : '';
  const ids = [condition, ''].map((own) => `${architecture}-${size}${own}-seed-${row.seed}`);
  // Exact copies of both connections may be the main line's networks.
  return ids.find((id) => networks.includes(id)) ?? null;
}

/** The ids of the networks whose mean a row is: those with a row of their own in its series, at its x. */
export function networksOf(row: Row, rows: readonly Row[], origin: Origin): string[] {
  const columns = [...NAMING.filter((name) => name !== 'seed'), ...FURTHER, ...(origin.x in row ? [origin.x] : [])];
  const own = rows.filter(
    (other) =>
      other.kind === 'seed' && columns.every((name) => isCost(name) || (other[name] ?? null) === (row[name] ?? null)),
  );
  return [...new Set(own.map((other) => networkOf(other, origin)).filter((id) => id !== null))];
}

/** Columns of a cost, in which a mean and its networks differ. */
function isCost(name: string): boolean {
  return name === 'parameters' || name === 'neurons';
}

/** The name of a point for `npm run explain`: '3a:modular-15-seed-0:target=connections:epsilon=0.1'. */
export function pointName(row: Row, origin: Origin): string {
  const { panel, x } = origin;
  const id = networkOf(row, origin);
  const isOwn = id !== null && (row.condition ?? 'trained') === conditionOf(id);
  const columns = [...(isOwn ? [] : ['kind', ...NAMING]), ...FURTHER, ...(isCost(x) ? [] : [x])];
  const parts = [...new Set(columns)]
    .filter((name) => (row[name] ?? null) !== null)
    .map((name) => `${name}=${typeof row[name] === 'number' ? round(row[name]) : row[name]}`);
  // A network stands twice in a panel that tells its end and its half apart by kind.
  return [panel, ...(isOwn ? [id, ...(row.kind ? [`kind=${row.kind}`] : [])] : []), ...parts].join(':');
}

function conditionOf(id: string): string {
  return /^(?:non-)?modular-\d+-(.+)-seed-\d+$/.exec(id)?.[1] ?? 'trained';
}

/** What tells where a point comes from. Panels are drawn for the profile; of a reading the network is explained, of a mean its first. */
export function explainCommand(row: Row, rows: readonly Row[], origin: Origin): string {
  const { profile, reading } = origin;
  if (reading === '') return `npm run explain -- ${pointName(row, origin)} --profile ${profile}`;
  const id = networkOf(row, origin) ?? networksOf(row, rows, origin)[0] ?? origin.panel;
  return `npm run explain -- ${id} --profile ${profile} --reading ${reading}`;
}

/** What makes a point again: a network is trained again and compared, means are derived again by their stage. */
export function remakeCommand(row: Row, origin: Origin): string {
  const { profile, reading, panel } = origin;
  const id = networkOf(row, origin);
  if (id === null) return `npm run reproduce -- --profile ${profile} --only ${reading === '' ? 'figures' : 'readings'}`;
  const address = [...(reading === '' ? [] : [reading]), stageOf(id, panel), id].join('/');
  return `npm run verify -- --profile ${profile} --network ${address}`;
}

/** The stage that trained a network. */
function stageOf(id: string, panel: string): string {
  if (panel.startsWith('2t')) return 'deep';
  const condition = conditionOf(id);
  if (condition.startsWith('frozen-')) return 'freeze';
  return condition === 'trained' ? 'train' : 'duplicate';
}
