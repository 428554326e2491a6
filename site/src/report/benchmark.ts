import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { benchSchema, deepSchema, scalingSchema } from '../../../src/artifact/bench.ts';
import { optionalJson } from '../../../src/artifact/file.ts';
import { benchFolder } from './profile.ts';

/** The text of a record, or null if the benchmark has not been run. */
export function readBench(name: string): string | null {
  const file = path.join(benchFolder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** The records that are there, in a fixed order. */
export function benchFiles(): string[] {
  return ['bench.json', 'scaling.json', 'deep.json'].filter((name) => readBench(name) !== null);
}

function record<T>(name: string, schema: z.ZodType<T>): T | null {
  return optionalJson(path.join(benchFolder, name), schema);
}

/** The kernel and its peers, or null if the benchmark has not been run. */
export const bench = record('bench.json', benchSchema);

/** The cost of curriculum steps, or null if the benchmark has not been run. */
export const scaling = record('scaling.json', scalingSchema);

/** Time and memory of the network with a large N, or null if they have not been measured. */
export const deep = record('deep.json', deepSchema);
