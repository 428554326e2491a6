import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Columns, Table } from '../../src/artifact/columns.ts';
import { dvcStages, dvcYamlSchema, type LockEntry } from '../../src/artifact/dvc.ts';
import { usage } from '../../src/artifact/error.ts';
import { damagedFile, readTables, readText } from '../../src/artifact/file.ts';
import { unknownName } from '../../src/artifact/nearest.ts';
import { profileOf, settingsAt } from '../../src/artifact/profile.ts';
import { PROTOCOL, withReading } from '../../src/artifact/readings.ts';
import { partsOfRun, runFlags } from '../../src/artifact/run.ts';
import { type Study, type StudyPanel, type StudyParams, stageNames } from '../../src/artifact/study.ts';
import { parsePanel, type Row, type Tables } from '../../src/artifact/table.ts';
import { valueAt } from '../../src/artifact/values.ts';
import { parseYaml } from '../../src/artifact/yaml.ts';
import { lockEntries } from '../driver/dvc.ts';
import { type Paths, pathsOf, ROOT } from '../driver/paths.ts';
import { paramsOf } from '../driver/stage.ts';
import { agreementWithLock, type LockAgreement, type PublishedNetwork, publishedNetworks } from '../store/published.ts';

/** A stage as dvc.yaml declares it: what it reads and writes, relative to artifacts/<profile>/ where it lies there. */
interface Declared {
  deps: string[];
  outs: string[];
}

/** Everything that git has of a profile, as an explanation needs it. */
export interface Archive {
  study: Study;
  profile: string;
  /** The reading that is asked about, or null for the profile itself; all paths are those of one or the other. */
  reading: string | null;
  paths: Paths;
  params: StudyParams;
  /** What the profile sets, or its scale of readings. */
  settings: object;
  tables: Tables;
  networks: readonly PublishedNetwork[];
  /** The name of a file in the checkout: artifacts/<profile>/<path>, of a reading artifacts/<profile>/readings/<reading>/<path>. */
  file(path: string): string;
  /** What makes everything again, or one stage of it. */
  command(stage?: string): string;
  /** A file's text by its path under artifacts/<profile>/; null where it is missing. */
  read(path: string): string | null;
  /** The declared columns of a table. */
  columns(path: string): Columns;
  /** The rows of a table; none where it is missing. */
  rows(path: string): readonly Row[];
  /** How a file compares with dvc.lock. */
  agreement(path: string): LockAgreement;
  /** The stage that writes a file, or null. */
  stageOf(path: string): string | null;
  /** That stage and all before it that it reads from, in the order in which they run. */
  lineOf(path: string): string[];
  /** The values of params.yaml that a stage was run with, by key; as dvc.lock has them, else none. */
  paramsOf(stage: string): Record<string, unknown>;
}

/**
 * The archive of a profile, or of a reading at its scale.
 * @throws ParamsError for an unknown profile, UserError (exit code 2) for an unknown reading.
 */
export function openArchive(study: Study, profile: string, reading: string | null): Archive {
  const stated = paramsOf(study, profile);
  const readings = [PROTOCOL, ...Object.keys(stated.readings)];
  if (reading !== null && !readings.includes(reading)) throw usage(unknownName('reading', reading, readings));
  const params = reading === null ? stated : withReading(stated, reading);
  const settings = settingsAt(profileOf(stated, profile), reading);
  const paths = pathsOf(profile, ROOT, reading);
  const declared = declaredStages(paths, profile);
  const locked = lockedStages(paths);
  const declaredTables = study.stages.flatMap((stage) => stage.tables);
  const tables = readTables(paths.artifacts, declaredTables);
  const stageOf = (path: string) => [...declared].find(([, { outs }]) => outs.includes(path))?.[0] ?? null;
  const before = (stage: string): string[] =>
    (declared.get(stage)?.deps ?? []).flatMap((dep) => {
      const found = stageOf(dep);
      return found ? [...before(found), found] : [];
    });
  return {
    study,
    profile,
    reading,
    paths,
    params,
    settings,
    tables,
    networks: publishedNetworks(study, profile),
    file: (path) => relative(paths.root, join(paths.artifacts, path)),
    command(stage) {
      const only = reading === null ? stage : 'readings';
      return `npm run reproduce -- ${runFlags(profile)}${only ? ` --only ${only}` : ''}`;
    },
    read(path) {
      const file = join(paths.artifacts, path);
      return existsSync(file) ? readText(file) : null;
    },
    columns: (path) => (declaredTables.find((table) => table.path === path) as Table).columns,
    rows: (path) => tables[path] ?? [],
    agreement: agreementWithLock(paths),
    stageOf,
    lineOf(path) {
      const stage = stageOf(path);
      return stage ? [...new Set([...before(stage), stage])] : [];
    },
    paramsOf(stage) {
      const recorded: Record<string, unknown> = Object.assign(
        {},
        ...Object.values(locked[`${stage}@${profile}`]?.params ?? {}),
      );
      const run = partsOfRun(profile);
      if (reading === null && run.protocol === null) return recorded;
      const within = { ...params, profiles: { [run.profile]: settings } };
      return Object.fromEntries(Object.keys(recorded).map((key) => [key, valueAt(within, key)]));
    },
  };
}

/** The data rows of a panel as published; null where its figure has not been made. */
export function panelRows(archive: Archive, { id, kinds }: StudyPanel): Row[] | null {
  const text = archive.read(`figures/${id}.csv`);
  if (text === null) return null;
  try {
    return parsePanel(kinds, text);
  } catch (error) {
    throw damagedFile(archive.file(`figures/${id}.csv`), error);
  }
}

/** The published network of an id among those of some stages, under the archive's reading; undefined where none is published. */
export function networkOf(archive: Archive, id: string, stages: readonly string[]): PublishedNetwork | undefined {
  return archive.networks.find(
    (network) => network.id === id && network.reading === archive.reading && stages.includes(network.stage),
  );
}

/** The stages of a line that train networks. */
export function trainingStages({ study }: Archive, line: readonly string[]): string[] {
  const training = stageNames(study, ({ trains }) => trains);
  return line.filter((stage) => training.includes(stage));
}

function declaredStages({ root }: Paths, profile: string): Map<string, Declared> {
  const file = parseYaml(dvcYamlSchema, readFileSync(join(root, 'dvc.yaml'), 'utf8'), 'dvc.yaml');
  const place = (path: string) => path.replace(`artifacts/${profile}/`, '');
  return new Map(
    dvcStages(file, profile).map(({ name, deps, outs }) => [
      name,
      { deps: deps.map(place), outs: outs.map(({ path }) => place(path)) },
    ]),
  );
}

function lockedStages({ root }: Paths): Record<string, LockEntry> {
  const file = join(root, 'dvc.lock');
  return lockEntries(existsSync(file) ? readFileSync(file, 'utf8') : '');
}
