import * as Plot from '@observablehq/plot';
import { background, ink, muted } from './colour.ts';
import type { Placement } from './frame.ts';

/** The name of a line, at the data point that it belongs to. */
export interface Label {
  text: string;
  colour: string;
  x: number;
  y: number;
}

const LINE = 14;
const GAP = 8;

/** Names beside line ends; where they would overlap they move apart, with a hair line back to their line. */
export function endLabels(labels: readonly Label[], place: Placement): Plot.Markish[] {
  const boxes = labels.map((label) => {
    const x = place.x(label.x) + GAP;
    return { ...label, left: x, right: x + width(label.text), from: place.y(label.y), pixel: place.y(label.y) };
  });
  separate(boxes, place.top - 8, place.bottom + 4);
  return boxes.flatMap((box) => {
    const marks: Plot.Markish[] = [
      Plot.text([box], {
        x: () => place.atX(box.left),
        y: () => place.atY(box.pixel),
        text: 'text',
        textAnchor: 'start',
        fill: box.colour,
        fontWeight: 600,
        fontSize: 11.5,
        stroke: background,
        strokeWidth: 3,
      }),
    ];
    if (Math.abs(box.pixel - box.from) > 4) {
      marks.unshift(
        Plot.link([box], {
          x1: () => box.x,
          y1: () => box.y,
          x2: () => place.atX(box.left - 1),
          y2: () => place.atY(box.pixel),
          stroke: muted,
          strokeWidth: 0.6,
          strokeOpacity: 0.7,
        }),
      );
    }
    return marks;
  });
}

interface Box {
  left: number;
  right: number;
  pixel: number;
}

/** Moves boxes that overlap apart vertically, in place, within [top, bottom]; their vertical order stays. */
export function separate(boxes: Box[], top: number, bottom: number): void {
  const sorted = [...boxes].sort((a, b) => a.pixel - b.pixel);
  for (let round = 0; round < 60; round++) {
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

/** Names one below the other in the upper right corner, where falling curves leave room. */
export function key(labels: readonly Pick<Label, 'text' | 'colour'>[], heading?: string): Plot.Markish[] {
  const lines = [...(heading ? [{ text: heading, colour: ink }] : []), ...labels];
  return lines.map((line, i) =>
    Plot.text([line], {
      frameAnchor: 'top-right',
      dx: -2,
      dy: 2 + i * LINE,
      text: 'text',
      textAnchor: 'end',
      fill: line.colour,
      fontWeight: heading && i === 0 ? 400 : 600,
      fontSize: 11.5,
      stroke: background,
      strokeWidth: 3,
    }),
  );
}

/** A rough width of a text in pixels: panels are drawn where no font can be measured. */
export function width(text: string): number {
  return 6.6 * text.length;
}
