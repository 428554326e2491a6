import type { Architecture } from '../../../../src/network/network.ts';
import { drawChart, wholeTicks } from './chart.ts';
import type { LabEpoch } from './messages.ts';

/** A network with its history, as its learning curve needs it. */
export interface Learner {
  architecture: Architecture;
  nSolved: number;
  history: readonly LabEpoch[];
}

export interface LearningOptions {
  /** The curriculum step that is shown. */
  N: number;
  /** Pixels. */
  width: number;
}

/** N solved by epoch, with the current curriculum step marked on both curves. Pure: the same at build time and in the page. */
export function learningChart(learners: readonly Learner[], { N, width }: LearningOptions): string {
  const curves = learners.map((learner) => {
    const points = learner.history.map(({ epoch, nSolved }): [number, number] => [epoch, nSolved]);
    const shown = Math.min(N, learner.nSolved);
    const epoch = points.find(([, solved]) => solved >= shown)?.[0];
    return { ...learner, points, shown, epoch, colour: `var(--${learner.architecture})` };
  });
  const epochs = Math.max(2, ...curves.map(({ points }) => points.at(-1)?.[0] ?? 2));
  const most = Math.max(5, ...curves.map(({ nSolved }) => nSolved)) + 1;
  const words = curves.map(({ architecture, nSolved, epoch }) =>
    nSolved >= N
      ? `${architecture}: solved in epoch ${epoch}`
      : `${architecture}: not solved, it ends at N = ${nSolved}`,
  );
  return drawChart({
    width: Math.max(260, width),
    height: 110,
    name: `Learning curves of both networks. N = ${N}, ${words.join('; ')}.`,
    x: { label: 'epoch', domain: [0, epochs], ticks: wholeTicks([0, epochs], 8) },
    y: { label: 'N solved', domain: [0, most], ticks: wholeTicks([0, most], 4) },
    level: { y: N, label: '' },
    lines: curves.map(({ points, colour }) => ({ points, colour, steps: true, width: 2 })),
    marks: curves.flatMap(({ epoch, shown, colour }) => (epoch === undefined ? [] : [{ x: epoch, y: shown, colour }])),
    names: curves.map(({ architecture, points, colour }) => {
      const [x, y] = points.at(-1) ?? [0, 0];
      return { x, y: Math.max(most * 0.1, y - most * 0.2), text: architecture, colour, left: true };
    }),
  });
}

/** N solved by epoch, from 1 before the first one. */
export function solvedUntil(history: readonly LabEpoch[], epochs: number): [number, number][] {
  const rows = history
    .filter(({ epoch }) => epoch <= epochs)
    .map(({ epoch, nSolved }): [number, number] => [epoch, nSolved]);
  return [[0, 1], ...rows];
}
