import type { Kinds, RowOfKinds } from '../artifact/columns.ts';
import type { Cell, Row, Tables } from '../artifact/table.ts';
import type { PanelLayout } from './layout.ts';

/** The spread drawn around a mean over seeds: the band of the paper, a bootstrap interval, or single seeds. */
export type Spread = 'paper' | 'interval' | 'seeds';

/** Settings of the bootstrap intervals over seeds, from params.yaml. */
export interface PanelContext {
  resamples: number;
  confidence: number;
}

/** How a panel is drawn. The pipeline uses a pinned DOM. */
export interface PanelOptions {
  /** Pixels. */
  width: number;
  document: Document;
  /** Adds classes of series to marks; static SVGs have none. */
  interactive?: boolean;
  /** Receives the layout of an interactive drawing. */
  onLayout?: (layout: PanelLayout) => void;
  /** Keys of hidden series; the axes do not change. */
  hidden?: ReadonlySet<string>;
  /** @default 'paper' */
  spread?: Spread;
  /**
   * Whether a panel with `paperColours` is drawn in our colours or in the paper's.
   * @default 'ours'
   */
  colours?: 'ours' | 'paper';
}

/** A table of the main numbers of a drawing. */
export interface PanelNumbers {
  /** What the table holds, in one sentence. */
  caption: string;
  columns: readonly string[];
  lines: readonly (readonly Cell[])[];
}

/** A drawing made from rows: a panel of the paper or a benchmark. */
export interface Drawing {
  /** The label of the panel in the paper ('2a', '5c', '1' for the networks), with a suffix if it is not in the paper: '6b-noise'. */
  id: string;
  title: string;
  /** What is shown, as plain text. */
  caption: string;
  /** The spread that the paper draws around means; set if a reader can switch to other spreads. */
  spread?: 'deviation' | 'error';
  /** How the paper colours it where our colours mean something else there, in one sentence; readers can switch to the paper's. */
  paperColours?: string;
  /** The drawing. Pure: the same rows and options give the same element. */
  plot(rows: readonly Row[], options: PanelOptions): Element;
  /** One or two generated sentences that describe the rows, for readers who cannot see the drawing. */
  summarize(rows: readonly Row[]): string;
  /** Numbers that are hard to read off the drawing; null if there are none. */
  tabulate?(rows: readonly Row[]): PanelNumbers | null;
}

/** A panel of a figure: the tables it reads, how its rows derive from them, how it is drawn. */
export interface Panel extends Drawing {
  /** The figure of the paper whose page shows it; null for the page Beyond. */
  figure: number | null;
  /** Not a panel of the paper: an idea that it leaves for future work. */
  beyond?: true;
  /** Tables the data derive from, by path under artifacts/<profile>/. */
  inputs: readonly string[];
  /** The columns of its rows, by kind, in the order in which kinds stand in the file. */
  kinds: Kinds;
  /** The rows that the panel draws, and that a reader downloads. Missing tables give no rows, never an exception. */
  derive(tables: Tables, context: PanelContext): Row[];
}

/** A panel whose rows the compiler holds against its declared columns. */
export type PanelOf<K extends Kinds> = Omit<Panel, 'kinds' | 'derive'> & {
  kinds: K;
  derive(tables: Tables, context: PanelContext): RowOfKinds<K>[];
};
