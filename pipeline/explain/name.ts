import { networkKeys } from '../../src/artifact/columns.ts';
import { usage } from '../../src/artifact/error.ts';
import { nearest, unknownName } from '../../src/artifact/nearest.ts';
import { type Specification, specificationOf } from '../../src/artifact/specifications.ts';
import type { StudyClaim, StudyPanel } from '../../src/artifact/study.ts';
import { type Row, round } from '../../src/artifact/table.ts';
import { addressOf, multiverseNetworks, type PublishedNetwork } from '../store/published.ts';
import { type Archive, panelRows } from './archive.ts';
import { notMade } from './panel.ts';

/** What a name means. */
export type Named =
  | { kind: 'panels'; panels: readonly StudyPanel[] }
  | { kind: 'claim'; claim: StudyClaim }
  | { kind: 'network'; networks: readonly PublishedNetwork[] }
  | { kind: 'point'; panel: StudyPanel; rows: Row[] }
  | { kind: 'specification'; specification: Specification };

/**
 * Reads a name: a figure ('3'), a panel ('3a'), a claim ('6a.3'), a network ('modular-05-seed-3', 'freeze/...'), a specification
 * ('specification/2101000'), or a point, which is a
 * panel and what its rows have, parted by colons: 'column=value', or a network's id for its architecture, size, condition and seed.
 * @throws UserError (exit code 2) for a name, a column or a value that is not there, naming the nearest; (exit code 1) for a point of a
 * panel that has not been made.
 */
export function readName(archive: Archive, name: string): Named {
  const { panels, claims } = archive.study;
  const [, id] = /^specification\/(.*)$/.exec(name) ?? [];
  if (id !== undefined) return { kind: 'specification', specification: specificationOf(archive.params, id) };
  const [head, ...parts] = name.split(':');
  const panel = panels.find(({ id }) => id === head);
  if (panel && archive.reading !== null) {
    throw usage(
      `Panels are drawn for the profile itself: ask for ${head} without --reading. A reading has claims and networks.`,
    );
  }
  if (parts.length > 0) {
    if (!panel)
      throw usage(
        unknownName(
          'panel',
          head,
          panels.map(({ id }) => id),
        ),
      );
    return { kind: 'point', panel, rows: pointRows(archive, panel, parts) };
  }
  // '1' is a panel of its own and the whole of its figure.
  if (panel) return { kind: 'panels', panels: [panel] };
  const claim = claims.find(({ id }) => id === name);
  if (claim) return { kind: 'claim', claim };
  const figure = panels.filter((one) => String(one.figure) === name);
  if (figure.length > 0) return { kind: 'panels', panels: figure };
  const networks = [...archive.networks, ...multiverseNetworks(archive.profile)].filter(
    (network) => network.id === name || addressOf(network) === name,
  );
  if (networks.length > 0) return { kind: 'network', networks };
  throw usage(unknown(archive, name));
}

function unknown(archive: Archive, name: string): string {
  const { panels, claims } = archive.study;
  const shown = [...new Set([...panels.map(({ id }) => id), ...claims.map(({ id }) => id)])];
  const known = [...shown, ...archive.networks.flatMap((network) => [network.id, addressOf(network)])];
  const near = nearest(name, known);
  return `unknown name '${name}'${near ? `: did you mean '${near}'?` : ':'} Panels: ${panels.map(({ id }) => id).join(', ')}. Claims: ${claims.map(({ id }) => id).join(', ')}. Points: PANEL:column=value (--help).`;
}

function pointRows(archive: Archive, panel: StudyPanel, parts: readonly string[]): Row[] {
  const rows = panelRows(archive, panel);
  if (rows === null) throw notMade(archive, panel.id);
  const columns = Object.keys(rows[0] ?? {});
  const wanted = parts
    .map((part) => conditionsOf(archive, panel, columns, part))
    .flatMap((given) => Object.entries(given));
  let left = rows;
  for (const [column, text] of wanted) {
    const before = left;
    left = before.filter((row) => matches(row[column], text));
    if (left.length === 0) throw usage(nothing(panel, before, column, text));
  }
  return left;
}

/** What one part asks of the columns of a panel's rows. */
function conditionsOf(
  archive: Archive,
  panel: StudyPanel,
  columns: readonly string[],
  part: string,
): Record<string, string> {
  const at = part.indexOf('=');
  if (at < 0) return networkConditions(archive, panel, columns, part);
  const [name, value] = [part.slice(0, at), part.slice(at + 1)];
  // The shortest of those that begin so, where it begins the others too: epsilon, not epsilonLow.
  const begun = columns.filter((column) => column.startsWith(name)).sort((a, b) => a.length - b.length);
  const column = begun.every((one) => one.startsWith(begun[0])) ? (begun[0] ?? null) : null;
  if (column === null || name === '') throw usage(unknownName(`column of panel ${panel.id}`, name, columns));
  return { [column]: value };
}

function networkConditions(
  archive: Archive,
  panel: StudyPanel,
  columns: readonly string[],
  id: string,
): Record<string, string> {
  const path = panel.inputs.find((input) => archive.rows(input).some((one) => one.network === id));
  const row = path && archive.rows(path).find((one) => one.network === id);
  if (!row) {
    const rows = panel.inputs.flatMap((input) => archive.rows(input));
    const near = nearest(id, [...new Set(rows.map((one) => String(one.network)))]);
    throw usage(
      `panel ${panel.id} has no network '${id}'${near ? `: did you mean '${near}'?` : '.'} A part of a point is a network's id or column=value; columns: ${columns.join(', ')}.`,
    );
  }
  const naming = networkKeys(archive.columns(path)).filter((name) => columns.includes(name));
  return Object.fromEntries(
    naming.filter((name) => (row[name] ?? null) !== null).map((name) => [name, String(row[name])]),
  );
}

function matches(cell: Row[string], text: string): boolean {
  if (typeof cell === 'number') return text.trim() !== '' && round(Number(text)) === cell;
  return (cell ?? '') === text;
}

function nothing(panel: StudyPanel, rows: readonly Row[], column: string, text: string): string {
  const cells = [...new Set(rows.map((row) => row[column]).filter((cell) => cell !== null && cell !== undefined))];
  const numbers = cells.filter((cell) => typeof cell === 'number');
  const head = `panel ${panel.id} has no such row with ${column} = ${text}`;
  if (cells.length === 0) return `${head}: ${column} is empty in all of them.`;
  if (numbers.length < cells.length) return `panel ${panel.id}: ${unknownName(column, text, cells.map(String))}`;
  const value = Number(text);
  if (Number.isNaN(value)) return `${head}: '${text}' is not a number.`;
  const near = numbers.sort((a, b) => Math.abs(a - value) - Math.abs(b - value)).slice(0, 4);
  return `${head}; nearest: ${near.sort((a, b) => a - b).join(', ')}.`;
}
