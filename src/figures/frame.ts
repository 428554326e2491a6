import * as Plot from '@observablehq/plot';
import { faint, ink, muted } from './colour.ts';
import type { PanelOptions } from './panel.ts';
import type { Placement } from './placement.ts';
import { setSymbols } from './symbol.ts';

export interface Axis {
  /** The paper's symbol with a word. */
  label: string;
  domain: readonly [number, number];
  type?: 'linear' | 'log';
  ticks?: number | readonly number[];
  tickFormat?: string | ((value: number) => string);
  /** Counts: ticks at whole numbers only. */
  whole?: boolean;
}

export interface Axes {
  x: Axis;
  y: Axis;
  /** Pixels. */
  margin?: { top?: number; right?: number; rightNarrow?: number; bottom?: number; left?: number };
  height?: number;
}

/** The axis of accuracies, from chance on. */
export const ACCURACY = { domain: [0.45, 1], ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1] } as const;

/** The logarithmic axis of the size of a perturbation, with at least the decade around 1 in sight. */
export function epsilonAxis(label: string, epsilons: readonly number[], domain?: readonly [number, number]) {
  return {
    label,
    type: 'log' as const,
    domain: domain ?? ([Math.min(1, ...epsilons), Math.max(1.01, ...epsilons)] as const),
    ticks: [0.01, 0.1, 1, 10],
    tickFormat: (value: number) => String(value),
  };
}

/** A phone in portrait: shorter names, fewer ticks. */
export function isNarrow({ width }: PanelOptions): boolean {
  return width < 480;
}

function dimensions(axes: Axes, options: PanelOptions) {
  const narrow = isNarrow(options);
  const { margin = {} } = axes;
  return {
    width: options.width,
    height: axes.height ?? (narrow ? 260 : 340),
    marginTop: margin.top ?? 30,
    marginRight: (narrow ? margin.rightNarrow : undefined) ?? margin.right ?? 16,
    marginBottom: margin.bottom ?? 40,
    marginLeft: margin.left ?? 44,
  };
}

export function positions(axes: Axes, options: PanelOptions): Placement {
  const { width, height, marginTop, marginRight, marginBottom, marginLeft } = dimensions(axes, options);
  const x = Plot.scale({
    x: { type: axes.x.type ?? 'linear', domain: [...axes.x.domain], range: [marginLeft, width - marginRight] },
  });
  const y = Plot.scale({
    y: { type: axes.y.type ?? 'linear', domain: [...axes.y.domain], range: [height - marginBottom, marginTop] },
  });
  return {
    x: (value) => x.apply(value),
    y: (value) => y.apply(value),
    atX: (pixel) => x.invert?.(pixel) ?? pixel,
    atY: (pixel) => y.invert?.(pixel) ?? pixel,
    width,
    height,
    top: marginTop,
    bottom: height - marginBottom,
    left: marginLeft,
    right: width - marginRight,
  };
}

/** Draws marks in a panel's frame: light grid, labelled axes, one style for all panels, and a message if there is nothing to draw. */
export function draw(marks: readonly Plot.Markish[], axes: Axes, options: PanelOptions, empty = false): Element {
  const narrow = isNarrow(options);
  const ticks = (axis: Axis, fallback: number) =>
    axis.ticks ?? (axis.whole ? wholeTicks(axis.domain, fallback) : fallback);
  const size = dimensions(axes, options);
  const axisText = { fill: muted, color: faint, fontSize: 11, labelArrow: 'none' as const, tickSize: 4 };
  const drawing = Plot.plot({
    document: options.document,
    ...size,
    className: 'panel',
    ariaLabel: `${axes.y.label} against ${axes.x.label}`,
    style: {
      fontFamily: 'var(--figure-font, system-ui, sans-serif)',
      fontSize: '12px',
      fontVariantNumeric: 'tabular-nums',
      color: ink,
      overflow: 'visible',
    } as unknown as string,
    x: { type: axes.x.type ?? 'linear', domain: [...axes.x.domain] },
    y: { type: axes.y.type ?? 'linear', domain: [...axes.y.domain] },
    marks: [
      Plot.gridY({ ticks: ticks(axes.y, 5) as number, stroke: faint, strokeOpacity: 0.7 }),
      Plot.axisX({
        ...axisText,
        ticks: ticks(axes.x, narrow ? 4 : 7) as number,
        tickFormat: axes.x.tickFormat ?? (axes.x.whole ? 'd' : undefined),
        label: axes.x.label,
        labelAnchor: 'center',
        labelOffset: 34,
      }),
      Plot.axisY({
        ...axisText,
        tickSize: 0,
        ticks: ticks(axes.y, 5) as number,
        tickFormat: axes.y.tickFormat ?? (axes.y.whole ? 'd' : undefined),
        label: axes.y.label,
        labelAnchor: 'top',
      }),
      ...(empty
        ? [Plot.text(['not run in this profile'], { frameAnchor: 'middle', fill: muted, fontSize: 14 })]
        : marks),
    ],
  });
  setSymbols(drawing, options.document);
  return drawing;
}

/** Whole numbers in a domain at the smallest of the steps 1, 2, 5, 10, ... that gives about `count` of them. */
export function wholeTicks([low, high]: readonly [number, number], count: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((size) => (high - low) / size <= count + 1) ?? 1000;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
}

/** The smallest domain that holds all values, `low` and `high`. */
export function extent(values: readonly number[], low: number, high: number): [number, number] {
  return [Math.min(low, ...values), Math.max(high, ...values)];
}

/** A number for reading: three significant digits. */
export function significant(value: number): string {
  return String(Number(value.toPrecision(3)));
}
