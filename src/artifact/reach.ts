import { PROTOCOL, type Reading } from './readings.ts';
import type { StageDeclaration } from './study.ts';

type Stages<Name extends string> = readonly StageDeclaration<Name>[];

/** Whether a stage reads a key of params.yaml: itself, or through the networks that it measures. */
function reads<Name extends string>(stages: Stages<Name>, stage: StageDeclaration<Name>, key: string): boolean {
  const direct = stage.params.some((name) => key === name || key.startsWith(`${name}.`));
  const trained = stages.find(({ name }) => name === stage.networks);
  return direct || (trained !== undefined && reads(stages, trained, key));
}

/** The stages that make tables and run under readings, in their order. */
export function stepsOf<Name extends string>(stages: Stages<Name>): StageDeclaration<Name>[] {
  return stages.filter(({ underReadings, tables }) => underReadings && tables.length > 0);
}

/** The stages in whose tables something changes with a key of params.yaml. */
export function reachOf<Name extends string>(stages: Stages<Name>, key: string): StageDeclaration<Name>[] {
  return stages.filter((stage) => stage.tables.length > 0 && reads(stages, stage, key));
}

/** The steps to run under a reading of a key, or beside readings of several: those that they reach, and those whose networks others measure. */
export function stepsUnder<Name extends string>(
  stages: Stages<Name>,
  ...keys: readonly string[]
): StageDeclaration<Name>[] {
  const reached = keys.flatMap((key) => reachOf(stages, key));
  const measured = new Set(stages.map(({ networks }) => networks));
  return stepsOf(stages).filter((stage) => measured.has(stage.name) || reached.includes(stage));
}

/**
 * What has to run for some readings, at their scale: the protocol first, with the steps of all of them together, none where there is no reading;
 * then each reading.
 */
export function planReadings<Name extends string>(
  stages: Stages<Name>,
  readings: readonly Reading[],
): { name: string; reading: Reading | null; steps: Name[] }[] {
  const stepsFor = (...keys: string[]) => stepsUnder(stages, ...keys).map(({ name }) => name);
  const protocol = readings.length === 0 ? [] : stepsFor(...readings.map(({ key }) => key));
  return [
    { name: PROTOCOL, reading: null, steps: protocol },
    ...readings.map((reading) => ({ name: reading.name, reading, steps: stepsFor(reading.key) })),
  ];
}

/**
 * The stage that makes a table.
 * @throws Error for a path that no stage declares.
 */
export function makerOf<Name extends string>(stages: Stages<Name>, path: string): StageDeclaration<Name> {
  const found = stages.find(({ tables }) => tables.some((table) => table.path === path));
  if (!found) throw new Error(`No stage makes ${path}: declare the table, and its stage, in the study.`);
  return found;
}

/** The stage that trained the networks behind a stage's tables: itself, or the one whose networks it measures; undefined where it reads none. */
export function trainerOf<Name extends string>({ name, trains, networks }: StageDeclaration<Name>): Name | undefined {
  return trains ? name : networks;
}

/** The sections of params.yaml that decide a stage's results: those of the networks that it measures, then of the stage itself. */
export function sectionsOf<Name extends string>(stages: Stages<Name>, stage: StageDeclaration<Name>): string[] {
  const before = stages.find(({ name }) => name === stage.networks)?.params ?? [];
  return [...new Set([...before, ...stage.params].map((key) => key.split('.')[0]))];
}
