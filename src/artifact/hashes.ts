import { z } from 'zod';
import type { Configured } from './study.ts';

function isConfigured(value: unknown): boolean {
  const { engine, seed } = (value ?? {}) as Partial<Configured>;
  return typeof engine === 'string' && typeof seed === 'number';
}

/** One network of a stage's index: what was made, under which key, with which hashes. */
const entrySchema = z.object({
  id: z.string(),
  /** Hash of configuration and kernel version: its key in the store. */
  key: z.string(),
  /** SHA-256 of its main file. */
  sha256: z.string(),
  files: z.record(z.string(), z.string()),
  /** As it stands there: other results repeat it in its order of keys. */
  configuration: z.custom<Configured>(isConfigured, { error: 'expected an engine and a seed' }),
});

export type IndexEntry<Configuration extends Configured = Configured> = Omit<
  z.infer<typeof entrySchema>,
  'configuration'
> & { configuration: Configuration };

/** networks/<stage>/index.json: the networks of a stage, in the order in which it was given them. */
export const indexSchema = z.array(entrySchema);

const networks = z.array(entrySchema).refine((all) => new Set(all.map(({ id }) => id)).size === all.length, {
  error: 'two networks have the same id',
});

/** hashes/multiverse.json, in git: the networks of all specifications; none where a profile crosses nothing. */
export const multiverseHashesSchema = z.object({ kernelVersion: z.string(), networks });

/** hashes/<stage>.json, in git: the index of a stage's networks and the kernel that trained them. */
export const hashesSchema = multiverseHashesSchema.extend({
  networks: networks.refine((all) => all.length > 0, { error: 'no network' }),
});

export interface Hashes<Configuration extends Configured = Configured> {
  kernelVersion: string;
  networks: IndexEntry<Configuration>[];
}

/** The same as another version of the software wrote it. */
export const anyHashesSchema = z.looseObject({
  networks: z.array(z.looseObject({ id: z.string(), sha256: z.string() })),
});

/** The text of hashes/<stage>.json, one line a network, so that a changed network is one changed line of a diff. */
export function formatHashes({ kernelVersion, networks }: Hashes): string {
  const lines = networks.map((entry) => JSON.stringify(entry));
  return `{"kernelVersion":${JSON.stringify(kernelVersion)},"networks":[\n${lines.join(',\n')}\n]}\n`;
}
