import { readdirSync } from 'node:fs';
import path from 'node:path';
import { hashesSchema } from '../../../src/artifact/hashes.ts';
import { PROTOCOL } from '../../../src/artifact/readings.ts';
import { parseRows, type Row, type Tables } from '../../../src/artifact/table.ts';
import type { Panel } from '../../../src/figures/panel.ts';
import { readArtifact, readJson } from './artifacts.ts';
import { matrix } from './matrix.ts';
import { artifactsFolder, params, profile, scale } from './profile.ts';
import { openDetails } from './readings.ts';
import { count, words } from './text.ts';

/** A panel drawn from the tables of one reading, or of the protocol at the scale of the readings. */
export interface PanelReading {
  name: string;
  /** 'growth: copy-all' */
  label: string;
  rows: Row[];
  /** Ids of the networks of that reading. */
  networks: string[];
}

interface Scale {
  train: { epochs: number; seeds: readonly number[]; smallSeeds: readonly number[] };
}

const texts = new Map<string, string | null>();
const tables = new Map<string, Row[]>();
const found = new Map<string, PanelReading[]>();

/** '60 epochs, 5 seeds (10 for the smallest)' of the panels and of the readings; null if no reading was run. */
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
      return { name, label: labelOf(key, value), rows, networks: networksOf(name) };
    })
    .filter(({ rows }) => rows.length > 0 && JSON.stringify(rows) !== same);
  if (changed.length === 0) return [];
  return [
    { name: PROTOCOL, label: 'protocol at the scale of readings', rows: protocol, networks: networksOf(PROTOCOL) },
    ...changed,
  ];
}

/** A table under a reading; that of the protocol if the reading does not change its stage. */
function textOf(reading: string, input: string): string | null {
  const file = `readings/${reading}/${input}`;
  if (!texts.has(file)) texts.set(file, readArtifact(file));
  return texts.get(file) ?? (reading === PROTOCOL ? null : textOf(PROTOCOL, input));
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

/** Ids of the networks that a reading has published. */
function networksOf(reading: string): string[] {
  const folder = path.join(artifactsFolder, 'readings', reading, 'hashes');
  const files = readdirSync(folder).sort();
  const listed = files.map((file) => readJson(`readings/${reading}/hashes/${file}`, hashesSchema));
  return [...new Set(listed.flatMap((one) => one?.networks.map(({ id }) => id) ?? []))];
}

function labelOf(key: string | null, value: unknown): string {
  const detail = openDetails.find((open) => open.key === key);
  return `${detail?.short ?? words(key?.split('.').at(-1) ?? 'reading')}: ${value}`;
}

function scaleLine({ train: { epochs, seeds, smallSeeds } }: Scale): string {
  const small = smallSeeds.length === seeds.length ? '' : ` (${smallSeeds.length} of M = 5)`;
  return `${epochs} epochs, ${count(seeds.length, 'seed')}${small}`;
}
