import { availableParallelism } from 'node:os';
import { explain, UserError } from '../../src/artifact/error.ts';
import { readText } from '../../src/artifact/file.ts';
import { loadParams, type Params, ParamsError, type Profile, profileOf } from '../../src/params/params.ts';
import { PROTOCOL, withReading } from '../../src/params/readings.ts';
import { READ_STAGES, type StageName } from '../../src/study/stages.ts';
import { onEnd } from '../../src/system/ending.mjs';
import { describeFlags, type Flag, oneOf, readFlags, usage, wholeNumber } from './flags.ts';
import { type Paths, pathsOf, ROOT } from './paths.ts';
import { openProgress, type Progress } from './progress.ts';
import { ENGINES, type EngineName, scriptOf } from './stages.ts';

/** Set by the driver: jobs at a time in a stage. Workers never change bytes, so they are no part of the stage's command. */
export const WORKERS_VARIABLE = 'MODULAR_GROWTH_WORKERS';

/** What a stage script works with. */
export interface Stage {
  name: StageName;
  profile: string;
  /** The reading under which the stage runs, or null for the profile itself. */
  reading: string | null;
  engine: EngineName;
  /** Jobs at a time, for the executor. */
  workers: number;
  params: Params;
  /** The part of params that the profile sets; under a reading with the scale at which it runs readings. */
  settings: Profile;
  paths: Paths;
  /** One line for the reader of the log. */
  log(text: string): void;
  /** Opens the stage's bar for `total` units of work. */
  progress(total: number): Progress;
}

const FLAGS: Record<string, Flag> = {
  profile: { value: 'NAME', about: 'a profile of params.yaml (default quick)' },
  engine: { value: 'NAME', about: `what trains and evaluates: ${ENGINES.join(' or ')} (default simd)` },
  workers: { value: 'N', about: 'jobs at a time (default: one a core)' },
  reading: { value: 'NAME', about: `a reading of params.yaml, or ${PROTOCOL}: at the profile's scale of readings` },
  help: { about: 'this text' },
};

/** Runs one stage script: reads the command line and params.yaml, then `main`; ends the process with the right exit code. */
export async function runStage(name: StageName, main: (stage: Stage) => void | Promise<void>): Promise<void> {
  await runCommand(async () => {
    const given = readFlags(process.argv.slice(2), FLAGS);
    if (given.help) {
      console.log(`node ${scriptOf(name)} [flags]\n${describeFlags(FLAGS)}`);
      return;
    }
    const stated = readParams();
    const profile = String(given.profile ?? 'quick');
    const reading = given.reading === undefined ? null : readingNamed(name, String(given.reading), stated);
    const params = reading === null ? stated : withReading(stated, reading);
    const settings = profileOf(params, profile);
    await main({
      name,
      profile,
      reading,
      engine: oneOf(given, 'engine', ENGINES, 'simd'),
      workers: wholeNumber(given, 'workers', 1, 1024, workersOfEnvironment()),
      params,
      settings: reading === null ? settings : { ...settings, ...settings.readings },
      paths: pathsOf(profile, ROOT, reading),
      log: (text) => console.log(text),
      progress: (total) => openProgress(name, total),
    });
  });
}

/** @throws UserError (exit code 2) for a stage that no reading changes, and for a reading that params.yaml does not have. */
function readingNamed(stage: StageName, reading: string, params: Params): string {
  if (!(READ_STAGES as readonly StageName[]).includes(stage)) {
    throw usage(`Stage ${stage} runs under no reading; those that do: ${READ_STAGES.join(', ')}.`);
  }
  return oneOf({ reading }, 'reading', [PROTOCOL, ...Object.keys(params.readings)], PROTOCOL);
}

/**
 * params.yaml of the checkout, checked.
 * @throws ParamsError naming the key, its value and what is allowed; also where the file is missing.
 */
export function readParams(root: string = ROOT): Params {
  const file = pathsOf('', root).params;
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    throw new ParamsError(
      `params.yaml cannot be read: restore it with 'git checkout params.yaml'. (${(error as Error).message})`,
      { cause: error },
    );
  }
  return loadParams(text);
}

/**
 * Runs a command's main function with the house's error policy: a user's mistake is its message alone (exit 2 for usage, else 1),
 * anything else comes with its stack. A signal, and a reader of its output that is gone, end it at once, since every file is written whole or
 * not at all.
 */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  onEnd();
  try {
    await main();
  } catch (thrown) {
    const error = explain(thrown);
    if (error instanceof UserError) console.error(error.message);
    else console.error(error);
    process.exit(error instanceof UserError ? error.exitCode : 1);
  }
}

function workersOfEnvironment(): number {
  const text = process.env[WORKERS_VARIABLE];
  return text && /^[1-9]\d{0,3}$/.test(text) ? Number(text) : availableParallelism();
}
