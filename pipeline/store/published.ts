import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { listFiles, readJson } from '../../src/artifact/file.ts';
import { type Hashes, hashesSchema, type IndexEntry, multiverseHashesSchema } from '../../src/artifact/hashes.ts';
import { type Configured, type Outline, stageNames } from '../../src/artifact/study.ts';
import { lockEntries } from '../driver/dvc.ts';
import { type Paths, pathsOf, ROOT } from '../driver/paths.ts';

/**
 * One published network: its line in artifacts/<profile>/hashes/<stage>.json, of a reading in artifacts/<profile>/readings/<reading>/hashes,
 * and the kernel that trained it.
 */
export interface PublishedNetwork<Configuration extends Configured = Configured> extends IndexEntry<Configuration> {
  stage: string;
  reading: string | null;
  kernelVersion: string;
}

/** What names a published network among all of a profile: 'train/modular-05-seed-0', of a reading 'leak-outside/train/modular-05-seed-0'. */
export function addressOf({ reading, stage, id }: Pick<PublishedNetwork, 'reading' | 'stage' | 'id'>): string {
  return [...(reading === null ? [] : [reading]), stage, id].join('/');
}

/**
 * Every published network of a profile, by stage and in the order of its index, then those of its readings; none where nothing is
 * published.
 * @throws UserError for a file that is damaged.
 */
export function publishedNetworks<Configuration extends Configured = Configured>(
  study: Outline,
  profile: string,
  root: string = ROOT,
): PublishedNetwork<Configuration>[] {
  const folder = join(pathsOf(profile, root).artifacts, 'readings');
  const readings = existsSync(folder) ? readdirSync(folder).sort() : [];
  return [null, ...readings].flatMap((reading) => {
    const paths = pathsOf(profile, root, reading);
    return stageNames(study, ({ trains }) => trains).flatMap((stage) => {
      const file = paths.hashes(stage);
      if (!existsSync(file)) return [];
      const { kernelVersion, networks } = readJson(file, hashesSchema) as Hashes<Configuration>;
      return networks.map((entry) => ({ ...entry, stage, reading, kernelVersion }));
    });
  });
}

/**
 * The networks of a profile's multiverse, each key once; none where it was not run.
 * @throws UserError for a file that is damaged.
 */
export function multiverseNetworks(profile: string, root: string = ROOT): PublishedNetwork[] {
  const file = pathsOf(profile, root).hashes('multiverse');
  if (!existsSync(file)) return [];
  const { kernelVersion, networks } = readJson(file, multiverseHashesSchema);
  return networks.map((entry) => ({ ...entry, stage: 'multiverse', reading: null, kernelVersion }));
}

/** How a file compares with what dvc.lock records for it; `missing` where the lock records one that is not there. */
export type LockAgreement = 'same' | 'differs' | 'missing' | 'not recorded';

/** Compares files and folders under artifacts/<profile>/ with dvc.lock of the checkout; `path` is relative to that folder. */
export function agreementWithLock({ root, artifacts }: Paths): (path: string) => LockAgreement {
  const lock = join(root, 'dvc.lock');
  const entries = lockEntries(existsSync(lock) ? readFileSync(lock, 'utf8') : '');
  const recorded = new Map(
    Object.values(entries)
      .flatMap(({ outs }) => outs ?? [])
      .map(({ path, md5 }) => [path, md5]),
  );
  return (path) => {
    const file = join(artifacts, path);
    const md5 = recorded.get(relative(root, file).replaceAll('\\', '/'));
    if (md5 === undefined) return 'not recorded';
    if (!existsSync(file)) return 'missing';
    const hash = md5.endsWith('.dir') ? md5OfFolder : (one: string, as: Reading) => md5Of(as(readFileSync(one)));
    return hash(file, asWritten) === md5 || hash(file, withLineFeeds) === md5 ? 'same' : 'differs';
  };
}

/** A folder's hash as DVC makes it: of the list of its files with their hashes, in the form of Python's JSON. */
function md5OfFolder(folder: string, as: Reading): string {
  const files = listFiles(folder).filter((path) => !path.endsWith('.tmp'));
  const lines = files.map(
    (path) => `{"md5": "${md5Of(as(readFileSync(join(folder, path))))}", "relpath": ${JSON.stringify(path)}}`,
  );
  return `${md5Of(`[${lines.join(', ')}]`)}.dir`;
}

type Reading = (bytes: Uint8Array) => Uint8Array;
const asWritten: Reading = (bytes) => bytes;
/** Line ends as they were published: a checkout may have been told to write those of Windows. */
const withLineFeeds: Reading = (bytes) =>
  Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n'), 'latin1');

function md5Of(data: string | Uint8Array): string {
  return createHash('md5').update(data).digest('hex');
}
