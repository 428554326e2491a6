import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { listFiles, writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import type { StageName } from '../../src/study/stages.ts';
import { type PublishedNetwork, publishedNetworks } from '../store/published.ts';
import type { Finished } from '../store/store.ts';
import { address, dvcCommand } from './dvc.ts';
import { explainDvc } from './dvcErrors.ts';
import { pathsOf, ROOT } from './paths.ts';

/**
 * Takes published networks that the store has not from the DVC remote of this checkout, where one is configured: what dvc.lock names is
 * fetched into DVC's cache, and every network whose files all have their published SHA-256 goes into the store, where the stages
 * find it. What the remote has not, or has damaged, is left to be trained. Without a remote nothing happens.
 */
export async function pullNetworks(
  profile: string,
  stages: readonly StageName[],
  say: (text: string) => void,
): Promise<void> {
  const missing = publishedNetworks(profile).filter(
    (network) =>
      stages.includes(stageOf(network)) && network.kernelVersion === KERNEL_VERSION && !existsSync(doneFile(network)),
  );
  if (missing.length === 0) return;
  const remote = (await dvc('remote', 'list')).stdout.trim().split(/\s/)[0];
  if (!remote) return;
  const asked = [...new Set(missing.map(stageOf))];
  say(`${missing.length} published networks are not here: asking the DVC remote '${remote}' for them.`);
  const fetched = await dvc('fetch', ...asked.map((stage) => address(stage, profile)));
  const cache = (await dvc('cache', 'dir')).stdout.trim();
  const cached = cachedFiles(cache);
  const taken = missing.filter((network) => adopt(network, cached));
  const left = missing.length - taken.length;
  if (taken.length > 0) say(`${taken.length} came from the remote, each file with its published SHA-256.`);
  if (left === 0) return;
  say(`The remote has not all of them, or cannot be reached: ${left} left to train here.`);
  if (fetched.failed) say(explainDvc(`${fetched.stdout}\n${fetched.stderr}`));
}

/** The stage whose output in DVC holds a network. */
function stageOf({ reading, stage }: PublishedNetwork): StageName {
  return reading === null ? stage : 'readings';
}

function doneFile({ key }: PublishedNetwork): string {
  return join(pathsOf('').store, key, 'done.json');
}

/**
 * Every file of DVC's cache by its SHA-256. Not by the listing of the folder that it belongs to: DVC keeps none where a single file of it
 * could not be had.
 */
function cachedFiles(cache: string): Map<string, string> {
  const files = listFiles(cache).filter((file) => !file.endsWith('.dir'));
  return new Map(files.map((file) => [sha256(readFileSync(join(cache, file))), join(cache, file)]));
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

function dvc(...args: string[]) {
  const { program, env } = dvcCommand();
  return execa(program, args, { cwd: ROOT, env, reject: false, stdin: 'ignore' });
}
