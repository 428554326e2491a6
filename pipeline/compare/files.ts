import { parse } from 'yaml';
import { z } from 'zod';
import { type $ZodType, safeParse } from 'zod/v4/core';
import { type AnyClaimsFile, type AnyMatrix, anyClaimsFileSchema, anyMatrixSchema } from '../../src/artifact/claims.ts';
import { type DvcYaml, dvcYamlSchema, type LockEntry } from '../../src/artifact/dvc.ts';
import { anyHashesSchema } from '../../src/artifact/hashes.ts';
import { parseJson } from '../../src/artifact/json.ts';
import { type AnyMultiverse, anyMultiverseSchema } from '../../src/artifact/multiverse.ts';
import { type AnyProvenance, anyProvenanceSchema } from '../../src/artifact/provenance.ts';
import { engineOf, recordedSchema } from '../../src/artifact/recorded.ts';
import { type SpecificationTables, tablesAt } from '../../src/artifact/specificationTables.ts';
import { specificationTablesSchema } from '../../src/artifact/specificationTablesFile.ts';
import type { Outline } from '../../src/artifact/study.ts';
import { formatRows, parseRows, type Row } from '../../src/artifact/table.ts';
import { lockEntries } from '../driver/dvc.ts';
import { isName, type Snapshot } from './snapshot.ts';

/** A file as it was read: missing, damaged (and said so), or whole. */
export type Read<T> = { state: 'missing' | 'damaged'; value: null } | { state: 'whole'; value: T };

/** Reads the files of one side, and remembers which are damaged. */
export interface Reader {
  /** 'main (0123456789)', for messages. */
  side: string;
  snapshot: Snapshot;
  claims(profile: string): Read<AnyClaimsFile>;
  matrix(profile: string): Read<AnyMatrix>;
  multiverse(profile: string): Read<AnyMultiverse>;
  /** The tables of a specification as text, by their path, with the columns that are kept; none where git has none. */
  specificationTables(profile: string, id: string): ReadonlyMap<string, string>;
  metrics(profile: string): Read<unknown>;
  /** Networks by id: the hash of their weights. */
  hashes(profile: string, stage: string): Read<Map<string, string>>;
  rows(profile: string, panel: string): Read<Row[]>;
  provenance(profile: string, panel: string): Read<AnyProvenance>;
  drawing(profile: string, panel: string): string | null;
  /** The engine that a profile was recorded with, which decides what its stages depend on. */
  engine(profile: string): string;
  params(): Read<unknown>;
  stages(): Read<DvcYaml>;
  lock(): Read<Record<string, LockEntry>>;
}

/** Networks by id: the hash of their weights. */
const hashesById = anyHashesSchema.transform(({ networks }) => new Map(networks.map(({ id, sha256 }) => [id, sha256])));

/** The reader of a side; what it finds damaged goes to `failures`, once a file. */
export function readerOf(side: string, snapshot: Snapshot, failures: string[], { engines }: Outline): Reader {
  function read<T>(path: string, parsed: (text: string) => T): Read<T> {
    const text = snapshot.get(path);
    if (text === undefined) return { state: 'missing', value: null };
    try {
      return { state: 'whole', value: parsed(text) };
    } catch (error) {
      const [first] = (error as Error).message.split('\n');
      const failure = `${path} of ${side} is damaged, cut off or edited by hand, and is left out: restore it with git, or make it again. (${first})`;
      if (!failures.includes(failure)) failures.push(failure);
      return { state: 'damaged', value: null };
    }
  }
  const json = <T>(path: string, schema: $ZodType<unknown>) =>
    read(path, (text): T => {
      const result = safeParse(schema, parseJson(text));
      if (result.success) return result.data as T;
      const [{ path: place, message }] = result.error.issues;
      throw new Error(`${place.join('.')}: ${message}`);
    });
  const within = (profile: string, file: string) => `artifacts/${profile}/${file}`;
  const files = new Map<string, SpecificationTables | null>();
  const specifications = new Map<string, ReadonlyMap<string, string>>();
  const tablesOf = (profile: string, id: string) => {
    const path = within(profile, 'multiverse-tables.json');
    if (!files.has(path)) files.set(path, json<SpecificationTables>(path, specificationTablesSchema).value);
    const file = files.get(path);
    const tables = Object.entries((file && tablesAt(file, id)) ?? {});
    return new Map(tables.map(([name, rows = []]) => [name, formatRows(rows, Object.keys(rows[0] ?? {}))]));
  };
  return {
    side,
    snapshot,
    claims: (profile) => json(within(profile, 'claims.json'), anyClaimsFileSchema),
    matrix: (profile) => json(within(profile, 'readings.json'), anyMatrixSchema),
    multiverse: (profile) => json(within(profile, 'multiverse.json'), anyMultiverseSchema),
    specificationTables(profile, id) {
      const name = JSON.stringify([profile, id]);
      const known = specifications.get(name) ?? tablesOf(profile, id);
      specifications.set(name, known);
      return known;
    },
    metrics: (profile) => json(within(profile, 'metrics.json'), z.unknown()),
    hashes: (profile, stage) => json(within(profile, `hashes/${stage}.json`), hashesById),
    rows: (profile, panel) => read(within(profile, `figures/${panel}.csv`), parseRows),
    provenance: (profile, panel) => json(within(profile, `figures/${panel}.provenance.json`), anyProvenanceSchema),
    drawing: (profile, panel) => snapshot.get(within(profile, `figures/${panel}.svg`)) ?? null,
    engine: (profile) => {
      const recorded = read('artifacts/profiles.yaml', (text) => recordedSchema.parse(record(text))).value;
      return engineOf(recorded, profile) ?? engines[0];
    },
    params: () => read('params.yaml', record),
    stages: () => read('dvc.yaml', (text) => dvcYamlSchema.parse(record(text))),
    lock: () => read('dvc.lock', lockEntries),
  };
}

/** The ids of the panels that a side has of a profile: everything with data or a drawing. */
export function panelsIn({ snapshot }: Reader, profile: string): string[] {
  const start = `artifacts/${profile}/figures/`;
  const names = [...snapshot.keys()].filter((path) => path.startsWith(start) && /\.(csv|svg)$/.test(path));
  return [...new Set(names.map((path) => path.slice(start.length).replace(/\.(csv|svg)$/, '')))].filter(isName);
}

function record(text: string): unknown {
  const value: unknown = parse(text);
  if (typeof value !== 'object' || value === null) throw new Error('it holds no keys');
  return value;
}
