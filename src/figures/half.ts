import * as Plot from '@observablehq/plot';
import type { Row } from '../artifact/table.ts';
import type { Architecture } from '../network/network.ts';
import { background, faint, muted, networkColour } from './colour.ts';
import { type Axes, positions, significant } from './frame.ts';
import { width } from './label.ts';
import { marked, sizeKey } from './layout.ts';
import type { PanelNumbers, PanelOptions } from './panel.ts';
import { ofKind } from './series.ts';

/** Kind of the rows with the ε at which half of the tasks are lost, one per size. */
export const HALF = 'half' as const;
/** Pixels per size in the strip, and above its first line. */
const LINE = 13;
const HEAD = 24;

/** Height of the strip under a panel in pixels: one line per size. */
export function halfStrip(rows: readonly Row[]): number {
  const lines = ofKind(rows, HALF).length;
  return lines === 0 ? 0 : HEAD + LINE * lines + 4;
}

/** The strip: for each size a dot at the ε of half, its interval as a line; hollow if the half of some network lies outside the grid. */
export function halfMarks(rows: readonly Row[], axes: Axes, options: PanelOptions, strip: number): Plot.Markish[] {
  const sizes = ofKind(rows, HALF);
  if (sizes.length === 0) return [];
  const place = positions(axes, options);
  const top = place.bottom - strip;
  const y = (row: Row) => place.atY(top + HEAD + LINE * (sizes.indexOf(row) + 0.5));
  const colour = (row: Row) => networkColour(row.architecture as Architecture, Number(row.size));
  const keyOf = (row: Row) => sizeKey(row.architecture, row.size);
  const known = sizes.filter((row) => row.epsilon !== null && !options.hidden?.has(keyOf(row)));
  // One mark per size if sizes can be highlighted separately.
  const each = options.interactive ? known.map((row) => [row]) : [known];
  const words = { textAnchor: 'start' as const, fill: muted, fontSize: 10.5, stroke: background, strokeWidth: 3 };
  const lit = (group: readonly Row[]) => marked(group.length > 0 ? [keyOf(group[0])] : [], options);
  return [
    Plot.text(['half of the tasks lost'], { x: [place.atX(place.left)], y: [place.atY(top + 14)], ...words }),
    // Beside the names, not through them.
    Plot.ruleY(sizes, {
      y,
      x1: (row: Row) => place.atX(place.left + width(nameOf(row)) + 4),
      stroke: faint,
      strokeOpacity: 0.6,
    }),
    Plot.text(sizes, {
      x: () => place.atX(place.left),
      y,
      text: nameOf,
      ...words,
    }),
    ...each.map((group) =>
      Plot.link(group, {
        x1: 'epsilonLow',
        x2: 'epsilonHigh',
        y1: y,
        y2: y,
        stroke: colour,
        strokeWidth: 2,
        ariaDescription: 'bootstrap intervals of the ε at half',
        ...lit(group),
      }),
    ),
    ...each.map((group) =>
      Plot.dot(group, {
        x: 'epsilon',
        y,
        r: 3.6,
        fill: (row: Row) => (Number(row.outside) > 0 ? background : colour(row)),
        stroke: colour,
        strokeWidth: 1.4,
        ...lit(group),
      }),
    ),
  ];
}

function nameOf(row: Row): string {
  return `${row.architecture} ${row.size}${row.epsilon === null ? ': no tasks' : ''}`;
}

function label(row: Row): string {
  return typeof row.epsilon === 'number' ? `ε = ${significant(row.epsilon)}` : 'no tasks to lose';
}

/** Describes where half of the tasks are lost, and the networks without tasks. */
export function describeHalves(rows: readonly Row[]): string {
  const sizes = ofKind(rows, HALF);
  const list = (architecture: string) => {
    const group = sizes.filter((row) => row.architecture === architecture);
    return group.length > 0 ? group.map((row) => `${row.size}: ${label(row)}`).join(', ') : 'not run';
  };
  const sum = (column: string) => sizes.reduce((total, row) => total + Number(row[column] ?? 0), 0);
  const [stuck, outside] = [sum('stuck'), sum('outside')];
  const count = (n: number) => (n === 1 ? '1 network' : `${n} networks`);
  const notes = [
    stuck > 0
      ? ` ${stuck} of ${stuck + sum('seeds')} networks did not solve N = 2; ${stuck === 1 ? 'it counts as 0 tasks in the curves and is' : 'they count as 0 tasks in the curves and are'} left out of the ε at half.`
      : '',
    outside > 0 ? ` For ${count(outside)} the ε at half lies outside the grid, whose end is used.` : '',
  ];
  return `Half of the tasks are lost, by size: modular ${list('modular')}; non-modular ${list('non-modular')} (geometric means over seeds).${notes.join('')}`;
}

/** The ε at half as a table, one line per size. */
export function tabulateHalves(rows: readonly Row[]): PanelNumbers | null {
  const sizes = ofKind(rows, HALF);
  if (sizes.length === 0) return null;
  const number = (cell: unknown) => (typeof cell === 'number' ? Number(significant(cell)) : null);
  return {
    caption: 'The perturbation ε at which half of the tasks are lost, with its bootstrap interval over seeds.',
    columns: ['architecture', 'size', 'ε at half', 'low', 'high', 'seeds', 'without tasks', 'outside the grid'],
    lines: sizes.map((row) => [
      row.architecture,
      row.size,
      number(row.epsilon),
      number(row.epsilonLow),
      number(row.epsilonHigh),
      row.seeds,
      row.stuck,
      row.outside,
    ]),
  };
}
