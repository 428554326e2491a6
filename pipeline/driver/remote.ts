import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dirSchema } from '../../src/artifact/dvc.ts';
import { listFiles, readJson, writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import type { Outline } from '../../src/artifact/study.ts';
import { type PublishedNetwork, publishedNetworks } from '../store/published.ts';
import type { Finished } from '../store/store.ts';
import { address, dvc, lockEntries, refused } from './dvc.ts';
import { explainDvc } from './dvcErrors.ts';
import { pathsOf } from './paths.ts';

/**
 * Takes published networks that the store has not from the DVC remote of this checkout, where one is configured: what dvc.lock names is
 * fetched into DVC's cache, and every network whose files all have their published SHA-256 goes into the store, where the stages
 * find it. What the remote has not, or has damaged, is left to be trained. Without a remote nothing happens.
 */
export async function pullNetworks(
  study: Outline,
  profile: string,
  stages: readonly string[],
  say: (text: string) => void,
): Promise<void> {
  const missing = publishedNetworks(study, profile).filter(
    (network) =>
      stages.includes(stageOf(study, network)) &&
      network.kernelVersion === study.kernelVersion &&
      !existsSync(doneFile(network)),
  );
  if (missing.length === 0) return;
  const remotes = await dvc('remote', 'list');
  if (remotes.failed) throw refused(remotes);
  const remote = remotes.stdout.trim().split(/\s/)[0];
  if (!remote) return;
  const asked = [...new Set(missing.map((network) => stageOf(study, network)))];
  say(`${missing.length} published networks are not here: asking the DVC remote '${remote}' for them.`);
  const folder = await dvc('cache', 'dir');
  if (folder.failed) throw refused(folder);
  const cache = folder.stdout.trim();
  const before = new Set(listFiles(cache));
  const addresses = asked.map((stage) => address(stage, profile));
  const fetched = await dvc('fetch', ...addresses);
  const cached = cachedFiles(cache, before, addresses);
  const taken = missing.filter((network) => adopt(network, cached));
  const left = missing.length - taken.length;
  if (taken.length > 0) say(`${taken.length} came from the remote, each file with its published SHA-256.`);
  if (left === 0) return;
  say(`The remote has not all of them, or cannot be reached: ${left} left to train here.`);
  if (fetched.failed) say(explainDvc(`${fetched.stdout}\n${fetched.stderr}`));
}

/** The stage whose output in DVC holds a network. */
function stageOf({ stages }: Outline, { reading, stage }: PublishedNetwork): string {
  const all = stages.find(({ files }) => files?.includes('networks/readings'));
  return reading === null || !all ? stage : all.name;
}

function doneFile({ key }: PublishedNetwork): string {
  return join(pathsOf('').store, key, 'done.json');
}

/**
 * Files of DVC's cache by their SHA-256: those that came with the fetch, and those that the listings of the stages' folders name. A listing alone
 * would not do, since DVC keeps none where a single file of the folder could not be had; nor would all files, since a cache may be
 * shared by projects and hold anything.
 */
function cachedFiles(cache: string, before: ReadonlySet<string>, stages: readonly string[]): Map<string, string> {
  const listed = listedFiles(cache, stages);
  const files = listFiles(cache).filter((file) => !file.endsWith('.dir') && (!before.has(file) || listed.has(file)));
  return new Map(files.map((file) => [sha256(readFileSync(join(cache, file))), join(cache, file)]));
}

/** The files of the cache that belong to folders of stages, as far as the cache has the listings of these. */
function listedFiles(cache: string, stages: readonly string[]): Set<string> {
  const place = (md5: string) => `files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`;
  const entries = lockEntries();
  const listings = stages
    .flatMap((stage) => entries[stage]?.outs ?? [])
    .filter(({ md5 }) => md5.endsWith('.dir'))
    .map(({ md5 }) => join(cache, place(md5)));
  return new Set(
    listings
      .filter((file) => existsSync(file))
      .flatMap((file) => readJson(file, dirSchema))
      .map(({ md5 }) => place(md5)),
  );
}

/** Puts a network into the store; false, and nothing there, where a file is missing or is not the published one. */
function adopt(network: PublishedNetwork, cached: ReadonlyMap<string, string>): boolean {
  const files = Object.entries(network.files);
  if (!files.every(([, hash]) => cached.has(hash))) return false;
  for (const [name, hash] of files)
    writeAtomic(join(pathsOf('').store, network.key, name), readFileSync(cached.get(hash) as string));
  writeJson(doneFile(network), { files: network.files } satisfies Finished);
  return true;
}
