import type { Row, Tables } from '../artifact/table.ts';

/** How a panel is drawn: in the pipeline with a pinned DOM, in the browser with its own. */
export interface PanelOptions {
  /** Pixels. */
  width: number;
  document: Document;
  /** Adds tooltips and pointer marks; the static SVG of the pipeline and of the built page has none. */
  interactive?: boolean;
}

/** What can be drawn from rows: a panel of the paper, or a measurement of this program. */
export interface Drawing {
  /** A panel's as in the paper: '2a', '5c'; '1' for the drawing of the networks. */
  id: string;
  title: string;
  /** What is shown, in our own words; plain text. */
  caption: string;
  /** The drawing. Pure: the same rows and options give the same element. */
  plot(rows: readonly Row[], options: PanelOptions): Element;
  /** One generated sentence or two that say what the rows show, for readers who cannot see it. */
  summarize(rows: readonly Row[]): string;
}

/** One panel of a figure of the paper: what it reads, how its data derive from tables, how it is drawn. */
export interface Panel extends Drawing {
  figure: number;
  /** Tables the data derive from, by path under artifacts/<profile>/. */
  inputs: readonly string[];
  /** The rows that the panel draws, and that a reader downloads. Missing tables give no rows, never an exception. */
  derive(tables: Tables): Row[];
}
