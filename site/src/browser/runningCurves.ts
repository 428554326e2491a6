import { type ChartLine, drawChart, wholeTicks } from './lab/chart.ts';

/** Pixels. */
const HEIGHT = 190;

/** A network that trains in the page. */
export interface TrainingCurve {
  /** Its condition, as it stands after 'with'. */
  words: string;
  /** A CSS colour. */
  colour: string;
  /** N solved by epoch. */
  points: [number, number][];
  /** Whether each solved step has the archive's bytes; null where there is nothing to compare with. */
  same: (boolean | null)[];
}

/** N solved by epoch: of the archived network, dotted, and of those that train. */
export function curvesOf(
  runners: readonly TrainingCurve[],
  archived: TrainingCurve['points'],
  epochs: number,
  width: number,
): string {
  const curves = [{ words: 'as archived', points: archived }, ...runners];
  const most = Math.max(5, ...curves.flatMap(({ points }) => points.map(([, N]) => N))) + 1;
  return drawChart({
    width,
    height: HEIGHT,
    name: `N solved by epoch. ${curves.map(({ words, points }) => `${words}: ${points.at(-1)?.[1]}`).join('; ')}.`,
    x: { label: 'epoch', domain: [0, epochs], ticks: wholeTicks([0, epochs], 8) },
    y: { label: 'N solved', domain: [0, most], ticks: wholeTicks([0, most], 6) },
    lines: [
      { points: archived, colour: 'var(--modular)', steps: true, dash: '1 4', width: 1.6 },
      ...runners
        .filter(({ points }) => points.length > 1)
        .map(({ points, colour }): ChartLine => ({ points, colour, steps: true, width: 2.4 })),
    ],
  });
}
