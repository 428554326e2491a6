import type * as Plot from '@observablehq/plot';
import type { Row } from '../artifact/table.ts';
import type { Axes } from './frame.ts';

/** One line of a panel: the mean over seeds, and the seeds behind it. */
export interface Curve {
  /** Its key in plain letters, digits and hyphens: 'modular-15'. */
  key: string;
  /** Keys that highlight it; by default its key. */
  links?: readonly string[];
  /** Curves that are shown and hidden together. */
  group?: { key: string; label: string };
  label: string;
  /** Full name, if the label is short. */
  name?: string;
  /** Label below 480 pixels, and in a key with column headings. */
  short?: string;
  /** Heading of its column in a corner's key. */
  column?: string;
  colour: string;
  /** SVG dash pattern. */
  dash?: string;
  /** Width of the mean line in pixels. */
  width?: number;
  /** Left out of a key that would be too long. */
  unnamed?: boolean;
  /** Rows of kind 'mean', x ascending. */
  means: readonly Row[];
  /** Rows of kind 'seed', drawn as thin lines if single seeds are chosen. */
  seeds?: readonly Row[];
}

/** The name of a line style; solid where it has no dash. */
export interface DashName {
  words: string;
  dash?: string;
}

export interface CurvesOptions extends Axes {
  curves: readonly Curve[];
  /** Columns of x and value in the rows. */
  columns: { x: string; value: string };
  /** The spread that the paper shows as band (or, with `bars`, as error bars); null for none. */
  spread: 'deviation' | 'error' | null;
  /** Whether the rows of a seed are of a stuck network, which is always drawn; decided by N solved by default. */
  stuck?: (rows: readonly Row[]) => boolean;
  bars?: boolean;
  /** Dots at the points of the mean. */
  dots?: boolean;
  /** Where curves are labelled: at their ends, or in the upper right corner. */
  naming: 'ends' | 'corner';
  /** A level that is always marked, such as chance. */
  level?: { value: number; label: string; side?: 'left' | 'right' };
  /** A further mark of each curve, below all curves. */
  under?: (curve: Curve) => Plot.Markish;
  /** What the line styles of the panel are, where it has several: named above the drawing. */
  dashes?: readonly DashName[];
  /** Further marks above them. */
  over?: readonly Plot.Markish[];
  /** Lines of the tooltip of a point. */
  tooltip?: (row: Row, curve: Curve) => readonly string[];
}
