import { sha256 } from '../../src/artifact/hash.ts';
import { runFlags } from '../../src/artifact/run.ts';
import type { Configured } from '../../src/artifact/study.ts';
import type { Row } from '../../src/artifact/table.ts';
import { git, headOf } from '../../src/system/git.ts';
import { addressOf } from '../store/published.ts';
import { type Archive, networkOf, trainingStages } from './archive.ts';

/** A file that a number comes from. */
export interface TrailSource {
  /** Under artifacts/<profile>/. */
  path: string;
  /** Null where the file is missing. */
  sha256: string | null;
  rows: number;
  /** The stages that make it, first to last. */
  stages: string[];
}

/** A network that a number comes from. */
export interface TrailNetwork {
  /** 'train/modular-05-seed-0' */
  address: string;
  key: string | null;
  sha256: string | null;
  seed: number | null;
  configuration: Configured | null;
  /** What trains it again and compares. */
  command: string;
}

/** The way from something shown to what made it. */
export interface Trail {
  kind: 'panel' | 'claim' | 'point' | 'network' | 'specification';
  name: string;
  profile: string;
  reading: string | null;
  title: string;
  /** What is shown: lines of a name and a text. */
  about: (readonly [name: string, text: string])[];
  /** The rows that are explained, and where they stand; in full for a point alone. */
  data: { path: string; rows: Row[] } | null;
  sources: TrailSource[];
  /** Rows of the sources on which the data rest; for a point alone. */
  measured: { path: string; rows: Row[] }[];
  networks: TrailNetwork[];
  /** Values of params.yaml by key. */
  params: Record<string, unknown>;
  kernelVersions: string[];
  /** The commit that published the file, where git tells. */
  commit: string | null;
  command: string;
  /** What does not fit together, with what to do. */
  warnings: string[];
}

export function sourcesOf(archive: Archive, paths: readonly string[]): TrailSource[] {
  return paths.map((path) => {
    const text = archive.read(path);
    return {
      path,
      sha256: text === null ? null : sha256(text.replaceAll('\r\n', '\n')),
      rows: archive.rows(path).length,
      stages: archive.lineOf(path),
    };
  });
}

/** A network by its id, from what the stages behind a table have published. */
export function trailNetwork(
  archive: Archive,
  id: string,
  stages: readonly string[],
  recorded?: { key: string; sha256: string },
): TrailNetwork {
  const training = trainingStages(archive, stages);
  const network = networkOf(archive, id, training);
  const stage = training[0] ?? 'untrained';
  const address = addressOf(network ?? { reading: archive.reading, stage, id });
  return {
    address,
    key: recorded?.key ?? network?.key ?? null,
    sha256: recorded?.sha256 ?? network?.sha256 ?? null,
    seed: network?.configuration.seed ?? null,
    configuration: network?.configuration ?? null,
    command: `npm run verify -- ${runFlags(archive.profile)} --network ${address}`,
  };
}

/** The kernel versions of published networks among those of a trail. */
export function kernelsOf(archive: Archive, networks: readonly TrailNetwork[]): string[] {
  const addresses = new Set(networks.map(({ address }) => address));
  const versions = archive.networks.filter((one) => addresses.has(addressOf(one))).map((one) => one.kernelVersion);
  return [...new Set(versions)];
}

/** Values of params.yaml that the stages of a trail were run with. */
export function paramsOf(archive: Archive, stages: readonly string[]): Record<string, unknown> {
  return Object.assign({}, ...[...new Set(stages)].map((stage) => archive.paramsOf(stage)));
}

/** Files that are not what dvc.lock records, each with what to do. */
export function lockWarnings(archive: Archive, paths: readonly string[]): string[] {
  return [...new Set(paths)]
    .filter((path) => archive.agreement(path) === 'differs')
    .map((path) => {
      const file = archive.file(path);
      const stage = archive.stageOf(path) ?? archive.stageOf(path.split('/')[0]);
      return `${file} is not the file that dvc.lock records: it was edited after stage ${stage ?? 'of it'} made it, or is of another commit. 'git checkout ${file} dvc.lock' restores it, '${archive.command()}' makes it again.`;
    });
}

/** Files that are not there. */
export function missingWarnings(archive: Archive, sources: readonly TrailSource[]): string[] {
  return sources
    .filter((source) => source.sha256 === null)
    .map(
      ({ path, stages }) =>
        `${archive.file(path)} is missing: stage ${stages.at(-1) ?? 'of it'} has not run in this profile, or the file was deleted (git checkout ${archive.file(path)}).`,
    );
}

/** The commit that last changed a file and its date; null where no commit has it. */
export async function lastCommitOf(archive: Archive, path: string): Promise<string | null> {
  const file = archive.file(path);
  const { root } = archive.paths;
  if ((await headOf(root)) === null) return null;
  return (await git(root, ['log', '-1', '--no-show-signature', '--format=%h of %cs', '--', file])) || null;
}
