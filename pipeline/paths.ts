import { join, resolve } from 'node:path';
import type { TrainingStage } from './stages.ts';

/** The checkout's folder. */
export const ROOT = resolve(import.meta.dirname, '..');

/** Where everything of one profile lives, as absolute paths; the layout is that of docs/architecture.md. */
export interface Paths {
  root: string;
  params: string;
  /** artifacts/<profile> */
  artifacts: string;
  /** artifacts/<profile>/networks/<stage>: one folder a network. */
  networks(stage: TrainingStage): string;
  history(stage: TrainingStage): string;
  /** artifacts/<profile>/hashes/<stage>.json: the index of its networks once more, small enough for git. */
  hashes(stage: TrainingStage): string;
  /** artifacts/<profile>/tables/<file>, with the file's ending. */
  table(file: string): string;
  figures: string;
  claims: string;
  /** Networks by the hash of what made them, kept between runs and shared by profiles; not in git, not in DVC. */
  store: string;
  /** site/dist/<profile>: the built report. */
  report: string;
}

/** The paths of one profile. */
export function pathsOf(profile: string, root: string = ROOT): Paths {
  const artifacts = join(root, 'artifacts', profile);
  return {
    root,
    params: join(root, 'params.yaml'),
    artifacts,
    networks: (stage) => join(artifacts, 'networks', stage),
    history: (stage) => join(artifacts, 'histories', `${stage}.csv`),
    hashes: (stage) => join(artifacts, 'hashes', `${stage}.json`),
    table: (file) => join(artifacts, 'tables', file),
    figures: join(artifacts, 'figures'),
    claims: join(artifacts, 'claims.json'),
    store: join(root, 'artifacts', 'store'),
    report: join(root, 'site', 'dist', profile),
  };
}
