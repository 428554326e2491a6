import * as Plot from '@observablehq/plot';
import type { Row } from '../artifact/table.ts';
import { muted } from './colour.ts';
import type { Curve, CurvesOptions } from './curve.ts';
import { draw, isNarrow, positions, significant } from './frame.ts';
import { dashKey, endLabels, key, type LineLabel } from './label.ts';
import { linksOf, marked, type PanelLayout, type PanelPoint, type PanelSeries } from './layout.ts';
import type { PanelOptions } from './panel.ts';
import { band, bars, describeSpread, drawnSeeds, seedLines } from './spread.ts';

/** Curves over seeds: a band or thin single seeds, a strong mean, names at the line ends. */
export function curves(spec: CurvesOptions, options: PanelOptions): Element {
  const { columns } = spec;
  const narrow = isNarrow(options);
  const all = spec.curves.filter((curve) => curve.means.length > 0);
  const drawn = all.filter((curve) => !options.hidden?.has(seriesOf(curve).key));
  const place = positions(spec, options);
  const { under } = spec;
  const marks: Plot.Markish[] = under ? drawn.map(under) : [];
  if (spec.level) marks.push(...level(spec.level, spec));
  for (const curve of drawn) marks.push(...band(curve, spec, options));
  for (const curve of drawn) marks.push(...seedLines(curve, spec, options));
  for (const curve of drawn) marks.push(...bars(curve, spec, options), ...meanLine(curve, spec, options));
  const labels: LineLabel[] = drawn
    .filter((curve) => !curve.unnamed)
    .map((curve) => {
      const last = curve.means[curve.means.length - 1];
      return {
        text: narrow || (curve.column && spec.naming === 'corner') ? (curve.short ?? curve.label) : curve.label,
        column: curve.column,
        colour: curve.colour,
        x: Number(last[columns.x]),
        y: clamp(Number(last[columns.value]), spec.y.domain),
        ...marked(linksOf(curve), options),
      };
    });
  marks.push(...(spec.naming === 'ends' ? endLabels(labels, place) : key(labels, place)));
  marks.push(...(spec.over ?? []), ...dashKey(spec.dashes ?? [], place, spec.y.label));
  if (options.interactive) options.onLayout?.(layoutOf(all, drawn, spec, options));
  return draw(marks, spec, options, all.length === 0);
}

function meanLine(curve: Curve, spec: CurvesOptions, options: PanelOptions): Plot.Markish[] {
  const narrow = isNarrow(options);
  const style = marked(linksOf(curve), options);
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
      ...style,
    }),
  );
  // A line through one point is invisible.
  if (spec.dots || rows.length === 1)
    marks.push(Plot.dot(rows, { x, y: value, r: narrow ? 2.2 : 2.8, fill: curve.colour, ...style }));
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

/** The series of a curve. */
function seriesOf(curve: Curve): PanelSeries {
  const { key, colour, group, dash } = curve;
  if (group) return { ...group, colour, links: [group.key] };
  return { key, label: nameOf(curve), colour, links: linksOf(curve), ...(dash && { dash }) };
}

function nameOf({ name, label }: Curve): string {
  return name ?? label;
}

function layoutOf(
  all: readonly Curve[],
  drawn: readonly Curve[],
  spec: CurvesOptions,
  options: PanelOptions,
): PanelLayout {
  const { columns, x, y } = spec;
  const series = new Map(all.map((curve) => [seriesOf(curve).key, seriesOf(curve)]));
  const place = positions(spec, options);
  const points = drawn.flatMap((curve) => {
    const { key } = seriesOf(curve);
    const point = (row: Row, line: string): PanelPoint => ({
      series: key,
      line,
      // A point on an axis of tasks also highlights the module of its task.
      links: [...linksOf(curve), ...(columns.x === 'N' ? [`module-${row.N}`] : [])],
      label: nameOf(curve),
      tooltip: tooltipOf(row, curve, spec, options),
      row,
      x: place.x(Number(row[columns.x])),
      y: place.y(clamp(Number(row[columns.value]), spec.y.domain)),
    });
    const seeds = drawnSeeds(curve, spec, options).flatMap((rows) =>
      rows.map((row) => point(row, `${curve.key} seed ${row.seed}`)),
    );
    const means = curve.means.filter((row) => row[columns.value] !== null);
    return [...means.map((row) => point(row, curve.key)), ...seeds];
  });
  return {
    series: [...series.values()],
    points,
    x: { column: columns.x, label: x.label },
    y: { column: columns.value, label: y.label },
    place,
  };
}

function tooltipOf(row: Row, curve: Curve, spec: CurvesOptions, options: PanelOptions): PanelPoint['tooltip'] {
  const { columns, x, y, tooltip } = spec;
  if (tooltip) return tooltip(row, curve).map((line) => ['', line]);
  const value = (column: string) => significant(Number(row[column]));
  const spread = row.kind === 'seed' ? [] : describeSpread(row, spec.spread, options.spread);
  return [[x.label, value(columns.x)], [y.label, value(columns.value)], ...spread];
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(Math.max(low, high), Math.max(Math.min(low, high), value));
}
