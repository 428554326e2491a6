import * as Plot from '@observablehq/plot';
import type { Cell, Row } from '../../../src/artifact/table.ts';
import type { CellChange, TableChange } from '../../../src/comparison/change.ts';
import { byWeight } from '../../../src/comparison/table.ts';
import { faint, groupColour, muted, networkColour, neutral } from '../../../src/figures/colour.ts';
import { type Axes, draw, extent, isNarrow, positions } from '../../../src/figures/frame.ts';
import { endLabels } from '../../../src/figures/label.ts';
import type { PanelOptions } from '../../../src/figures/panel.ts';
import type { Architecture } from '../../../src/network/network.ts';

/** Series drawn over each other at most: those that moved furthest. */
const MOST = 6;

/** One point of a series that moved: its x and its value on each side; null where a side has none. */
interface Point {
  x: number;
  before: number | null;
  after: number | null;
}

interface Series {
  name: string;
  columns: Record<string, Cell>;
  points: Point[];
}

/** The series of a panel that moved, on both sides. */
export interface Overlay {
  /** 'mean', or another kind of rows where the panel has no means. */
  kind: string;
  x: string;
  /** The column that moved most. */
  column: string;
  series: Series[];
  /** Series that moved too and are not drawn. */
  left: number;
}

/** The data of both sides as lines over one x, of the column that moved most; null where nothing moved along an x. */
export function overlayOf(before: readonly Row[], after: readonly Row[], table: TableChange): Overlay | null {
  const moved = byWeight(table.cells).filter(({ x, change }) => x !== null && change !== null);
  const [first] = moved;
  if (!first?.x) return null;
  const { kind, column } = first;
  const { column: x } = first.x;
  const ranked = moved.filter((cell) => cell.kind === kind && cell.column === column);
  const lines = [...new Map(ranked.map((cell) => [lineName(cell), cell]))];
  const series = lines.slice(0, MOST).map(([name, cell]): Series => {
    const isOfLine = (row: Row) =>
      row.kind === kind &&
      (row.seed ?? null) === cell.seed &&
      Object.entries(cell.series).every(([key, value]) => (row[key] ?? null) === value);
    return {
      name,
      columns: cell.series,
      points: pointsOf(before.filter(isOfLine), after.filter(isOfLine), x, column),
    };
  });
  return { kind, x, column, series, left: lines.length - series.length };
}

/** Both sides over each other: dashed before, solid after. */
export function drawOverlay(overlay: Overlay, options: PanelOptions): Element {
  const values = overlay.series
    .flatMap(({ points }) => points.flatMap(({ before, after }) => [before, after]))
    .filter(isNumber);
  const axes = axesOf(overlay, `${overlay.column}, ${overlay.kind}`, padded(values), options);
  const colours = coloursOf(overlay);
  const marks = overlay.series.flatMap((series, i) => [
    ...line(series, 'before', colours[i], '4 3'),
    ...line(series, 'after', colours[i]),
  ]);
  return draw([...marks, ...names(overlay, 'after', axes, options)], axes, options, values.length === 0);
}

/** After less before of the same lines, with the level of no change. */
export function drawDifference(overlay: Overlay, options: PanelOptions): Element {
  const series = overlay.series.map((curve) => ({
    ...curve,
    points: curve.points.map(({ x, before, after }) => ({
      x,
      before: null,
      after: before === null || after === null ? null : after - before,
    })),
  }));
  const differences = { ...overlay, series };
  const values = series.flatMap(({ points }) => points.map(({ after }) => after)).filter(isNumber);
  const axes = {
    ...axesOf(overlay, 'after less before', padded([0, ...values]), options),
    height: isNarrow(options) ? 190 : 220,
  };
  const colours = coloursOf(overlay);
  const marks = series.flatMap((curve, i) => line(curve, 'after', colours[i]));
  const zero = Plot.ruleY([0], { stroke: muted, strokeDasharray: '2 3' });
  return draw([zero, ...marks, ...names(differences, 'after', axes, options)], axes, options, values.length === 0);
}

