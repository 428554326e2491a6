import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { optionalJson } from '../../../src/artifact/file.ts';
import { type Hashes, hashesSchema, multiverseHashesSchema } from '../../../src/artifact/hashes.ts';
import type { Architecture } from '../../../src/network/network.ts';
import { valueFor } from '../../../src/params/params.ts';
import { TRAINING_STAGES } from '../../../src/study/stages.ts';
import { digest, readJson, readRows } from './artifacts.ts';
import { artifactsFolder, params } from './profile.ts';

/** The published networks of a stage. */
export interface PublishedStage {
  stage: string;
  networks: number;
  kernelVersion: string;
  /** The first twelve hexadecimal digits of the SHA-256 of the list of hashes. */
  digest: string;
  /** Training steps of all its networks, by its history. */
  steps: number;
}

/** The published networks by stage; empty if none was trained. */
export const published: readonly PublishedStage[] = hashFiles('').map((file) => {
  const { kernelVersion, networks } = readJson(file, hashesSchema) as Hashes;
  const stage = path.basename(file, '.json');
  const epochs = readRows(`histories/${stage}.csv`);
  return {
    stage,
    networks: networks.length,
    kernelVersion,
    digest: digest(file) as string,
    steps: epochs.reduce(
      (sum, { architecture }) => sum + valueFor(architecture as Architecture, params.training.stepsPerEpoch),
      0,
    ),
  };
});

/** Networks trained under readings, those of the protocol at the readings' scale among them; the same network counts once. */
export const readingNetworks = new Set(
  readingFolders()
    .flatMap((folder) => hashFiles(folder))
    .flatMap((file) => (readJson(file, hashesSchema) as Hashes).networks.map(({ key }) => key)),
).size;

/** Networks of the multiverse; 0 where none was run. */
export const multiverseNetworks =
  optionalJson(path.join(artifactsFolder, 'hashes/multiverse.json'), multiverseHashesSchema)?.networks.length ?? 0;

/** Number of readings that trained networks, including the protocol at their scale. */
export const readingCount = readingFolders().filter((folder) => hashFiles(folder).length > 0).length;

function readingFolders(): string[] {
  const folder = path.join(artifactsFolder, 'readings');
  return existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((name) => `readings/${name}/`)
    : [];
}

/** The files of hashes in a folder, of training stages alone, in the order of the stages. */
function hashFiles(below: string): string[] {
  return TRAINING_STAGES.map((stage) => `${below}hashes/${stage}.json`).filter((file) =>
    existsSync(path.join(artifactsFolder, file)),
  );
}
