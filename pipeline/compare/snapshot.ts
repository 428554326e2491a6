import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../src/artifact/error.ts';
import { listFiles, readText as textOf } from '../../src/artifact/file.ts';
import { nameSchema } from '../../src/comparison/name.ts';
import { git, gitBytes, pathsOf } from '../../src/system/git.ts';

/** The text files of one side that a comparison reads, by their path in the checkout. */
export type Snapshot = ReadonlyMap<string, string>;

/** What is read of a profile. */
const RESULT =
  /^artifacts\/[^/]+\/((claims|readings|multiverse|multiverse-tables|metrics)\.json|figures\/[^/]+\.(csv|svg|json)|hashes\/[^/]+\.json|(readings\/[^/]+\/)?(tables|histories)\/[^/]+\.csv)$/;
/** Bytes of a file that is read at most; the largest of ours has half a megabyte. */
const LARGEST = 64 << 20;
/** What stands for a larger one: no format takes it, so that the file is told to be damaged, with its size where JSON was expected. */
const tooLarge = (size: number) => `${size} bytes are more than are read`;
const ROOT_FILES = ['params.yaml', 'dvc.yaml', 'dvc.lock', 'artifacts/profiles.yaml'];

/** Everything that a comparison reads of a commit, straight from git's objects: nothing in the checkout is touched. */
export async function snapshotOf(root: string, commit: string): Promise<Snapshot> {
  const blobs = await blobsOf(root, commit, ['artifacts', ...ROOT_FILES], isRead);
  return new Map([...blobs].map(([path, bytes]) => [path, bytes.toString('utf8')]));
}

/** The regular files of a commit below some paths, as git keeps them. */
export async function blobsOf(
  root: string,
  commit: string,
  paths: readonly string[],
  holds: (path: string) => boolean = () => true,
): Promise<Map<string, Buffer>> {
  const listed = await git(root, ['ls-tree', '-r', '-l', '-z', commit, '--', ...paths]);
  const blobs = pathsOf(listed).flatMap((line) => {
    const [, hash, size, path] = /^100\d+ blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(line) ?? [];
    return path && holds(path) && !path.split('/').includes('..') ? [{ hash, path, size: Number(size) }] : [];
  });
  const input = blobs.map(({ hash, size }) => (size > LARGEST ? '' : `${hash}\n`)).join('');
  const contents = readBatch(await gitBytes(root, ['cat-file', '--batch'], { input }));
  return new Map(
    blobs.flatMap(({ hash, path, size }) => {
      const bytes = size > LARGEST ? Buffer.from(tooLarge(size)) : contents.get(hash);
      return bytes === undefined ? [] : [[path, bytes] as const];
    }),
  );
}

/**
 * The same of the working tree, as the files are on disk: those that git knows or would take in, and of the profiles named everything.
 * @throws UserError where a file cannot be read.
 */
export async function workingTree(root: string, profiles: readonly string[]): Promise<Snapshot> {
  const listing = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', 'artifacts', ...ROOT_FILES];
  const known = pathsOf(await git(root, listing));
  const named = profiles.flatMap((profile) =>
    [
      'claims.json',
      'readings.json',
      'multiverse.json',
      'multiverse-tables.json',
      'metrics.json',
      ...['figures', 'hashes', 'tables', 'histories', 'readings'].flatMap((folder) => below(root, profile, folder)),
    ].map((file) => `artifacts/${profile}/${file}`),
  );
  const paths = [...new Set([...known, ...named])].filter(isRead).sort();
  return readFiles(root, paths);
}

/** Files as they are on disk; those that are not there are left out. */
export function readFiles(root: string, paths: readonly string[]): Snapshot {
  return new Map(
    paths
      .filter((path) => existsSync(join(root, path)) && lstatSync(join(root, path)).isFile())
      .map((path) => [path, readText(root, path)]),
  );
}

/** The profiles of which a snapshot has results, in byte order. Other names than those of profiles and panels are no results. */
export function profilesOf(snapshot: Snapshot): string[] {
  const names = [...snapshot.keys()].map((path) => /^artifacts\/([^/]+)\/(claims\.json|figures\/)/.exec(path)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined && isName(name)))].sort() as string[];
}

/** The folders and panels that are left out for their names. */
export function strangeNames(snapshot: Snapshot): string[] {
  const names = [...snapshot.keys()].flatMap((path) => {
    const [, profile, , panel] = /^artifacts\/([^/]+)\/(claims\.json|figures\/(.*)\.(?:csv|svg)$)/s.exec(path) ?? [];
    return [profile, panel].filter((name) => name !== undefined && !isName(name));
  });
  return [...new Set(names)] as string[];
}

export function isName(name: string): boolean {
  return nameSchema.safeParse(name).success;
}

export function isRead(path: string): boolean {
  return ROOT_FILES.includes(path) || RESULT.test(path);
}

function below(root: string, profile: string, folder: string): string[] {
  return listFiles(join(root, 'artifacts', profile, folder)).map((file) => `${folder}/${file}`);
}

function readText(root: string, path: string): string {
  const { size } = lstatSync(join(root, path));
  if (size > LARGEST) return tooLarge(size);
  try {
    // A checkout may have been told to write the line ends of Windows; commits hold line feeds.
    return textOf(join(root, path)).replaceAll('\r\n', '\n');
  } catch (error) {
    throw new UserError(
      `${path} cannot be read: restore it with 'git checkout ${path}'. (${(error as Error).message})`,
      {
        exitCode: 2,
        cause: error,
      },
    );
  }
}

/** The blobs in the output of `git cat-file --batch`, by hash: '<hash> blob <bytes>', a line break, the bytes, a line break. */
function readBatch(output: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const [hash, kind, bytes] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (kind !== 'blob') continue;
    found.set(hash, output.subarray(at, at + Number(bytes)));
    at += Number(bytes) + 1;
  }
  return found;
}
