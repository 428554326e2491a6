import type { Outline } from '../src/artifact/study.ts';
import { KERNEL_VERSION } from '../src/engine/simd/version.ts';
import { loadParams, type Params } from '../src/params/params.ts';
import { type StageName, stageList } from '../src/study/stages.ts';
import * as driver from './driver/stage.ts';
import { ENGINES, type EngineName } from './training/engines.ts';

/** What of this study the driver and the store have to know. */
export const outline: Outline<Params, StageName> = {
  stages: stageList,
  engines: ENGINES,
  shared: ['bench', 'reference'],
  kernelVersion: KERNEL_VERSION,
  params: loadParams,
};

/** What a stage script of this study works with. */
export type Stage = driver.Stage<Params, EngineName>;

/** Runs one stage script of this study. */
export function runStage(name: StageName, main: (stage: Stage) => void | Promise<void>): Promise<void> {
  return driver.runStage(outline, name, main);
}

/** The parameters of this study, from params.yaml of the checkout. */
export function readParams(root?: string): Params {
  return driver.readParams(outline, root);
}
