import type { Cell, Row, Tables } from '../artifact/table.ts';
import type { PanelSurvey } from './survey.ts';

/** What stands around the mean over seeds: the paper's band, a bootstrap interval, or the single seeds. */
export type Spread = 'paper' | 'interval' | 'seeds';

/** How a panel's intervals over seeds are made, from params.yaml. */
export interface PanelContext {
  resamples: number;
  confidence: number;
}

/** How a panel is drawn: in the pipeline with a pinned DOM, in the browser with its own. */
export interface PanelOptions {
  /** Pixels. */
  width: number;
  document: Document;
  /** Marks what belongs to which series by classes; the static SVG of the pipeline and of the built page has none. */
  interactive?: boolean;
  /** Is told where series and points stand, in an interactive drawing. */
  survey?: (survey: PanelSurvey) => void;
  /** Keys of series that are left out; the axes stay as they are. */
  hidden?: ReadonlySet<string>;
  /** @default 'paper' */
  spread?: Spread;
}

/** Numbers of a drawing for reading, beside its rows: one line a thing that is measured. */
export interface PanelNumbers {
  /** What the table holds, in one sentence. */
  caption: string;
  columns: readonly string[];
  lines: readonly (readonly Cell[])[];
}

/** What can be drawn from rows: a panel of the paper, or a measurement of this program. */
export interface Drawing {
  /** A panel's as in the paper: '2a', '5c'; '1' for the drawing of the networks; a word with it where it is not in the paper: '6b-noise'. */
  id: string;
  title: string;
  /** What is shown, in our own words; plain text. */
  caption: string;
  /** What the paper draws around means over seeds; given where a reader can switch to the other spreads. */
  spread?: 'deviation' | 'error';
  /** The drawing. Pure: the same rows and options give the same element. */
  plot(rows: readonly Row[], options: PanelOptions): Element;
  /** One generated sentence or two that say what the rows show, for readers who cannot see it. */
  summarize(rows: readonly Row[]): string;
  /** Numbers that a reader would have to read off the drawing; null where the rows have none. */
  tabulate?(rows: readonly Row[]): PanelNumbers | null;
}

/** One panel of a figure of the paper: what it reads, how its data derive from tables, how it is drawn. */
export interface Panel extends Drawing {
  /** The figure of the paper whose page shows it; null on the page of what goes beyond the paper. */
  figure: number | null;
  /** No panel of the paper: what it leaves for future work. */
  beyond?: true;
  /** Tables the data derive from, by path under artifacts/<profile>/. */
  inputs: readonly string[];
  /** The rows that the panel draws, and that a reader downloads. Missing tables give no rows, never an exception. */
  derive(tables: Tables, context: PanelContext): Row[];
}
