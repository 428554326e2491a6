import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stepsOf, stepsUnder } from '../../src/artifact/reach.ts';
import { PROTOCOL, type Reading, readingsOf, withReading } from '../../src/artifact/readings.ts';
import type { Configuration } from '../../src/curriculum/configuration.ts';
import type { Profile } from '../../src/params/params.ts';
import { type StageName, stageList } from '../../src/study/stages.ts';
import type { Stage } from '../outline.ts';
import { duplicateConfigurations, freezeConfigurations, trainConfigurations } from '../training/configurations.ts';
import { expectedSeconds } from '../training/duration.ts';
import { keyOf } from '../training/storedNetwork.ts';

/** A reading that the profile runs, or the protocol beside them (no reading), with what has to run for it. */
export interface Planned {
  name: string;
  reading: Reading | null;
  steps: StageName[];
}

/** One script under one reading, with the seconds that it is expected to take on one core. */
export interface Piece {
  name: string;
  step: StageName;
  cost: number;
}

/** Seconds for which a process starts, reads and writes. */
const START = 1;

/**
 * The protocol first, at the same scale and with the steps of all readings together, none where the profile runs no reading; then the readings in
 * the order of the profile.
 */
export function plannedReadings({ params, settings }: Pick<Stage, 'params' | 'settings'>): Planned[] {
  const all = readingsOf(params);
  const run = settings.readings.run.map((name) => {
    const reading = all.find((one) => one.name === name) as Reading;
    return { name, reading, steps: stepsUnder(stageList, reading.key).map(({ name: step }) => step) };
  });
  const steps = stepsOf(stageList)
    .map(({ name }) => name)
    .filter((step) => (step === 'train' && run.length > 0) || run.some((one) => one.steps.includes(step)));
  return [{ name: PROTOCOL, reading: null, steps }, ...run];
}

/** All that has to run, in order; a network costs something where it is asked for first, and nothing where the store has it. */
export function piecesOf(stage: Pick<Stage, 'params' | 'settings' | 'engine' | 'paths'>, planned: Planned[]): Piece[] {
  const known = new Set<string>();
  const training = (all: Configuration[]) =>
    all.reduce((sum, configuration) => {
      const key = keyOf(configuration);
      if (known.has(key) || existsSync(join(stage.paths.store, key, 'done.json'))) return sum;
      known.add(key);
      return sum + expectedSeconds(configuration);
    }, 0);
  return planned.flatMap(({ name, steps }) => {
    const params = withReading(stage.params, name);
    const settings = { ...stage.settings, ...stage.settings.readings };
    const described = { params, settings, engine: stage.engine };
    const main = trainConfigurations(described);
    const seconds: Partial<Record<StageName, () => number>> = {
      train: () => training(main),
      freeze: () => training(freezeConfigurations(described)),
      duplicate: () => training(duplicateConfigurations(described)),
      generalize: () => generalizing(main, settings, params.generalize),
      perturb: () => perturbing(main, settings),
      timescales: () => measuring(main, settings, params.timescales),
    };
    return [
      ...steps.map((step): Piece => ({ name, step, cost: START + (seconds[step]?.() ?? 0) })),
      { name, step: 'claims', cost: START },
    ];
  });
}

type Sizes = { modularSize: number; nonModularSize: number };

function ofSizes(main: Configuration[], { modularSize, nonModularSize }: Sizes): Configuration[] {
  return main.filter(({ architecture, size }) => size === (architecture === 'modular' ? modularSize : nonModularSize));
}

/** What follows is fitted to runs of the quick profile on one core. */
function generalizing(main: Configuration[], { generalize }: Profile, own: Sizes & { reading: string }): number {
  const { K, epochs } = generalize;
  return ofSizes(main, own).length * K.length * epochs * (own.reading === 'module/all' ? 1 : 0.5);
}

function perturbing(main: Configuration[], { perturb, train }: Profile): number {
  const madds = main.reduce(
    (sum, { architecture, size }) => sum + (architecture === 'modular' ? 2 * size * size * train.epochs : size * size),
    0,
  );
  return madds * perturb.draws * perturb.epsilons.count * 2.5e-6;
}

function measuring(main: Configuration[], { timescales, train }: Profile, sizes: Sizes): number {
  const { steps, trials, everyN, seeds } = timescales;
  const neurons = ofSizes(main, sizes)
    .filter(({ seed }) => seeds.includes(seed))
    .reduce((sum, { size }) => sum + (size * train.epochs) / everyN, 0);
  return neurons * steps * trials * 1.2e-7;
}
