import type { AnyProvenance } from '../../src/artifact/provenance.ts';
import { stageNames } from '../../src/artifact/study.ts';
import type { Causes, PanelChange, ProfileChange } from '../../src/comparison/change.ts';
import { compareClaims, compareCounts, compareMatrices } from '../../src/comparison/claims.ts';
import { undeclared } from '../../src/comparison/columns.ts';
import { compareMultiverses } from '../../src/comparison/multiverse.ts';
import {
  changedInputs,
  changedNetworks,
  changedVersions,
  compareNetworks,
  comparePanels,
  type PanelFiles,
} from '../../src/comparison/panel.ts';
import { compareValues } from '../../src/comparison/values.ts';
import { valueText } from '../../src/comparison/words.ts';
import { panelsIn, type Read } from './files.ts';
import { filesBehind, paramsBehind, remadeStages, stagesBehind, staleValues } from './line.ts';
import type { Sides } from './sides.ts';
import { causesOfVerdict, staleVerdicts, whyMoved } from './verdict.ts';
import { type Given, warn } from './warning.ts';

/** What happened to one profile. `state` says which side has results of it at all. */
export function compareProfiles(sides: Sides, state: ProfileChange['state']): ProfileChange {
  const { profile, before, after, between, warnings } = sides;
  const [judged, matrix, multiverse] = [
    paired(before.claims(profile), after.claims(profile), 'claims.json', sides, state),
    paired(before.matrix(profile), after.matrix(profile), 'readings.json', sides, state),
    paired(before.multiverse(profile), after.multiverse(profile), 'multiverse.json', sides, state),
  ];
  const { verdicts, claims } = judged ? compareClaims(judged[0], judged[1]) : { verdicts: [], claims: [] };
  const metrics = [before.metrics(profile), after.metrics(profile)];
  const [locks, params] = [[before.lock(), after.lock()], after.params()];
  const stale =
    state === 'removed' || params.state !== 'whole' ? [] : staleValues(locks[1].value ?? {}, profile, params.value);
  if (stale.length > 0) {
    warn(warnings, {
      text: `Stages were not run again after params.yaml of ${after.side} changed.`,
      cases: staleCases(profile, stale),
      remake: [profile],
    });
  }
  if (state === 'both') for (const warning of staleVerdicts(sides)) warn(warnings, warning);
  const whyUnder = (claim: string, specification: string) => whyMoved(claim, { ...sides, reading: specification });
  return {
    profile,
    state,
    counts: judged ? compareCounts(judged[0], judged[1]) : [],
    // Of a profile that is new or gone every verdict is; that is said once.
    verdicts:
      state === 'both'
        ? verdicts.map((change) => ({
            ...change,
            causes: causesOfVerdict(change.id, sides),
            why: whyMoved(change.id, sides),
          }))
        : [],
    claims: state === 'both' ? claims : [],
    readings:
      state === 'both' && matrix
        ? compareMatrices(matrix[0], matrix[1]).map((change) => {
            const under = { ...sides, reading: change.reading };
            return { ...change, causes: causesOfVerdict(change.id, under), why: whyMoved(change.id, under) };
          })
        : [],
    multiverse: state === 'both' && multiverse ? compareMultiverses(multiverse[0], multiverse[1], whyUnder) : null,
    panels: panelChanges(sides),
    networks: stageNames(sides.study, ({ trains }) => trains).map((stage) => {
      const hashes = [before, after].map((side) => side.hashes(profile, stage).value ?? new Map<string, string>());
      return compareNetworks(stage, hashes[0], hashes[1]);
    }),
    metrics: metrics.some((side) => side.state === 'damaged') ? [] : compareValues(metrics[0].value, metrics[1].value),
    stale,
    remade:
      between.stages.size === 0 || locks.some((lock) => lock.state === 'damaged')
        ? []
        : remadeStages(locks[0].value ?? {}, locks[1].value ?? {}, profile),
  };
}

/** Both sides of a file, or null where one is damaged or missing: a verdict that could not be read is not one that is gone. */
function paired<T>(
  before: Read<T>,
  after: Read<T>,
  file: string,
  { profile, warnings, ...readers }: Sides,
  state: ProfileChange['state'],
): [T | null, T | null] | null {
  if (before.state === 'damaged' || after.state === 'damaged') return null;
  if (state !== 'both' || before.state === after.state) return [before.value, after.value];
  const { side } = before.state === 'missing' ? readers.before : readers.after;
  warn(warnings, missingFile(side, `artifacts/${profile}/${file}`));
  return null;
}

