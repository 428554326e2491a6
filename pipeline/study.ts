import { join } from 'node:path';
import type { Analysis, Measurement, PlannedNetwork, Study } from '../src/artifact/study.ts';
import { beyond } from '../src/claims/beyond.ts';
import { claims } from '../src/claims/index.ts';
import { findingSentence } from '../src/claims/sentence.ts';
import { type Configuration, networkId } from '../src/curriculum/configuration.ts';
import { panels } from '../src/figures/index.ts';
import type { Params, Profile } from '../src/params/params.ts';
import type { StageName, TrainingStage } from '../src/study/stages.ts';
import { stream } from '../src/task/stream.ts';
import { pathsOf, ROOT } from './driver/paths.ts';
import { reportedProtocols } from './driver/protocols.ts';
import { cardOfRun } from './network/card.ts';
import { outline, readParams, type Stage } from './outline.ts';
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
import { generalizeJobs } from './workers/generalize.ts';
import { perturbJobs } from './workers/perturb.ts';
import { redundancyJobs } from './workers/redundancy.ts';
import { timescalesJobs } from './workers/timescales.ts';

const CONFIGURATIONS: Record<TrainingStage, typeof trainConfigurations> = {
  train: trainConfigurations,
  freeze: freezeConfigurations,
  duplicate: duplicateConfigurations,
  deep: deepConfigurations,
};

type Described = Pick<Stage, 'params' | 'settings' | 'engine'>;

function analysis(
  stage: StageName,
  worker: URL,
  jobs: (
    at: Described,
    networks: readonly PlannedNetwork<Configuration>[],
  ) => Measurement<PlannedNetwork<Configuration>>[],
): Analysis<Params, Configuration, StageName> {
  return {
    stage,
    worker,
    jobs: ({ params, settings, engine }, networks) =>
      jobs({ params, settings: settings as Profile, engine: engine as EngineName }, networks),
  };
}

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
  analyses: [
    analysis('generalize', new URL('./workers/generalize.ts', import.meta.url), generalizeJobs),
    analysis('perturb', new URL('./workers/perturb.ts', import.meta.url), perturbJobs),
    analysis('timescales', new URL('./workers/timescales.ts', import.meta.url), timescalesJobs),
    analysis('redundancy', new URL('./workers/redundancy.ts', import.meta.url), redundancyJobs),
  ],
  async report({ root, profile, folder }) {
    const { buildPages } = await import('../site/src/build.ts');
    const { artifacts, params } = pathsOf(profile, root);
    const [bench, reference] = ['bench', 'reference'].map((name) => join(root, 'artifacts', name));
    const protocols = reportedProtocols(readParams(root), profile, root);
    const shown = { profile, artifacts, bench, reference, params, ...protocols };
    return buildPages({ root: ROOT, told: root, folder, base: '/', ...shown });
  },
  card: cardOfRun,
  random: (seed, purpose) => stream(seed, purpose),
};
