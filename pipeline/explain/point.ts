import { type Column, columnNames } from '../../src/artifact/columns.ts';
import type { StudyPanel } from '../../src/artifact/study.ts';
import { formatRows, type Row, type Tables } from '../../src/artifact/table.ts';
import type { Archive } from './archive.ts';
import { type RowPlace, rowsBehind } from './influence.ts';
import { panelWarnings, readProvenance } from './panel.ts';
import { kernelsOf, lastCommitOf, sourcesOf, type Trail, trailNetwork } from './trail.ts';

/** Resamples while it is tried which rows a point rests on: only whether it changes counts. */
const FEW = 4;

/** The way from rows of a panel's data to the rows of tables that they rest on, and the networks of those. */
export async function explainPoint(
  archive: Archive,
  panel: StudyPanel,
  rows: readonly Row[],
  name: string,
): Promise<Trail> {
  const record = readProvenance(archive, panel.id);
  const { measured, exact, each } = measuredRows(archive, panel, rows);
  const paths = measured.map(({ path }) => path);
  const sources = sourcesOf(archive, panel.inputs).filter(({ path }) => paths.includes(path));
  const recorded = new Map(record.networks.map((network) => [network.id, network]));
  const networks = measured.flatMap(({ path, rows }) =>
    [...new Set(rows.map((row) => String(row.network)))].map((id) =>
      trailNetwork(archive, id, archive.lineOf(path), recorded.get(id)),
    ),
  );
  const unique = [...new Map(networks.map((network) => [network.address, network])).values()];
  const notes = [
    exact
      ? ''
      : `The data of panel ${panel.id} are not what its tables give now: the rows named here fit it by name, whether it rests on all of them is not known. '${archive.command()}' makes the panel again.`,
    each ? '' : 'So many rows were tried in blocks, not one by one: ask for fewer points to know each row.',
  ].filter((note) => note !== '');
  return {
    kind: 'point',
    name,
    profile: archive.profile,
    reading: archive.reading,
    title: panel.title,
    about: [
      ['panel', `${panel.id} (npm run explain -- ${panel.id})`],
      ['code', `engine ${record.engine}, kernel version ${record.kernelVersion}`],
    ],
    data: { path: `figures/${panel.id}.csv`, rows: [...rows] },
    sources,
    measured,
    networks: unique,
    params: record.params,
    kernelVersions: kernelsOf(archive, unique),
    commit: await lastCommitOf(archive, `figures/${panel.id}.csv`),
    command: record.command,
    warnings: [...panelWarnings(archive, panel.id, record, sourcesOf(archive, panel.inputs)), ...notes],
  };
}

/**
 * Rows of the panel's tables on which points rest; `exact` is false where the points are not what the tables give, `each` where rows
 * were tried in blocks.
 */
function measuredRows(
  archive: Archive,
  panel: StudyPanel,
  points: readonly Row[],
): { measured: { path: string; rows: Row[] }[]; exact: boolean; each: boolean } {
  const fitting: Tables = Object.fromEntries(
    panel.inputs.map((path) => [
      path,
      archive.rows(path).filter((row) => points.some((point) => fits(row, point, keysOf(archive, panel, path, point)))),
    ]),
  );
  const all: Tables = Object.fromEntries(panel.inputs.map((path) => [path, archive.rows(path)]));
  const { statistics } = archive.params;
  const few = { ...statistics, resamples: FEW };
  const made = panel.derive(all, statistics).map(textOf);
  const places = points.map((point) => made.indexOf(textOf(point)));
  const exact = !places.includes(-1);
  const derived = panel.derive(all, few).map(textOf);
  const sought = places.map((index) => derived[index]);
  const question = (tables: Tables) => {
    const given = new Set(panel.derive(tables, few).map(textOf));
    return sought.filter((text) => given.has(text)).join('\n');
  };
  // A panel may derive a point from its own rows alone, or only in sight of the others (a Pareto front).
  const tables = question(fitting) === sought.join('\n') ? fitting : all;
  const candidates = Object.entries(exact ? tables : fitting).flatMap(([path, rows]) =>
    (rows ?? []).map((_, index): RowPlace => ({ path, index })),
  );
  const { behind, each } = exact
    ? rowsBehind(tables, candidates, question, archive.columns)
    : { behind: candidates, each: true };
  const byPath = Map.groupBy(behind, ({ path }) => path);
  const measured = [...byPath].map(([path, places]) => ({
    path,
    rows: places.map(({ index }) => (exact ? tables : fitting)[path]?.[index] as Row),
  }));
  return { measured, exact, each };
}

/** The columns that are keys of a table and of a point's kind. */
function keysOf({ columns }: Archive, { kinds }: StudyPanel, path: string, { kind }: Row): string[] {
  const isKey = ({ role }: Column) => role === 'key';
  const keys = columnNames(columns(path), isKey);
  return columnNames(kinds[String(kind)], isKey).filter((name) => keys.includes(name));
}

function fits(row: Row, point: Row, keys: readonly string[]): boolean {
  return keys.every((name) => row[name] === null || point[name] === null || row[name] === point[name]);
}

/** A row as one text, at the precision of what is published; empty cells are as good as none. */
function textOf(row: Row): string {
  const filled = Object.fromEntries(Object.entries(row).filter(([, cell]) => (cell ?? null) !== null));
  return formatRows([filled], Object.keys(filled).sort());
}
