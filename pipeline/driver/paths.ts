import { join, relative, resolve } from 'node:path';

/** The checkout's folder. */
export const ROOT = resolve(import.meta.dirname, '..', '..');

/** Set by the bootstrap: the folder that the user stands in, since what it starts runs in the checkout. */
const CALLER_VARIABLE = 'MODULAR_GROWTH_CALLER';

const caller = process.env[CALLER_VARIABLE] ?? process.cwd();
// It holds for this process alone: what this one starts stands where it is put.
delete process.env[CALLER_VARIABLE];

/** A path that a user wrote, as an absolute one: relative to the folder that they stand in. */
export function userPath(path: string): string {
  return resolve(caller, path);
}

/** An absolute path as it is shown to the user: relative to the folder that they stand in where that is shorter. */
export function shownPath(path: string): string {
  const short = relative(caller, path) || '.';
  return short.length < path.length ? short : path;
}

/** Where everything of one profile lives, or of a reading at that profile, as absolute paths; the layout is that of docs/artifacts.md. */
export interface Paths {
  root: string;
  params: string;
  /** artifacts/<profile>, or artifacts/<profile>/readings/<reading> */
  artifacts: string;
  /** artifacts/<profile>/networks/<stage>: one folder a network; of a reading networks/readings/<reading>/<stage>. */
  networks(stage: string): string;
  history(stage: string): string;
  /** artifacts/<profile>/hashes/<stage>.json: the index of its networks once more, small enough for git. */
  hashes(stage: string): string;
  figures: string;
  claims: string;
  /** The numbers of the claims once more, as `dvc metrics` reads them. */
  metrics: string;
  /** artifacts/<profile>/readings.json: claims x readings. */
  matrix: string;
  /** artifacts/<profile>/multiverse.json: claims x specifications. */
  multiverse: string;
  /** artifacts/<profile>/multiverse-tables.json: the tables of every specification. */
  multiverseTables: string;
  /** Networks by the hash of what made them, kept between runs and shared by profiles; not in git, not in DVC. */
  store: string;
  /** site/dist/<profile>: the built report. */
  report: string;
}

/** The paths of one profile, or of one reading at its scale. */
export function pathsOf(profile: string, root: string = ROOT, reading: string | null = null): Paths {
  const ofProfile = join(root, 'artifacts', profile);
  const artifacts = reading === null ? ofProfile : join(ofProfile, 'readings', reading);
  const networks = reading === null ? join(ofProfile, 'networks') : join(ofProfile, 'networks', 'readings', reading);
  return {
    root,
    params: join(root, 'params.yaml'),
    artifacts,
    networks: (stage) => join(networks, stage),
    history: (stage) => join(artifacts, 'histories', `${stage}.csv`),
    hashes: (stage) => join(artifacts, 'hashes', `${stage}.json`),
    figures: join(artifacts, 'figures'),
    claims: join(artifacts, 'claims.json'),
    metrics: join(artifacts, 'metrics.json'),
    matrix: join(ofProfile, 'readings.json'),
    multiverse: join(ofProfile, 'multiverse.json'),
    multiverseTables: join(ofProfile, 'multiverse-tables.json'),
    store: join(root, 'artifacts', 'store'),
    report: join(root, 'site', 'dist', profile),
  };
}
