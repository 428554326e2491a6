import type { Cell } from '../artifact/table.ts';

/** A value that stands under one name on both sides, or on one alone; undefined on the side that has none. */
export interface ValueChange {
  /** 'training.modular.learningRate', 'difference, 5-20, low'. */
  path: string;
  before?: unknown;
  after?: unknown;
}

/** Why a change has no size in standard deviations over seeds. */
export type Unscaled = 'no seeds' | 'one seed' | 'seeds agree';

/** One cell of a panel's data that differs, in a row that both sides have. */
export interface CellChange {
  /** 'mean', 'seed', 'half', ... as in the panel's CSV. */
  kind: string;
  /** What names the series: architecture, size, condition, ... */
  series: Record<string, Cell>;
  /** The same in words: 'modular 15'. */
  name: string;
  /** Null in rows over seeds. */
  seed: Cell;
  /** Where on the x axis; null where the row has no x. */
  x: { column: string; value: Cell } | null;
  column: string;
  before: Cell;
  after: Cell;
  /** After less before; null where either is not a number. */
  change: number | null;
  /** The change by the standard deviation (n - 1) over the seeds of the base at this point; null where it has none, and `unscaled` says why. */
  deviations: number | null;
  unscaled: Unscaled | null;
  /** The edge of an interval or a spread, not a value itself. */
  edge: boolean;
}

/** What became of a panel's rows. */
export interface TableChange {
  before: number;
  after: number;
  /** Rows that both sides have with other values. */
  changed: number;
  added: number;
  removed: number;
  /** Series of the one side alone, each in words. */
  seriesAdded: string[];
  seriesRemoved: string[];
  /** Columns of the one side alone; their cells are not listed. */
  columnsAdded: string[];
  columnsRemoved: string[];
  /** Every cell that differs, in the order of the table. */
  cells: CellChange[];
  /** The largest change in standard deviations over seeds; the largest in its unit if none can be scaled. */
  largest: CellChange | null;
  /** The largest change where the seeds of the base agree to the last digit, which no deviation can scale; null where there is none. */
  largestOfAgreeing: CellChange | null;
}

/** What could have made a difference: everything between the revisions that the stages behind it read. */
export interface Causes {
  stages: string[];
  params: ValueChange[];
  /** Files changed in git that a stage of the line depends on, with the first such stage. */
  files: { path: string; stage: string }[];
  /** Tables with other bytes. */
  inputs: string[];
  /** Networks with other weights, and how many the panel rests on. */
  networks: { changed: number; of: number };
  /** Engine, package, version of the kernel. */
  versions: ValueChange[];
}

export type PanelState = 'unchanged' | 'drawing' | 'data' | 'added' | 'removed' | 'not compared';

export interface PanelChange {
  id: string;
  title: string;
  /** 'drawing': the data are the same, the drawing is another. */
  state: PanelState;
  /** Whether the drawing's file differs. */
  drawn: boolean;
  table: TableChange | null;
  causes: Causes | null;
}

/** A claim, or a statement beyond the paper, whose verdict differs or that one side alone has. */
export interface VerdictChange {
  id: string;
  panel: string | null;
  statement: string;
  beyond: boolean;
  /** Null on the side that has no such claim. */
  before: Judged | null;
  after: Judged | null;
  causes: Causes | null;
}

/** A verdict as it is called on its side: of a statement beyond the paper 'holds', 'does not hold'. */
export interface Judged {
  verdict: string;
  finding: string;
  provisional: boolean;
}

/** A claim whose verdict stays while something else of it differs. */
export interface ClaimChange {
  id: string;
  /** Its numbers, seeds, stability and whether it is provisional. */
  numbers: ValueChange[];
  /** 'statement', 'test', 'where' where their words differ. */
  words: string[];
}

/** A verdict under a reading that differs. */
export interface ReadingChange {
  id: string;
  reading: string;
  before: string | null;
  after: string | null;
}

export interface NetworksChange {
  stage: string;
  before: number;
  after: number;
  changed: number;
  added: number;
  removed: number;
}

export interface ProfileChange {
  profile: string;
  /** Whether both sides have it, or which alone. */
  state: 'both' | 'added' | 'removed';
  /** How many of the paper's claims have each verdict. */
  counts: { verdict: string; before: number; after: number }[];
  verdicts: VerdictChange[];
  claims: ClaimChange[];
  readings: ReadingChange[];
  panels: PanelChange[];
  networks: NetworksChange[];
  /** Of metrics.json, where a profile has one. */
  metrics: ValueChange[];
  /** Values of the head's params.yaml that a stage was not run with, by its dvc.lock. */
  stale: { stage: string; path: string; ran: unknown; stated: unknown }[];
  /** Stages whose entry in dvc.lock differs in what they made. */
  remade: string[];
}

/** One side of a comparison. */
export interface Side {
  /** As it was asked for: 'main', 'working tree'. */
  name: string;
  /** The commit, of a working tree the one it stands on; null in a checkout without one. */
  commit: string | null;
  /** Files of a working tree that no commit holds yet. */
  uncommitted: number;
}

/** diff.json: what happened to the figures between two revisions. */
export interface Comparison {
  format: 1;
  base: Side;
  head: Side;
  /** Whether anything differs at all. */
  changed: boolean;
  params: ValueChange[];
  /** Files changed between the revisions, results apart. */
  files: string[];
  profiles: ProfileChange[];
  /** What could not be compared as asked, each with what to do. */
  warnings: string[];
  /** What could not be compared at all: damaged files. */
  failures: string[];
}
