import type { Study } from '../src/artifact/study.ts';
import { claims } from '../src/claims/index.ts';
import { type Configuration, networkId } from '../src/curriculum/configuration.ts';
import { panels } from '../src/figures/index.ts';
import type { Params, Profile } from '../src/params/params.ts';
import type { StageName, TrainingStage } from '../src/study/stages.ts';
import { stream } from '../src/task/stream.ts';
import { outline } from './outline.ts';
import {
  deepConfigurations,
  duplicateConfigurations,
  freezeConfigurations,
  trainConfigurations,
} from './training/configurations.ts';
import { expectedSeconds } from './training/duration.ts';
import type { EngineName } from './training/engines.ts';
import { FINAL_FILE } from './training/files.ts';
import { keyOf } from './training/storedNetwork.ts';

const CONFIGURATIONS: Record<TrainingStage, typeof trainConfigurations> = {
  train: trainConfigurations,
  freeze: freezeConfigurations,
  duplicate: duplicateConfigurations,
  deep: deepConfigurations,
};

/** All that the machinery has to know of this paper. */
export const study: Study<Params, Configuration, ReturnType<(typeof claims)[number]['judge']>, StageName> = {
  ...outline,
  panels,
  claims,
  training: {
    configurations: (stage, { params, settings, engine }) =>
      CONFIGURATIONS[stage as TrainingStage]({ params, settings: settings as Profile, engine: engine as EngineName }),
    id: networkId,
    key: keyOf,
    seconds: (configuration, history = []) => expectedSeconds(configuration, history),
    mainFile: FINAL_FILE,
    worker: new URL('./workers/train.ts', import.meta.url),
  },
  random: (seed, purpose) => stream(seed, purpose),
};
