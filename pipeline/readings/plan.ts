import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { settingsAt } from '../../src/artifact/profile.ts';
import { planReadings } from '../../src/artifact/reach.ts';
import { type Reading, readingsOf, withReading } from '../../src/artifact/readings.ts';
import type { Configuration } from '../../src/curriculum/configuration.ts';
import { type StageName, stageList } from '../../src/study/stages.ts';
import type { Stage } from '../outline.ts';
import { duplicateConfigurations, freezeConfigurations, trainConfigurations } from '../training/configurations.ts';
import { expectedSeconds } from '../training/duration.ts';
import { keyOf } from '../training/storedNetwork.ts';
import { generalizeJobs } from '../workers/generalize.ts';
import { perturbJobs } from '../workers/perturb.ts';
import { timescalesJobs } from '../workers/timescales.ts';

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

/** The protocol at the scale of readings first, then the readings in the order of the profile. */
export function plannedReadings({ params, settings }: Pick<Stage, 'params' | 'settings'>): Planned[] {
  const all = readingsOf(params);
  const run = settings.readings.run.map((name) => all.find((one) => one.name === name) as Reading);
  return planReadings(stageList, run);
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
    const settings = settingsAt(stage.settings, name);
    const described = { params, settings, engine: stage.engine };
    const main = trainConfigurations(described);
    const networks = main.map((configuration) => ({ id: '', key: '', configuration }));
    const seconds: Partial<Record<StageName, () => number>> = {
      train: () => training(main),
      freeze: () => training(freezeConfigurations(described)),
      duplicate: () => training(duplicateConfigurations(described)),
      generalize: () => measuring(generalizeJobs(described, networks)),
      perturb: () => measuring(perturbJobs(described, networks)),
      timescales: () => measuring(timescalesJobs(described, networks)),
    };
    return [
      ...steps.map((step): Piece => ({ name, step, cost: START + (seconds[step]?.() ?? 0) })),
      { name, step: 'claims', cost: START },
    ];
  });
}

function measuring(jobs: readonly { seconds: number }[]): number {
  return jobs.reduce((sum, { seconds }) => sum + seconds, 0);
}
