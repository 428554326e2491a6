import type { Kinds } from '../artifact/columns.ts';
import type { AnyProvenance } from '../artifact/provenance.ts';
import type { Row } from '../artifact/table.ts';
import type { NetworksChange, PanelChange, PanelState, TableChange, ValueChange } from './change.ts';
import { compareTables } from './table.ts';
import { compareValues } from './values.ts';

/** What one side has of a panel; null where a file is missing. */
export interface PanelFiles {
  rows: readonly Row[] | null;
  drawing: string | null;
  provenance: AnyProvenance | null;
}

/** What happened to a panel, but for what could have caused it. `panel` without files on a side: that side has no such panel. */
export function comparePanels(
  { id, kinds }: { id: string; kinds: Kinds },
  before: PanelFiles | null,
  after: PanelFiles | null,
): PanelChange {
  const title = after?.provenance?.title ?? before?.provenance?.title ?? id;
  const drawn = (before?.drawing ?? null) !== (after?.drawing ?? null);
  const table = before && after ? compareTables(kinds, before.rows ?? [], after.rows ?? []) : null;
  return { id, title, state: stateOf(before, after, table, drawn), drawn, table, causes: null };
}

/** Whether any row or column differs, was added or is gone. */
export function hasMoved({ changed, added, removed, columnsAdded, columnsRemoved }: TableChange): boolean {
  return changed + added + removed + columnsAdded.length + columnsRemoved.length > 0;
}

/** Tables that a panel rests on whose bytes differ; a table that one side alone names differs too. */
export function changedInputs(before: AnyProvenance | null, after: AnyProvenance | null): string[] {
  const hashes = (record: AnyProvenance | null) =>
    new Map((record?.inputs ?? []).map(({ path, sha256 }) => [path, sha256 ?? '']));
  return differing(hashes(before), hashes(after));
}

/** How many networks of a panel have other weights, among all that either side rests on. */
export function changedNetworks(
  before: AnyProvenance | null,
  after: AnyProvenance | null,
): { changed: number; of: number } {
  const hashes = (record: AnyProvenance | null) =>
    new Map((record?.networks ?? []).map(({ id, sha256 }) => [id, sha256]));
  const [earlier, later] = [hashes(before), hashes(after)];
  return { changed: differing(earlier, later).length, of: new Set([...earlier.keys(), ...later.keys()]).size };
}

/** Engine and version of the kernel, where they differ. */
export function changedVersions(before: AnyProvenance | null, after: AnyProvenance | null): ValueChange[] {
  const versions = (record: AnyProvenance | null) => ({
    engine: record?.engine,
    kernelVersion: record?.kernelVersion,
  });
  if (!before || !after) return [];
  return compareValues(versions(before), versions(after));
}

/** Networks of a stage by id and hash, compared. */
export function compareNetworks(
  stage: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): NetworksChange {
  const shared = [...before.keys()].filter((id) => after.has(id));
  return {
    stage,
    before: before.size,
    after: after.size,
    changed: shared.filter((id) => before.get(id) !== after.get(id)).length,
    added: after.size - shared.length,
    removed: before.size - shared.length,
  };
}

function stateOf(
  before: PanelFiles | null,
  after: PanelFiles | null,
  table: TableChange | null,
  drawn: boolean,
): PanelState {
  if (!before) return 'added';
  if (!after) return 'removed';
  if (table && hasMoved(table)) return 'data';
  return drawn ? 'drawing' : 'unchanged';
}

function differing(earlier: ReadonlyMap<string, string>, later: ReadonlyMap<string, string>): string[] {
  return [...new Set([...later.keys(), ...earlier.keys()])].filter((name) => earlier.get(name) !== later.get(name));
}
