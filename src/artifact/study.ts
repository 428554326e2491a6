import type { Kinds, Table } from './columns.ts';
import type { Row, Tables } from './table.ts';

/** The work that a study publishes or repeats. */
export interface Citation {
  title: string;
  authors: readonly { given: string; family: string }[];
  /** The journal or the proceedings. */
  container: string;
  year: number;
  doi?: string;
}

/** One stage of the pipeline. dvc.yaml repeats what DVC has to know of it; a test holds the two together. */
export interface StageDeclaration<Name extends string = string> {
  name: Name;
  /** What it does, in a sentence, for the report. */
  about: string;
  /** The sections or keys of params.yaml that it reads ('task', 'freeze.sizes'), but for those of the networks that it measures. */
  params: readonly string[];
  /** The sections of profiles.<profile> that it reads. */
  settings: readonly string[];
  /** Whether it trains networks: networks/<name>/, hashes/<name>.json and histories/<name>.csv are its results. */
  trains?: true;
  /** The stage whose networks it measures: what changes those changes its results. */
  networks?: Name;
  /** The tables that it writes. */
  tables: readonly Table[];
  /** What else it writes, files and folders, under artifacts/<profile>/. */
  files?: readonly string[];
  /** Whether it runs under a reading too (`--reading`). */
  underReadings?: true;
  /** Whether it takes long without training: a verification makes its results again with `--all` alone. */
  slow?: true;
  /** Whether its results depend on the machine: they are no part of the verdict 'byte-identical'. */
  machine?: true;
}

/** How panels and claims draw their intervals, from params.yaml. */
export interface Resampling {
  resamples: number;
  confidence: number;
}

/** A panel of a figure: data that derive from tables, and their drawing. */
export interface StudyPanel {
  /** '2a', 'redundancy-5' */
  id: string;
  title: string;
  /** What is shown; plain text. */
  caption: string;
  /** The tables that its data derive from, by path. */
  inputs: readonly string[];
  /** The columns of its data, by kind of row. */
  kinds: Kinds;
  derive(tables: Tables, context: Resampling): Row[];
  plot(rows: readonly Row[], options: { width: number; document: Document }): Element;
}

/** A statement that is judged from tables. */
export interface StudyClaim<Judgement> {
  id: string;
  /** The panel that carries it, or null. */
  panel: string | null;
  statement: string;
  /** The tables that it is judged from, by path. */
  inputs: readonly string[];
  judge(tables: Tables, context: Resampling & { profile: string; epochs: number }): Judgement;
}

/** What the machinery has to know of params.yaml, whatever else stands in it. */
export interface StudyParams {
  statistics: Resampling;
  /** Each one value other than the protocol's: { 'leak-outside': { 'network.leak': 'outside' } }. */
  readings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  profiles: Readonly<Record<string, object & { readings: { run: readonly string[] } }>>;
}

/** What is trained, or made at a cost like it, and kept by its configuration. */
export interface Training<Params, Configuration, Name extends string = string> {
  /** What a stage trains, in the order of its index; `settings` is the part of params that the profile, or its scale of readings, sets. */
  configurations(stage: Name, at: { params: Params; settings: object; engine: string }): readonly Configuration[];
  /** 'modular-05-seed-0' */
  id(configuration: Configuration): string;
  /** Its key in the store: a hash of all that decides the bytes. */
  key(configuration: Configuration): string;
  /** Expected seconds on one core; `history` is what was published of its training, where anything was. */
  seconds(configuration: Configuration, history?: readonly Row[]): number;
  /** The module that trains one in a worker thread. */
  worker: URL;
}

/** A study: all that the machinery (driver, store, verify, explain, compare, bundle) has to know of a paper. */
export interface Study<Params extends StudyParams, Configuration, Judgement, Name extends string = string> {
  citation: Citation;
  /** In the order in which they run. */
  stages: readonly StageDeclaration<Name>[];
  panels: readonly StudyPanel[];
  claims: readonly StudyClaim<Judgement>[];
  /** The parameters from the text of params.yaml. @throws UserError naming each key that is wrong. */
  params(text: string): Params;
  training?: Training<Params, Configuration, Name>;
  /** The version of what decides the bytes of a trained network. */
  kernelVersion: string;
}
