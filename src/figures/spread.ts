import * as Plot from '@observablehq/plot';
import { numbers } from '../analysis/rows.ts';
import { groups, type Row } from '../artifact/table.ts';
import type { Curve, CurvesOptions } from './curve.ts';
import { significant } from './frame.ts';
import { linksOf, marked } from './layout.ts';
import type { PanelOptions, Spread } from './panel.ts';

/** The spreads to choose from, in this order; the first is that of the paper. */
export const SPREADS: readonly Spread[] = ['paper', 'interval', 'seeds'];

/** The name of a spread. */
export function spreadName(spread: Spread, paper: 'deviation' | 'error'): string {
  if (spread === 'interval') return 'bootstrap interval';
  if (spread === 'seeds') return 'single seeds';
  return paper === 'error' ? 'standard error' : 'standard deviation';
}

/** Lower and upper end of the spread around a mean; the mean itself without a spread. */
export function ends(row: Row, spec: CurvesOptions, { spread = 'paper' }: PanelOptions): [number, number] {
  const value = Number(row[spec.columns.value]);
  const clamp = (end: number) => Math.min(Math.max(...spec.y.domain), Math.max(Math.min(...spec.y.domain), end));
  if (spread === 'interval' && typeof row.low === 'number' && typeof row.high === 'number')
    return [clamp(row.low), clamp(row.high)];
  const half = spread === 'paper' && spec.spread ? Number(row[spec.spread] ?? 0) : 0;
  return [clamp(value - half), clamp(value + half)];
}

/** ['standard deviation', '1.2'] or ['bootstrap interval', '3 to 5'] of a mean; empty without a spread. */
export function describeSpread(
  row: Row,
  paper: 'deviation' | 'error' | null,
  spread: Spread = 'paper',
): [name: string, value: string][] {
  if (!paper || spread === 'seeds') return [];
  const name = spreadName(spread, paper);
  if (spread === 'interval') {
    if (typeof row.low !== 'number' || typeof row.high !== 'number') return [];
    return [[name, `${significant(row.low)} to ${significant(row.high)}`]];
  }
  const half = row[paper];
  return typeof half === 'number' ? [[name, significant(half)]] : [];
}

/** A stuck network: N solved stays 1. */
function solvedNothing(rows: readonly Row[]): boolean {
  const solved = numbers(rows, 'nSolved');
  return solved.length > 0 && Math.max(...solved) <= 1;
}

/**
 * Rows of the seeds that are drawn as lines, by seed: all if single seeds are chosen, else those of stuck networks, which no band would
 * show.
 */
export function drawnSeeds(curve: Curve, spec: CurvesOptions, { spread = 'paper' }: PanelOptions): Row[][] {
  const { value } = spec.columns;
  const isStuck = spec.stuck ?? solvedNothing;
  const rows = (curve.seeds ?? []).filter((row) => row[value] !== null);
  const lines = [...groups(rows, ['seed']).values()];
  return spread === 'seeds' || spec.spread === null ? lines : lines.filter(isStuck);
}

/** Thin lines of single seeds. */
export function seedLines(curve: Curve, spec: CurvesOptions, options: PanelOptions): Plot.Markish[] {
  const { spread = 'paper' } = options;
  const { x, value } = spec.columns;
  const shown = drawnSeeds(curve, spec, options);
  if (shown.length === 0) return [];
  return [
    Plot.line(shown.flat(), {
      x,
      y: value,
      z: 'seed',
      stroke: curve.colour,
      strokeWidth: 0.9,
      strokeOpacity: spread === 'seeds' ? 0.6 : 0.75,
      strokeDasharray: curve.dash,
      ...marked(linksOf(curve), options),
      ariaDescription: `${curve.label}, ${spread === 'seeds' || spec.spread === null ? 'single seeds' : 'networks that solved nothing'}`,
    }),
  ];
}

/** The band around a mean; none if single seeds are drawn instead. */
export function band(curve: Curve, spec: CurvesOptions, options: PanelOptions): Plot.Markish[] {
  if (!spec.spread || spec.bars || options.spread === 'seeds') return [];
  return [
    Plot.areaY(curve.means, {
      x: spec.columns.x,
      y1: (row: Row) => ends(row, spec, options)[0],
      y2: (row: Row) => ends(row, spec, options)[1],
      fill: curve.colour,
      fillOpacity: 0.18,
      ...marked(linksOf(curve), options),
      ariaDescription: `${curve.label}, ${spreadName(options.spread ?? 'paper', spec.spread)}`,
    }),
  ];
}

/** Error bars on the points of a mean; none if single seeds are drawn instead. */
export function bars(curve: Curve, spec: CurvesOptions, options: PanelOptions): Plot.Markish[] {
  if (!spec.spread || !spec.bars || options.spread === 'seeds') return [];
  return [
    Plot.ruleX(
      curve.means.filter((row) => row[spec.columns.value] !== null),
      {
        x: spec.columns.x,
        y1: (row: Row) => ends(row, spec, options)[0],
        y2: (row: Row) => ends(row, spec, options)[1],
        stroke: curve.colour,
        strokeWidth: 1.2,
        marker: 'tick',
        ...marked(linksOf(curve), options),
      },
    ),
  ];
}
