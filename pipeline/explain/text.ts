import type { Row } from '../../src/artifact/table.ts';
import type { Trail, TrailNetwork, TrailSource } from './trail.ts';

/** Rows of one table printed at most. */
const SHOWN = 24;
/** Columns that repeat others or are too long for a line. */
const LONG = ['accuracies'];

/** A trail as text: what is shown first, what made it after. */
export function trailText(trail: Trail): string {
  const { kind, name, profile, reading, title, command, commit, kernelVersions } = trail;
  const head = `${kind[0].toUpperCase()}${kind.slice(1)} ${name}, profile ${profile}${reading === null ? '' : `, reading ${reading}`}: ${title}`;
  return [
    [head, ...trail.warnings.map((warning) => `  ATTENTION: ${warning}`)],
    trail.about.map(([what, text]) => `  ${what.padEnd(10)}${text}`),
    trail.data ? [`Rows of ${trail.data.path}:`, ...rowLines(trail.data.rows)] : [],
    trail.measured.flatMap(({ path, rows }) => [
      `from ${rows.length} ${rows.length === 1 ? 'row' : 'rows'} of ${path}:`,
      ...rowLines(rows),
    ]),
    trail.sources.length > 0 ? ['Tables:', ...trail.sources.map(sourceLine)] : [],
    networkLines(trail.networks, kind),
    paramLines(trail.params),
    kind !== 'panel' && kernelVersions.length > 0
      ? [`Kernel version of the networks: ${kernelVersions.join(', ')}`]
      : [],
    [...(commit ? [`Published with commit ${commit}.`] : []), `Made again by: ${command}`],
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function sourceLine({ path, sha256, rows, stages }: TrailSource): string {
  return sha256 === null
    ? `  ${path}: missing`
    : `  ${path}: ${rows} rows, sha256 ${sha256}, stages ${stages.join(' -> ') || 'unknown'}`;
}

function rowLines(rows: readonly Row[]): string[] {
  const shown = rows.slice(0, SHOWN);
  const columns = Object.keys(shown[0] ?? {}).filter(
    (name) => !LONG.includes(name) && shown.some((row) => (row[name] ?? null) !== null),
  );
  const cells = [columns, ...shown.map((row) => columns.map((name) => String(row[name] ?? '')))];
  const widths = columns.map((_, c) => Math.max(...cells.map((line) => line[c].length)));
  const lines = cells.map((line) => `  ${line.map((cell, c) => cell.padEnd(widths[c])).join('  ')}`.trimEnd());
  return rows.length > SHOWN ? [...lines, `  ... ${rows.length - SHOWN} more (--json has all)`] : lines;
}

function networkLines(networks: readonly TrailNetwork[], kind: Trail['kind']): string[] {
  if (networks.length === 0) return kind === 'network' ? [] : ['Networks: none.'];
  const width = Math.max(...networks.map(({ address }) => address.length));
  const lines = networks.map(
    ({ address, seed, key, sha256 }) =>
      `  ${address.padEnd(width)}  seed ${seed ?? '?'}  key ${key ?? 'not published'}  sha256 ${sha256 ?? 'not published'}`,
  );
  const [first] = networks;
  return [
    `${networks.length} ${networks.length === 1 ? 'network' : 'networks'} (key: hash of configuration and kernel version; sha256: of its last state):`,
    ...lines,
    ...configurationLines(networks),
    networks.length === 1
      ? `Trained again by: ${first.command}`
      : `Each is trained again by its name: ${first.command}`,
  ];
}

/** The configuration that all share once, then by network what differs. */
function configurationLines(networks: readonly TrailNetwork[]): string[] {
  const known = networks.filter(({ configuration }) => configuration !== null);
  if (known.length === 0) return ['Configurations: not published (artifacts/<profile>/hashes is missing).'];
  const entries = known.map(
    ({ configuration }) => new Map(Object.entries({ ...configuration }).map(([name, value]) => [name, inline(value)])),
  );
  const names = [...new Set(entries.flatMap((one) => [...one.keys()]))];
  const common = names.filter((name) => entries.every((one) => one.get(name) === entries[0].get(name)));
  // A network's line has its seed already.
  const varying = names.filter((name) => !common.includes(name) && name !== 'seed');
  const told = (names: readonly string[], of: Map<string, string>) =>
    names.flatMap((name) => (of.has(name) ? [`${name} ${of.get(name)}`] : [])).join(', ');
  const kinds = Map.groupBy(
    varying.length > 0 ? known.map(({ address }, i) => ({ address, text: told(varying, entries[i]) })) : [],
    ({ text }) => text,
  );
  return [
    `Configuration${known.length > 1 ? ', what all share' : ''}: ${told(common, entries[0])}`,
    ...[...kinds].map(
      ([text, of]) => `  ${of[0].address}${of.length > 1 ? ` and ${of.length - 1} more of its kind` : ''}: ${text}`,
    ),
  ];
}

function paramLines(params: Record<string, unknown>): string[] {
  const entries = Object.entries(params);
  if (entries.length === 0) return [];
  const width = Math.max(...entries.map(([name]) => name.length));
  return ['Parameters (params.yaml):', ...entries.map(([name, value]) => `  ${name.padEnd(width)}  ${inline(value)}`)];
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (value === null || typeof value !== 'object') return String(value);
  return `{ ${Object.entries(value)
    .map(([name, entry]) => `${name}: ${inline(entry)}`)
    .join(', ')} }`;
}
