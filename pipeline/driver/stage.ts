import { join } from 'node:path';
import type { Columns, RowOf, Table } from '../../src/artifact/columns.ts';
import { UserError, usage } from '../../src/artifact/error.ts';
import { readTables, readText, writeAtomic } from '../../src/artifact/file.ts';
import { ParamsError, profileOf, settingsAt } from '../../src/artifact/profile.ts';
import { paramsOfRun, runNamed, runOf } from '../../src/artifact/protocols.ts';
import { PROTOCOL, withReading } from '../../src/artifact/readings.ts';
import { isSpecification, specificationOf } from '../../src/artifact/specifications.ts';
import { type Outline, type StudyParams, stageNames } from '../../src/artifact/study.ts';
import { formatTable, type Tables } from '../../src/artifact/table.ts';
import { coresHere } from '../../src/system/cores.ts';
import { commandLine, oneOf, option, runCommand, wholeNumber } from './commandLine.ts';
import { type Paths, pathsOf, ROOT } from './paths.ts';
import { openProgress, type Progress } from './progress.ts';
import { scriptOf } from './stages.ts';

/** Set by the driver: jobs at a time in a stage. Workers never change bytes, so they are no part of the stage's command. */
export const WORKERS_VARIABLE = 'MODULAR_GROWTH_WORKERS';

/** What a stage script works with. */
export interface Stage<Params extends StudyParams = StudyParams, Engine extends string = string> {
  name: string;
  profile: string;
  /** The reading under which the stage runs, or null for the profile itself. */
  reading: string | null;
  engine: Engine;
  /** Jobs at a time, for the executor. */
  workers: number;
  params: Params;
  /** The part of params that the profile sets; under a reading with the scale at which it runs readings. */
  settings: Params['profiles'][string];
  paths: Paths;
  /** Writes a table of the stage. */
  write<C extends Columns>(table: Table<C>, rows: readonly RowOf<C>[]): void;
  /** Reads the tables that earlier stages wrote. */
  tables(): Tables;
  /** One line for the reader of the log. */
  log(text: string): void;
  /** Opens the stage's bar for `total` units of work. */
  progress(total: number): Progress;
}

interface Given {
  profile: string;
  engine: string;
  workers: number;
  reading?: string;
}

/** Runs one stage script: reads the command line and params.yaml, then `main`; ends the process with the right exit code. */
export async function runStage<Params extends StudyParams, Engine extends string>(
  study: Outline<Params>,
  name: string,
  main: (stage: Stage<Params, Engine>) => void | Promise<void>,
): Promise<void> {
  const engines = `what trains and evaluates: ${study.engines.join(' or ')}`;
  const readings = `a reading of params.yaml, or ${PROTOCOL}, at the profile's scale of readings; or a specification, at that of its multiverse`;
  await runCommand(
    commandLine(`node ${scriptOf(name)}`, `Runs stage ${name}.`)
      .addOption(option('--profile <RUN>', 'a profile of params.yaml, or <profile>_<protocol>').default('quick'))
      .addOption(option('--engine <NAME>', engines, oneOf('engine', study.engines)).default(study.engines[0]))
      .addOption(
        option('--workers <N>', 'jobs at a time', wholeNumber(1, 1024)).default(workersOfEnvironment(), 'one a core'),
      )
      .addOption(option('--reading <NAME>', readings))
      .action(async ({ profile, engine, workers, ...given }: Given) => {
        const stated = paramsOf(study, profile);
        const reading = given.reading === undefined ? null : readingNamed(study, name, given.reading, stated);
        const params = reading === null ? stated : withReading(stated, reading);
        const settings = profileOf(params, profile) as Params['profiles'][string];
        const paths = pathsOf(profile, ROOT, reading);
        await main({
          name,
          profile,
          reading,
          engine: engine as Engine,
          workers,
          params,
          settings: settingsAt(settings, reading),
          paths,
          write: (table, rows) => {
            if (!declaredTables(study, name).includes(table as Table))
              throw new Error(`Stage ${name} does not declare ${table.path}: declare it in its study.`);
            writeAtomic(join(paths.artifacts, table.path), formatTable(table, rows));
          },
          tables: () =>
            readTables(
              paths.artifacts,
              study.stages.flatMap(({ tables }) => tables),
            ),
          log: (text) => console.log(text),
          progress: (total) => openProgress(name, total),
        });
      }),
  );
}

function declaredTables({ stages }: Outline, name: string): readonly Table[] {
  return stages.find((stage) => stage.name === name)?.tables ?? [];
}

/** @throws UserError (exit code 2) for a stage that no reading changes, and for a reading that params.yaml does not have. */
function readingNamed(study: Outline, stage: string, reading: string, params: StudyParams): string {
  const under = stageNames(study, ({ underReadings }) => underReadings);
  if (!under.includes(stage)) throw usage(`Stage ${stage} runs under no reading; those that do: ${under.join(', ')}.`);
  if (isSpecification(reading)) return specificationOf(params, reading).id;
  return oneOf('reading', [PROTOCOL, ...Object.keys(params.readings)])(reading, '--reading');
}

/**
 * params.yaml of the checkout, checked by its study.
 * @throws ParamsError naming the key, its value and what is allowed; also where the file is missing.
 */
export function readParams<Params extends StudyParams>(study: Outline<Params>, root: string = ROOT): Params {
  const file = pathsOf('', root).params;
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    const told = error instanceof UserError;
    throw new ParamsError(
      told
        ? error.message
        : `params.yaml cannot be read: restore it with 'git checkout params.yaml'. (${(error as Error).message})`,
      { cause: error },
    );
  }
  return study.params(text);
}

/**
 * The parameters of a run ('paper', 'paper_as-coded'), whose settings stand under its id in `profiles`.
 * @throws ParamsError as `readParams` does, and for a run that params.yaml does not have.
 */
export function paramsOf<Params extends StudyParams>(study: Outline<Params>, run: string, root: string = ROOT): Params {
  const stated = readParams(study, root);
  return paramsOfRun(stated, runNamed(stated, run));
}

/**
 * The id of the run that options name: a profile under a protocol, by default the first.
 * @throws ParamsError for a profile or protocol that params.yaml does not have, or that do not go together.
 */
export function runIdOf(study: Outline, { profile, protocol }: { profile: string; protocol?: string }): string {
  const params = readParams(study);
  return protocol === undefined ? runNamed(params, profile).id : runOf(params, profile, protocol).id;
}

function workersOfEnvironment(): number {
  const text = process.env[WORKERS_VARIABLE];
  return text && /^[1-9]\d{0,3}$/.test(text) ? Number(text) : coresHere();
}
