import type { Found } from './claims.ts';
import type { Kinds, Table } from './columns.ts';
import type { Row, Tables } from './table.ts';

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
  /** The script that makes some of its results again from the others, without training, for a verification. */
  again?: { script: string; makes: readonly string[] };
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
  /** The figure that it belongs to; null for none. */
  figure: number | null;
  title: string;
  /** What is shown; plain text. */
  caption: string;
  /** The tables that its data derive from, by path. */
  inputs: readonly string[];
  /** The columns of its data, by kind of row, in the order in which kinds stand in the file. */
  kinds: Kinds;
  derive(tables: Tables, context: Resampling): Row[];
  plot(rows: readonly Row[], options: { width: number; document: Document }): Element;
}

/** A statement that is judged from tables. */
export interface StudyClaim {
  id: string;
  /** The panel that carries it, or null. */
  panel: string | null;
  statement: string;
  /** Where it stands in the paper. */
  where: string;
  /** The test in words. */
  test: string;
  /** The tables that it is judged from, by path. */
  inputs: readonly string[];
  /** `settings` is what the profile, or its scale of readings, sets. */
  judge(tables: Tables, context: Resampling & { profile: string; settings: object }): Found;
}

/** What the machinery has to know of params.yaml, whatever else stands in it. */
export interface StudyParams {
  statistics: Resampling;
  /** Each one value other than the protocol's: { 'leak-outside': { 'network.leak': 'outside' } }. */
  readings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** By key the values that the multiverse crosses, the protocol's among them. */
  multiverse?: Readonly<Record<string, readonly unknown[]>>;
  /** Each any number of values other than those of the file's sections; the first sets none. */
  protocols?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  profiles: Readonly<
    Record<
      string,
      object & {
        readings: { run: readonly string[] };
        multiverse?: { cross: readonly string[] };
        /** The protocols that the profile runs under, each with what it then sets otherwise. */
        protocols?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
      }
    >
  >;
}

/** What the machinery reads of a configuration, whatever else decides the bytes. */
export interface Configured {
  engine: string;
  seed: number;
}

/** What a job that trains is given: a folder of the store to keep it in. */
export interface TrainingPayload<Configuration> {
  configuration: Configuration;
  store: string;
}

/** What it gives back. */
export interface TrainingResult {
  key: string;
  /** Each file with its SHA-256. */
  files: Record<string, string>;
}

/** What is trained, or made at a cost like it, and kept by its configuration. */
export interface Training<Params, Configuration extends Configured, Name extends string = string> {
  /** What a stage trains, in the order of its index; `settings` is the part of params that the profile, or its scale of readings, sets. */
  configurations(stage: Name, at: { params: Params; settings: object; engine: string }): readonly Configuration[];
  /** 'modular-05-seed-0' */
  id(configuration: Configuration): string;
  /** Its key in the store: a hash of all that decides the bytes. */
  key(configuration: Configuration): string;
  /** Expected seconds on one core; `history` is what was published of its training, where anything was. */
  seconds(configuration: Configuration, history?: readonly Row[]): number;
  /** Its file whose SHA-256 names it: 'network.safetensors'. */
  mainFile: string;
  /** The module whose default function trains one: takes a `TrainingPayload`, gives a `TrainingResult`. */
  worker: URL;
}

/** A network as it is known before it is trained. */
export interface PlannedNetwork<Configuration extends Configured = Configured> {
  id: string;
  /** In the store. */
  key: string;
  configuration: Configuration;
}

/** One job of an analysis: a pure function of a network and a payload, which JSON can hold. The worker gets both as one object. */
export interface Measurement<Network, Payload extends object = object> {
  id: string;
  /** Expected on one core. */
  seconds: number;
  network: Network;
  payload: Payload;
}

/** A stage that measures networks of another in jobs, so that other machines can do them. */
export interface Analysis<Params, Configuration extends Configured, Name extends string = string> {
  stage: Name;
  /** The module whose default function does one: takes the payload and `network` with the `folder` of its files. */
  worker: URL;
  /** All jobs that may be needed, whatever the networks turn out to be. */
  jobs(
    at: { params: Params; settings: object; engine: string },
    networks: readonly PlannedNetwork<Configuration>[],
  ): Measurement<PlannedNetwork<Configuration>>[];
}

/** What of a study the driver and the store have to know: no science. */
export interface Outline<Params extends StudyParams = StudyParams, Name extends string = string> {
  /** In the order in which they run. */
  stages: readonly StageDeclaration<Name>[];
  /** What trains and evaluates, by name; the first is the default. */
  engines: readonly string[];
  /** Folders of artifacts/ that no stage makes and all profiles share. */
  shared?: readonly string[];
  /** The version of what decides the bytes of a trained network. */
  kernelVersion: string;
  /** The parameters from the text of params.yaml. @throws UserError naming each key that is wrong. */
  params(text: string): Params;
}

/** The names of stages, in the order in which they run: all, or those that a test holds for. */
export function stageNames<Name extends string>(
  { stages }: { stages: readonly StageDeclaration<Name>[] },
  holds: (stage: StageDeclaration<Name>) => unknown = () => true,
): Name[] {
  return stages.filter(holds).map(({ name }) => name);
}

/** A study: all that the machinery (driver, store, verify, explain, compare, bundle) has to know of a paper. */
export interface Study<
  Params extends StudyParams = StudyParams,
  Configuration extends Configured = Configured,
  Name extends string = string,
> extends Outline<Params, Name> {
  panels: readonly StudyPanel[];
  /** All that is judged, statements beyond the paper too. */
  claims: readonly StudyClaim[];
  training?: Training<Params, Configuration, Name>;
  /** The stages whose jobs can be done elsewhere, and their results brought to the stage. */
  analyses?: readonly Analysis<Params, Configuration, Name>[];
  /** Builds the report of the results under a root (a checkout, an unpacked bundle) in a folder; absent for a study without one. */
  report?(at: { root: string; profile: string; folder: string }): Promise<void>;
  /** The model card of a run's networks, as a function of the files of a bundle alone; null where these do not give one. */
  card?(read: (path: string) => string | null, run: string): string | null;
  /** A seeded stream of whole numbers, for the draw of a sample. */
  random(seed: number, purpose: string): { integer(below: number): number };
}

/** @throws Error for a study that trains nothing. */
export function trainingOf<Params extends StudyParams, Configuration extends Configured, Name extends string>(
  study: Study<Params, Configuration, Name>,
): Training<Params, Configuration, Name> {
  if (!study.training) throw new Error('The study trains nothing: it declares no `training`.');
  return study.training;
}
