import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { unpackArchive } from '../../pipeline/bundle/archive.ts';
import { type Files, writeFiles } from '../../pipeline/bundle/files.ts';
import { type PublishedNetwork, publishedNetworks } from '../../pipeline/store/published.ts';
import { study } from '../../pipeline/study.ts';
import { commit } from './checkout.ts';
import { makePublished, type Published } from './published.ts';

/** The folder of the profile's results in a bundle. */
export const SMOKE = 'artifacts/smoke';

/** Four networks and what rests on them: a second or two of training. */
const TRAIN = { modularSizes: [5], nonModularSizes: [20], seeds: [2], epochs: 2 };

/** A bundle as `publish:bundle` made it, and the checkout that it was made of. */
export interface PublishedBundle {
  published: Published;
  /** For what a test writes; its folder `whole` has the files of the bundle. */
  folder: string;
  archive: string;
  files: Files;
  networks: PublishedNetwork[];
  publish(...flags: string[]): ReturnType<Published['script']>;
  verify(file: string, ...flags: string[]): ReturnType<Published['script']>;
  remove(): void;
}

/** Trains, publishes and unpacks a small profile. */
export async function makeBundle(): Promise<PublishedBundle> {
  const published = await makePublished();
  published.edit('params.yaml', (text) => {
    const params = parseDocument(text);
    params.setIn(['profiles', 'smoke', 'train'], params.createNode(TRAIN, { flow: true }));
    return params.toString({ lineWidth: 0 });
  });
  await published.stages('train', 'conserve', 'figures', 'claims');
  const folder = mkdtempSync(join(tmpdir(), 'modular-growth-test-'));
  const archive = join(folder, 'bundle.zip');
  await commit(published.root);
  const publish = (...flags: string[]) => published.script('bundle', '--profile', 'smoke', ...flags);
  const { all, exitCode } = await publish('--partial', '--out', archive);
  if (exitCode !== 0) throw new Error(all);
  const files = unpackArchive(readFileSync(archive), archive);
  writeFiles(files, join(folder, 'whole'));
  return {
    published,
    folder,
    archive,
    files,
    networks: publishedNetworks(study, 'smoke', join(folder, 'whole')),
    publish,
    verify: (file, ...flags) => published.script('verify', '--bundle', file, ...flags),
    remove: () => {
      published.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
