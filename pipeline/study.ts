import { join } from 'node:path';
import type { Study } from '../src/artifact/study.ts';
import { beyond } from '../src/claims/beyond.ts';
import { claims } from '../src/claims/index.ts';
import { findingSentence } from '../src/claims/sentence.ts';
import { type Configuration, networkId } from '../src/curriculum/configuration.ts';
import { panels } from '../src/figures/index.ts';
import type { Params, Profile } from '../src/params/params.ts';
import type { StageName, TrainingStage } from '../src/study/stages.ts';
import { stream } from '../src/task/stream.ts';
import { pathsOf, ROOT } from './driver/paths.ts';
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
export const study: Study<Params, Configuration, StageName> = {
  ...outline,
  panels,
  claims: [...claims, ...beyond].map((claim) => ({
    ...claim,
    judge(tables, { settings, ...context }) {
      const judgement = claim.judge(tables, { ...context, epochs: (settings as Profile).train.epochs });
      return { ...judgement, finding: findingSentence(judgement) };
    },
  })),
  training: {
    configurations: (stage, { params, settings, engine }) =>
      CONFIGURATIONS[stage as TrainingStage]({ params, settings: settings as Profile, engine: engine as EngineName }),
    id: networkId,
    key: keyOf,
    seconds: (configuration, history = []) => expectedSeconds(configuration, history),
    mainFile: FINAL_FILE,
    worker: new URL('./workers/train.ts', import.meta.url),
  },
  async report({ root, profile, folder }) {
    const { buildPages } = await import('../site/src/build.ts');
    const { artifacts, params } = pathsOf(profile, root);
    const [bench, reference] = ['bench', 'reference'].map((name) => join(root, 'artifacts', name));
    return buildPages({ root: ROOT, profile, artifacts, bench, reference, params, folder, base: '/' });
  },
  random: (seed, purpose) => stream(seed, purpose),
};
