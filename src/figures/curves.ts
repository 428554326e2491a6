import * as Plot from '@observablehq/plot';
import type { Row } from '../artifact/table.ts';
import { faint, muted } from './colour.ts';
import { type Axes, draw, isNarrow, positions, significant } from './frame.ts';
import { endLabels, key, type Label } from './label.ts';
import type { PanelOptions } from './panel.ts';
import { band, bars, seedLines, tellSpread } from './spread.ts';

export { significant };

/** One line of a panel: the mean over seeds, and the seeds behind it. */
export interface Curve {
  label: string;
  /** Used below 480 pixels, and in a key under the heading of its column. */
  short?: string;
  /** Heading of its column in a corner's key. */
  column?: string;
  colour: string;
  /** SVG dash pattern. */
  dash?: string;
  /** Of the mean's line, in pixels. */
  width?: number;
  /** Left out of a key that would be too long. */
  unnamed?: boolean;
  /** Rows of kind 'mean', x ascending. */
  means: readonly Row[];
  /** Rows of kind 'seed' of all seeds; thin, one line a seed, where single seeds are asked for. */
  seeds?: readonly Row[];
}

export interface CurvesOptions extends Axes {
  curves: readonly Curve[];
  /** Columns of x and value in the rows. */
  columns: { x: string; value: string };
  /** What the paper's band (or, with `bars`, its error bars) around a mean shows; nothing to switch where null. */
  spread: 'deviation' | 'error' | null;
  /** Whether the rows of a seed are those of a network that solved nothing, which is always drawn; by N solved unless told. */
  stuck?: (rows: readonly Row[]) => boolean;
  bars?: boolean;
  /** Dots at the points of the mean. */
  dots?: boolean;
  /** Where curves are named: beside their ends, or in the empty upper right corner. */
  naming: 'ends' | 'corner';
  /** A level that is always marked, such as chance. */
  level?: { value: number; label: string; side?: 'left' | 'right' };
  /** Further marks below the curves. */
  under?: readonly Plot.Markish[];
  /** Further marks above them. */
  over?: readonly Plot.Markish[];
  /** Says one point in a tooltip. */
  tip?: (row: Row, curve: Curve) => string;
}

/** Curves over seeds: a band or thin single seeds, a strong mean, names at the line ends. */
export function curves(spec: CurvesOptions, options: PanelOptions): Element {
  const { columns } = spec;
  const narrow = isNarrow(options);
  const drawn = spec.curves.filter((curve) => curve.means.length > 0);
  const place = positions(spec, options);
  const marks: Plot.Markish[] = [...(spec.under ?? [])];
  if (spec.level) marks.push(...level(spec.level, spec));
  for (const curve of drawn) marks.push(...band(curve, spec, options));
  for (const curve of drawn) marks.push(...seedLines(curve, spec, options));
  for (const curve of drawn) marks.push(...bars(curve, spec, options), ...meanLine(curve, spec, narrow));
  const labels: Label[] = drawn
    .filter((curve) => !curve.unnamed)
    .map((curve) => {
      const last = curve.means[curve.means.length - 1];
      return {
        text: narrow || (curve.column && spec.naming === 'corner') ? (curve.short ?? curve.label) : curve.label,
        column: curve.column,
        colour: curve.colour,
        x: Number(last[columns.x]),
        y: clamp(Number(last[columns.value]), spec.y.domain),
      };
    });
  marks.push(...(spec.naming === 'ends' ? endLabels(labels, place) : key(labels, place)));
  marks.push(...(spec.over ?? []));
  if (options.interactive && drawn.length > 0) marks.push(tips(drawn, spec, options));
  return draw(marks, spec, options, drawn.length === 0);
}

function meanLine(curve: Curve, spec: CurvesOptions, narrow: boolean): Plot.Markish[] {
  const { x, value } = spec.columns;
  const rows = curve.means.filter((row) => row[value] !== null);
  const marks: Plot.Markish[] = [];
  marks.push(
    Plot.line(rows, {
      x,
      y: value,
      stroke: curve.colour,
      strokeWidth: curve.width ?? (narrow ? 1.8 : 2.2),
      strokeDasharray: curve.dash,
      strokeLinejoin: 'round',
      ariaDescription: `${curve.label}, mean`,
    }),
  );
  // A mean of one point has no line to be seen.
  if (spec.dots || rows.length === 1)
    marks.push(Plot.dot(rows, { x, y: value, r: narrow ? 2.2 : 2.8, fill: curve.colour }));
  return marks;
}

function level(
  { value, label, side = 'left' }: NonNullable<CurvesOptions['level']>,
  spec: CurvesOptions,
): Plot.Markish[] {
  return [
    Plot.ruleY([value], { stroke: muted, strokeDasharray: '2 3' }),
    Plot.text([label], {
      x: spec.x.domain[side === 'left' ? 0 : 1],
      y: value,
      dx: side === 'left' ? 4 : -2,
      dy: -7,
      textAnchor: side === 'left' ? 'start' : 'end',
      fill: muted,
      stroke: 'var(--figure-background, #ffffff)',
      strokeWidth: 3,
      text: (text: string) => text,
    }),
  ];
}

function tips(drawn: readonly Curve[], spec: CurvesOptions, options: PanelOptions): Plot.Markish {
  const { x, value } = spec.columns;
  const points = drawn.flatMap((curve) =>
    curve.means
      .filter((row) => row[value] !== null)
      .map((row) => ({ row, curve, x: Number(row[x]), y: Number(row[value]) })),
  );
  type Point = (typeof points)[number];
  return Plot.tip(
    points,
    Plot.pointer({
      x: 'x',
      y: 'y',
      maxRadius: 60,
      stroke: faint,
      fill: 'var(--figure-background, #ffffff)',
      title: ({ row, curve }: Point) => spec.tip?.(row, curve) ?? describe(row, curve, spec, options),
    }),
  );
}

function describe(row: Row, curve: Curve, spec: CurvesOptions, options: PanelOptions): string {
  const { columns, x, y } = spec;
  const seeds = typeof row.seeds === 'number' ? `\n${row.seeds} ${row.seeds === 1 ? 'seed' : 'seeds'}` : '';
  return `${curve.label}\n${x.label}: ${significant(Number(row[columns.x]))}\n${y.label}: ${significant(Number(row[columns.value]))}${tellSpread(row, spec, options)}${seeds}`;
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(Math.max(low, high), Math.max(Math.min(low, high), value));
}
