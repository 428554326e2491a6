import * as Plot from '@observablehq/plot';
import { background, ink, muted } from './colour.ts';
import type { DashName } from './curve.ts';
import type { Placement } from './placement.ts';

/** The name of a line, at the data point that it belongs to. */
export interface LineLabel {
  text: string;
  colour: string;
  x: number;
  y: number;
  /** Heading of its column in a corner key. */
  column?: string;
  /** Class of its marks. */
  className?: string;
}

const LINE = 14;
const GAP = 6;
/** Pixels from the coloured mark before a name to the name. */
const SWATCH = 9;

/** Labels at line ends, each after a mark in its colour unless `marked` is false. Overlapping labels move apart, with a hair line back to their line. */
export function endLabels(labels: readonly LineLabel[], place: Placement, { marked = true } = {}): Plot.Markish[] {
  const boxes = labels.map((label) => {
    const left = place.x(label.x) + (marked ? GAP : GAP - 2);
    const pixel = place.y(label.y);
    return { ...label, left, right: left + SWATCH + width(label.text), from: pixel, pixel };
  });
  separate(boxes, place.top - 8, place.bottom + 4);
  return boxes.flatMap((box) => {
    const named = name(box, box.left, box.pixel, place).slice(0, marked ? 2 : 1);
    if (Math.abs(box.pixel - box.from) <= 4) return named;
    const hairLine = Plot.link([box], {
      x1: () => box.x,
      y1: () => box.y,
      x2: () => place.atX(box.left),
      y2: () => place.atY(box.pixel),
      stroke: muted,
      strokeWidth: 0.6,
      strokeOpacity: 0.7,
      ...classOf(box),
    });
    return [hairLine, ...named];
  });
}

/** Labels in the upper right corner, which falling curves leave empty; one column per heading. */
export function key(labels: readonly LineLabel[], place: Placement): Plot.Markish[] {
  const columns = [...new Set(labels.map((label) => label.column ?? ''))];
  let right = place.right;
  const marks: Plot.Markish[] = [];
  for (const heading of columns.reverse()) {
    const columnLabels = labels.filter((label) => (label.column ?? '') === heading);
    const left = right - Math.max(width(heading), ...columnLabels.map((label) => SWATCH + width(label.text)));
    if (heading) marks.push(text(heading, left, place.top + 14, place, muted));
    columnLabels.forEach((label, i) => {
      marks.push(...name(label, left + 3, place.top + 14 + LINE * (i + (heading ? 1 : 0)), place));
    });
    right = left - 14;
  }
  return marks;
}

/**
 * Line styles with their names, in one line above the drawing beside the name of its y axis: from its right edge, with shorter lines where there is no room
 * for longer ones, or from the right edge of all, above the names of the curves.
 */
export function dashKey(dashes: readonly DashName[], place: Placement, axis: string): Plot.Markish[] {
  const tries = [place.right, place.width - 2].flatMap((edge) => [
    { edge, line: 24, gap: 14 },
    { edge, line: 14, gap: 8 },
  ]);
  const isRoomy = ({ edge, line, gap }: (typeof tries)[number]) =>
    edge - dashes.reduce((sum, { words }) => sum + width(words) + line + gap + 6, 0) >= width(axis);
  const { edge, line, gap } = tries.find(isRoomy) ?? tries[tries.length - 1];
  let right = edge;
  return [...dashes].reverse().flatMap(({ words, dash }) => {
    const left = right - width(words);
    right = left - line - gap - 6;
    const y = place.atY(place.top - 16);
    return [
      text(words, left, place.top - 16, place, muted),
      Plot.link([words], {
        x1: [place.atX(left - line - 6)],
        x2: [place.atX(left - 6)],
        y1: [y],
        y2: [y],
        stroke: muted,
        strokeWidth: 1.8,
        strokeDasharray: dash,
      }),
    ];
  });
}

/** A text at a pixel, readable over lines. */
export function text(
  words: string,
  x: number,
  y: number,
  place: Placement,
  fill: string,
  options: { className?: string; fontWeight?: number } = {},
): Plot.Markish {
  return Plot.text([words], {
    x: [place.atX(x)],
    y: [place.atY(y)],
    textAnchor: 'start',
    fill,
    fontSize: 11.5,
    stroke: background,
    strokeWidth: 4,
    ...options,
  });
}

function name(label: LineLabel, x: number, y: number, place: Placement): Plot.Markish[] {
  const style = classOf(label);
  return [
    text(label.text, x + SWATCH, y, place, ink, style),
    Plot.dot([label.text], { x: [place.atX(x + 2)], y: [place.atY(y)], r: 3.2, fill: label.colour, ...style }),
  ];
}

function classOf({ className }: LineLabel): { className?: string } {
  return className ? { className } : {};
}

interface Box {
  left: number;
  right: number;
  pixel: number;
}

/** Moves boxes that overlap apart vertically, in place, within [top, bottom]; their vertical order stays. */
export function separate(boxes: readonly Box[], top: number, bottom: number): void {
  const sorted = [...boxes].sort((a, b) => a.pixel - b.pixel);
  for (let round = 0; round < 100; round++) {
    let moved = false;
    for (let i = 0; i < sorted.length; i++) {
      for (let j = i + 1; j < sorted.length; j++) {
        const [above, below] = [sorted[i], sorted[j]];
        const overlap = LINE - (below.pixel - above.pixel);
        if (overlap <= 0.01 || above.right < below.left || below.right < above.left) continue;
        above.pixel -= overlap / 2;
        below.pixel += overlap / 2;
        moved = true;
      }
    }
    for (const box of sorted) box.pixel = Math.min(bottom, Math.max(top, box.pixel));
    if (!moved) return;
  }
}

/** A rough width of a text in pixels: panels are drawn where no font can be measured. */
export function width(words: string): number {
  return 6.3 * words.length;
}
