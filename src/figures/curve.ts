import type * as Plot from '@observablehq/plot';
import type { Row } from '../artifact/table.ts';
import type { Axes } from './frame.ts';

/** One line of a panel: the mean over seeds, and the seeds behind it. */
export interface Curve {
  /** Its key in plain letters, digits and hyphens: 'modular-15'. */
  key: string;
  /** Keys of what it is highlighted with; its own unless told. */
  links?: readonly string[];
  /** Several curves that a reader shows or hides as one. */
  group?: { key: string; label: string };
  label: string;
  /** Where the label is too short to be read alone. */
  name?: string;
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
  /** A further mark of each curve, below all curves. */
  under?: (curve: Curve) => Plot.Markish;
  /** Further marks above them. */
  over?: readonly Plot.Markish[];
  /** Says one point, a line each. */
  tip?: (row: Row, curve: Curve) => readonly string[];
}