function line({ points }: Series, side: 'before' | 'after', stroke: string, strokeDasharray?: string): Plot.Markish[] {
  const given = points.filter((point) => point[side] !== null);
  const drawn = Plot.line(given, {
    x: 'x',
    y: side,
    stroke,
    strokeWidth: side === 'before' ? 1.4 : 2,
    strokeDasharray,
  });
  if (given.length > 12) return [drawn];
  const hollow = side === 'before';
  const dots = Plot.dot(given, {
    x: 'x',
    y: side,
    r: 2.6,
    fill: hollow ? faint : stroke,
    stroke,
    strokeWidth: hollow ? 1 : 0,
  });
  return [drawn, dots];
}

function names(overlay: Overlay, side: 'after', axes: Axes, options: PanelOptions): Plot.Markish[] {
  if (isNarrow(options)) return [];
  const colours = coloursOf(overlay);
  const labels = overlay.series.flatMap(({ name, points }, i) => {
    const last = points.findLast((point) => point[side] !== null);
    return last ? [{ text: shorten(name), colour: colours[i], x: last.x, y: Number(last[side]) }] : [];
  });
  return endLabels(labels, positions(axes, options));
}

/** Of a key beside a drawing that is too narrow for names. */
export function coloursOf({ series }: Overlay): string[] {
  const networks = series.map(({ columns }) => `${columns.architecture} ${columns.size}`);
  const isNetwork = series.every(({ columns }) => columns.architecture && columns.size);
  if (isNetwork && new Set(networks).size === series.length)
    return series.map(({ columns }) => networkColour(columns.architecture as Architecture, Number(columns.size)));
  const hues = [
    networkColour('modular', 15),
    networkColour('non-modular', 91),
    groupColour('feedforward'),
    groupColour('recurrent'),
    groupColour('tau'),
    neutral,
  ];
  return series.map((_, i) => hues[i % hues.length]);
}

function axesOf({ x, series }: Overlay, label: string, domain: [number, number], options: PanelOptions): Axes {
  const xs = series.flatMap(({ points }) => points.map((point) => point.x));
  const isLog = x === 'epsilon' && xs.every((value) => value > 0);
  const whole = xs.every(Number.isInteger);
  const [low, high] = extent(xs, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
  const longest = Math.max(0, ...series.map(({ name }) => shorten(name).length));
  return {
    x: {
      label: x,
      type: isLog ? 'log' : 'linear',
      domain: low === high ? [low * 0.9 - 0.1, high * 1.1 + 0.1] : [low, high],
      whole: whole && !isLog,
      ...(isLog && { ticks: decades(low, high), tickFormat: (value: number) => String(value) }),
    },
    y: { label, domain },
    margin: { right: Math.min(220, 30 + 6.3 * longest), rightNarrow: 12, left: 56, top: 34 },
    height: isNarrow(options) ? 230 : 300,
  };
}

function decades(low: number, high: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const found = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) =>
    Number((10 ** (first + i)).toPrecision(3)),
  );
  return found.length > 0 ? found : [low];
}

/** The extent of values and a twentieth on both sides. */
function padded(values: readonly number[]): [number, number] {
  const [low, high] = extent(values, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(low)) return [0, 1];
  const room = (high - low || Math.abs(high) || 1) / 20;
  return [low - room, high + room];
}

function pointsOf(before: readonly Row[], after: readonly Row[], x: string, column: string): Point[] {
  const places = [...new Set([...after, ...before].map((row) => Number(row[x])))].sort((a, b) => a - b);
  // Of several rows at a place the first counts.
  const [was, is] = [before, after].map(
    (rows) => new Map(rows.toReversed().map((row) => [Number(row[x]), row[column]])),
  );
  const at = (cells: ReadonlyMap<number, Cell>, place: number) => {
    const cell = cells.get(place);
    return isNumber(cell) ? cell : null;
  };
  return places.map((place) => ({ x: place, before: at(was, place), after: at(is, place) }));
}

function lineName({ name, seed }: CellChange): string {
  return seed === null ? name : `${name} seed ${seed}`.trim();
}

function shorten(name: string): string {
  return name.length > 32 ? `${name.slice(0, 31)}…` : name;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