/** 'quick: perturb.p was 0.5 in perturb, figures; params.yaml says 0.6': each value once. */
function staleCases(profile: string, stale: ProfileChange['stale']): string[] {
  const byValue = Map.groupBy(stale, ({ path, ran, stated }) => JSON.stringify([path, ran ?? null, stated ?? null]));
  return [...byValue.values()].map((values) => {
    const [{ path, ran, stated }] = values;
    const stages = values.map(({ stage }) => stage).join(', ');
    return `${profile}: ${path} was ${valueText(ran)} in ${stages}; params.yaml says ${valueText(stated)}`;
  });
}

function missingFile(side: string, path: string): Given {
  return { text: `Files are missing in ${side}: what stands in them was not compared.`, cases: [path] };
}

/** The panels of either side in the report's order, unknown ones last. */
function panelChanges(sides: Sides): PanelChange[] {
  const { profile, before, after } = sides;
  const [inBase, inHead] = [panelsIn(before, profile), panelsIn(after, profile)];
  const order = sides.study.panels.map(({ id }) => id);
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  const ids = [...new Set([...inBase, ...inHead])].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  return ids.map((id) => {
    const has = [inBase.includes(id), inHead.includes(id)];
    return panelChange(id, has, sides);
  });
}

function panelChange(id: string, [inBase, inHead]: readonly boolean[], sides: Sides): PanelChange {
  const { study, profile, before, after, warnings } = sides;
  const rows = [before.rows(profile, id), after.rows(profile, id)];
  const files = [before, after].map(
    (side, i): PanelFiles => ({
      rows: rows[i].value,
      drawing: side.drawing(profile, id),
      provenance: side.provenance(profile, id).value,
    }),
  );
  const kinds = study.panels.find((panel) => panel.id === id)?.kinds ?? {};
  const change = comparePanels({ id, kinds }, inBase ? files[0] : null, inHead ? files[1] : null);
  const unknown = undeclared(kinds, rows[0].value ?? [], rows[1].value ?? []);
  if (unknown) {
    warn(warnings, {
      text: 'This checkout does not declare all columns of these panels, whose data were not compared: compare with the code of one of the two revisions.',
      cases: [`${profile}: ${unknown} of panel ${id}`],
    });
    return { ...change, state: 'not compared', table: null };
  }
  if (
    inBase &&
    inHead &&
    rows.some(({ state }) => state !== 'whole') &&
    rows[0].state + rows[1].state !== 'missingmissing'
  ) {
    const missing = rows.findIndex(({ state }) => state === 'missing');
    if (missing >= 0) {
      const { side } = [before, after][missing];
      warn(warnings, missingFile(side, `artifacts/${profile}/figures/${id}.csv`));
    }
    return { ...change, state: 'not compared', table: null };
  }
  if (change.state === 'unchanged') return change;
  return { ...change, causes: causesOfPanel(change, files[0].provenance, files[1].provenance, sides) };
}

/** Where the tables behind a panel are the same, its own stage alone can have changed it; where its data are, the drawing's code. */
function causesOfPanel(
  { state }: PanelChange,
  before: AnyProvenance | null,
  after: AnyProvenance | null,
  { profile, between }: Sides,
): Causes {
  const inputs = changedInputs(before, after);
  const named = [...(after?.inputs ?? before?.inputs ?? [])].map(({ path }) => `artifacts/${profile}/${path}`);
  const fromTables = state !== 'drawing' && (inputs.length > 0 || !before || !after);
  const behind = fromTables ? stagesBehind(between.stages, named) : [];
  const keys = [...behind.flatMap((stage) => between.stages.get(stage)?.params ?? []), 'statistics'];
  return {
    stages: [...behind, 'figures'],
    params: state === 'drawing' ? [] : paramsBehind(between, keys),
    files: filesBehind(between, [...behind, 'figures']),
    inputs,
    networks: changedNetworks(before, after),
    versions: changedVersions(before, after),
  };
}
