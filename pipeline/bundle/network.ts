import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UserError } from '../../src/artifact/error.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import { runFlags } from '../../src/artifact/run.ts';
import type { Study } from '../../src/artifact/study.ts';
import { pathsOf } from '../driver/paths.ts';
import { addressOf, type PublishedNetwork } from '../store/published.ts';
import { finishedSchema } from '../store/store.ts';
import { type Files, jsonBytes, jsonOf, sameBytes, textOf } from './files.ts';

/** Where a bundle keeps its networks: once each, by key, as the store of a checkout does. */
export const STORE = 'artifacts/store';

/** The model card of all of them. */
export const CARD_FILE = `${STORE}/README.md`;

/** The files of a network's folder in the bundle: what its line of hashes lists, and the list itself. */
function pathsOfNetwork({ key, files }: Pick<PublishedNetwork, 'key' | 'files'>): string[] {
  return [...Object.keys(files), 'done.json'].map((file) => `${STORE}/${key}/${file}`);
}

/**
 * Adds every published network, from the store or from where its stage laid it out, whichever has the bytes that are published.
 * @throws UserError naming the first that is not here, or not with its published bytes.
 */
export function addNetworks(files: Files, profile: string, networks: readonly PublishedNetwork[], root: string): void {
  for (const network of networks) {
    for (const [name, hash] of Object.entries(network.files)) {
      const path = `${STORE}/${network.key}/${name}`;
      if (files.has(path)) continue;
      files.set(path, readNetworkFile(network, name, hash, profile, root));
    }
    files.set(`${STORE}/${network.key}/done.json`, jsonBytes({ files: network.files }));
  }
}

function readNetworkFile(
  network: PublishedNetwork,
  name: string,
  hash: string,
  profile: string,
  root: string,
): Uint8Array {
  const paths = pathsOf(profile, root, network.reading);
  const places = [join(paths.store, network.key, name), join(paths.networks(network.stage), network.id, name)];
  const found = places.filter((file) => existsSync(file));
  for (const file of found) {
    const bytes = readFileSync(file);
    if (sha256(bytes) === hash) return bytes;
  }
  const what = found.length === 0 ? 'is not here' : 'is not the one that is published, its SHA-256 differs';
  const where = places.map((file) => relative(root, file)).join(' nor in ');
  throw new UserError(
    `Network ${addressOf(network)} ${what}: neither in ${where}. Networks are not in git: fetch them with 'dvc pull' where a remote has them, or make them with 'npm run reproduce -- ${runFlags(profile)}'.`,
  );
}

/** The model card that a bundle's files give; null where they, or its study, give none. */
export function cardOf({ card }: Pick<Study, 'card'>, files: Files, profile: string): Uint8Array | null {
  const text = card?.((path) => textOf(files, path), profile) ?? null;
  return text === null ? null : Buffer.from(text);
}

/** What is wrong with the model card of a bundle; nothing where it is what the bundle's files give. */
export function cardFaults(study: Pick<Study, 'card'>, files: Files, profile: string): string[] {
  const there = files.get(CARD_FILE);
  try {
    const expected = cardOf(study, files, profile);
    const isSame = expected === null ? there === undefined : sameBytes(there, expected);
    return isSame ? [] : [`${CARD_FILE} is not what the bundle's files give`];
  } catch (error) {
    return [`${CARD_FILE} cannot be compared: ${(error as Error).message}`];
  }
}

/** What of the networks in a bundle is not as its hashes say: a file that is missing, changed, or that no line of hashes names. */
export function networkFaults(
  { training }: Pick<Study, 'training'>,
  files: Files,
  networks: readonly PublishedNetwork[],
): string[] {
  const named = new Set(networks.flatMap(pathsOfNetwork));
  const strange = [...files.keys()].filter(
    (path) => path.startsWith(`${STORE}/`) && path !== CARD_FILE && !named.has(path),
  );
  const seen = new Set<string>();
  return [
    ...strange.map((path) => `${path} belongs to no network that the hashes name`),
    ...networks.flatMap((network) => {
      const wrong = Object.entries(network.files).flatMap(([name, hash]) => {
        const path = `${STORE}/${network.key}/${name}`;
        const bytes = files.get(path);
        const made = bytes === undefined ? 'no such file' : sha256(bytes);
        if (made === hash || seen.has(path)) return [];
        seen.add(path);
        return [`${path} of network ${addressOf(network)}: its hashes have ${hash}, the bundle has ${made}`];
      });
      const listed = network.files[training?.mainFile ?? ''];
      if (listed !== network.sha256)
        wrong.push(
          `the hashes of network ${addressOf(network)} contradict each other: ${network.sha256} and ${listed}`,
        );
      const done = jsonOf(files, `${STORE}/${network.key}/done.json`, finishedSchema)?.files;
      if (JSON.stringify(done) !== JSON.stringify(network.files)) {
        wrong.push(`${STORE}/${network.key}/done.json does not list the files of network ${addressOf(network)}`);
      }
      return wrong;
    }),
  ];
}
