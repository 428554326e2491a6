import { type ChartLine, drawChart, wholeTicks } from './lab/chart.ts';

/** Pixels. */
const HEIGHT = 190;

/** A network that trains in the page. */
export interface TrainingCurve {
  /** What it is, or its condition. */
  words: string;
  /** A CSS colour. */
  colour: string;
  /** N solved by epoch. */
  points: [number, number][];
  /** Whether each solved step has the archive's bytes; null where there is nothing to compare with. */
  same: (boolean | null)[];
}

/** A network as it was archived. */
export type ArchivedCurve = Pick<TrainingCurve, 'colour' | 'points'>;

/** N solved by epoch: of archived networks, dotted, and of those that train. */
export function curvesOf(
  runners: readonly TrainingCurve[],
  archived: readonly ArchivedCurve[],
  epochs: number,
  width: number,
): string {
  const curves = [...archived.map(({ points }) => ({ words: 'as archived', points })), ...runners];
  const most = Math.max(5, ...curves.flatMap(({ points }) => points.map(([, N]) => N))) + 1;
  return drawChart({
    width,
    height: HEIGHT,
    name: `N solved by epoch. ${curves.map(({ words, points }) => `${words}: ${points.at(-1)?.[1]}`).join('; ')}.`,
    x: { label: 'epoch', domain: [0, epochs], ticks: wholeTicks([0, epochs], 8) },
    y: { label: 'N solved', domain: [0, most], ticks: wholeTicks([0, most], 6) },
    lines: [
      ...archived.map((curve): ChartLine => ({ ...curve, steps: true, dash: '1 4', width: 1.6 })),
      ...runners
        .filter(({ points }) => points.length > 1)
        .map(({ points, colour }): ChartLine => ({ points, colour, steps: true, width: 2.4 })),
    ],
  });
}
