import { readdirSync } from 'node:fs';
import path from 'node:path';
import { sha256 } from '../../../src/artifact/hash.ts';
import { hashesSchema } from '../../../src/artifact/hashes.ts';
import type { Provenance } from '../../../src/artifact/provenance.ts';
import { PROTOCOL, withReading } from '../../../src/artifact/readings.ts';
import { runFlags } from '../../../src/artifact/run.ts';
import { parseRows, type Row, type Tables } from '../../../src/artifact/table.ts';
import type { Panel } from '../../../src/figures/panel.ts';
import { readArtifact, readJson } from './artifacts.ts';
import { matrix } from './matrix.ts';
import { provenanceOf } from './panels.ts';
import { artifactsFolder, params, profile, type Seeds, scale, seedsLine } from './profile.ts';
import { openDetails, valueWords } from './readings.ts';
import { words } from './text.ts';

/** Where the rows of a panel under a reading come from. */
export type ReadingProvenance = Omit<Provenance, 'outputs'>;

/** A panel drawn from the tables of one reading, or of the protocol at the scale of the readings. */
export interface PanelReading {
  name: string;
  /** 'growth: copy-all' */
  label: string;
  rows: Row[];
  /** Ids of the networks of that reading. */
  networks: string[];
  /** Null where the panel has none. */
  provenance: ReadingProvenance | null;
}

interface Scale {
  train: { epochs: number; seeds: Seeds };
}

const texts = new Map<string, string | null>();
const tables = new Map<string, Row[]>();
const found = new Map<string, PanelReading[]>();

/** '60 epochs, 40, 20 and 10 seeds' of the panels and of the readings; null if no reading was run. */
export const scales = {
  profile: `${profile} profile: ${scaleLine(scale)}`,
  readings: matrix && `smaller scale: ${scaleLine(matrix.scale as unknown as Scale)}`,
};

/** The readings that change a panel, with the protocol at their scale first; empty if there are none. */
export function readingsOf(panel: Panel): PanelReading[] {
  const known = found.get(panel.id);
  if (known) return known;
  const made = madeReadings(panel);
  found.set(panel.id, made);
  return made;
}

function madeReadings(panel: Panel): PanelReading[] {
  const run = matrix?.columns.filter((column) => column.run) ?? [];
  if (!run.some(({ name }) => name === PROTOCOL) || panel.inputs.length === 0) return [];
  const protocol = panel.derive(tablesOf(PROTOCOL, panel), params.statistics);
  if (protocol.length === 0) return [];
  const same = JSON.stringify(protocol);
  const changed = run
    .filter(
      ({ name }) => name !== PROTOCOL && panel.inputs.some((input) => textOf(name, input) !== textOf(PROTOCOL, input)),
    )
    .map(({ name, key, value }): PanelReading => {
      const rows = panel.derive(tablesOf(name, panel), params.statistics);
      return madeReading(panel, name, labelOf(key, value), rows);
    })
    .filter(({ rows }) => rows.length > 0 && JSON.stringify(rows) !== same);
  if (changed.length === 0) return [];
  return [madeReading(panel, PROTOCOL, 'protocol at the scale of readings', protocol), ...changed];
}

function madeReading(panel: Panel, name: string, label: string, rows: Row[]): PanelReading {
  const networks = networksOf(name).map(({ id }) => id);
  return { name, label, rows, networks, provenance: provenanceUnder(panel, name) };
}

/** What made a panel under a reading: its tables and networks, and the parameters as the reading sets them. */
function provenanceUnder(panel: Panel, reading: string): ReadingProvenance | null {
  const record = provenanceOf(panel);
  if (!record) return null;
  // The drawing is made in the page.
  const { outputs: _, ...full } = record;
  const read: object = withReading(params, reading);
  const scale: Record<string, unknown> = matrix?.scale ?? {};
  const tables = tablesOf(reading, panel);
  const named = new Set(Object.values(tables).flatMap((table = []) => table.map(({ network }) => network)));
  const sections = Object.entries(full.params).map(([section, value]) => [
    section,
    section === 'profile'
      ? Object.fromEntries(Object.keys(value as object).map((name) => [name, scale[name]]))
      : (read as Record<string, unknown>)[section],
  ]);
  return {
    ...full,
    command: `npm run reproduce -- ${runFlags(profile)} --only readings`,
    stages: [...full.stages.filter((stage) => stage !== 'figures'), 'readings'],
    inputs: panel.inputs.flatMap((input) => {
      const file = fileOf(reading, input);
      const text = readText(file);
      return text === null ? [] : [{ path: file, sha256: sha256(text), rows: tables[input]?.length ?? 0 }];
    }),
    networks: networksOf(reading).filter(({ id }) => named.has(id)),
    params: Object.fromEntries(sections),
  };
}

/** The file of a table under a reading; that of the protocol if the reading does not change its stage. */
function fileOf(reading: string, input: string): string {
  const file = `readings/${reading}/${input}`;
  return readText(file) === null ? `readings/${PROTOCOL}/${input}` : file;
}

function textOf(reading: string, input: string): string | null {
  return readText(fileOf(reading, input));
}

function readText(file: string): string | null {
  if (!texts.has(file)) texts.set(file, readArtifact(file));
  return texts.get(file) ?? null;
}

function tablesOf(reading: string, panel: Panel): Tables {
  return Object.fromEntries(
    panel.inputs.flatMap((input) => {
      const text = textOf(reading, input);
      if (text === null) return [];
      const rows = tables.get(text) ?? parseRows(text);
      tables.set(text, rows);
      return [[input, rows] as const];
    }),
  );
}

/** The networks that a reading has published, each once. */
function networksOf(reading: string): Provenance['networks'] {
  const folder = path.join(artifactsFolder, 'readings', reading, 'hashes');
  const listed = readdirSync(folder)
    .sort()
    .flatMap((file) => readJson(`readings/${reading}/hashes/${file}`, hashesSchema)?.networks ?? []);
  return [...new Map(listed.map(({ id, key, sha256 }) => [id, { id, key, sha256 }])).values()];
}

function labelOf(key: string | null, value: unknown): string {
  const detail = openDetails.find((open) => open.key === key);
  return `${detail?.short ?? words(key?.split('.').at(-1) ?? 'reading')}: ${valueWords(key, value)}`;
}

function scaleLine({ train: { epochs, seeds } }: Scale): string {
  return `${epochs} epochs, ${seedsLine(seeds)}`;
}
