import { conservation } from './conservation.ts';
import { deepHeads, deepLearning } from './deep.ts';
import { duplication, largerDuplication, noisyDuplication } from './duplication.ts';
import { freezing } from './freezing.ts';
import { generalization } from './generalization.ts';
import { learning } from './learning.ts';
import { networks } from './networks.ts';
import type { Drawing, Panel } from './panel.ts';
import { pareto, paretoOfNeurons } from './pareto.ts';
import { rate } from './rate.ts';
import { redundancyOfLarge, redundancyOfSmall } from './redundancy.ts';
import { referenceRecurrent, referenceTasks, referenceTau, referenceTimescales } from './reference.ts';
import { connections, connectionsAtEqualN, timeConstants, timeConstantsAtEqualN } from './robustness.ts';
import { costBySize, costByTask, rateBySize, rateByTask } from './scaling.ts';
import { feedforwardSensitivity, recurrentSensitivity } from './sensitivity.ts';
import { speed } from './speed.ts';
import { effectiveTimescales, trainedTimescales } from './timescales.ts';

/** Every panel of the report, in the order of the paper; those marked `beyond` are not in the paper. */
export const panels: readonly Panel[] = [
  networks,
  learning,
  pareto,
  paretoOfNeurons,
  generalization,
  deepLearning,
  deepHeads,
  connections,
  timeConstants,
  connectionsAtEqualN,
  timeConstantsAtEqualN,
  trainedTimescales,
  effectiveTimescales,
  feedforwardSensitivity,
  recurrentSensitivity,
  conservation,
  freezing,
  duplication,
  largerDuplication,
  noisyDuplication,
  redundancyOfSmall,
  redundancyOfLarge,
];

/** The panel of an id; undefined for an unknown one. */
export function panelOf(id: string): Panel | undefined {
  return panels.find((panel) => panel.id === id);
}

/** Drawings of the benchmark, which are no panels of the paper. */
export const measurements: readonly Drawing[] = [speed, rate, costByTask, rateByTask, costBySize, rateBySize];

/** Drawings of the reference network, which the paper's group trained. */
export const referenceDrawings: readonly Drawing[] = [
  referenceTasks,
  referenceRecurrent,
  referenceTau,
  referenceTimescales,
];

/** The panel or other drawing of an id; undefined for an unknown one. */
export function drawingOf(id: string): Drawing | undefined {
  return panelOf(id) ?? [...measurements, ...referenceDrawings].find((drawing) => drawing.id === id);
}
