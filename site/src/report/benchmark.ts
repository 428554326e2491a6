import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readJson } from '../../../src/artifact/file.ts';
import type { Architecture } from '../../../src/network/network.ts';
import { benchFolder } from './profile.ts';

// The records of `npm run bench`, as bench/README.md documents them.

/** Over rounds; the value of a round is the median over its steps. */
export interface Measured {
  median: number;
  lowest: number;
  highest: number;
}

interface Head {
  format: number;
  note: string | null;
  machine: Machine;
  /** Mean number of running processes over a minute. */
  load: { before: number; after: number };
}

export interface Machine {
  cpu: string;
  family: string | null;
  cores: number;
  memoryGB: number;
  platform: string;
  vectorBits: number | null;
  node: string;
  v8: string;
  pinned: boolean;
}

export interface Peer {
  id: string;
  label: string;
  versions: Record<string, string>;
}

export interface Workload {
  name: string;
  architecture: Architecture;
  size: number;
  tasks: number;
  length: number;
  batch: number;
  multiplyAdds: number;
  gigaflops: number;
  limit: number;
  share: number;
  drawMilliseconds: number | null;
  revectorized: number;
  peers: Record<
    string,
    {
      agreement: { loss: number; gradient: { tensor: string; relativeError: number }; agrees: boolean };
      milliseconds: Measured | null;
      ratio: number | null;
    }
  >;
}

export interface Bench extends Head {
  settings: { rounds: number; batch: number };
  peers: Peer[];
  leftOut: { id: string; label: string; reason: string }[];
  limits: { id: string; label: string; rates: Record<string, Measured> }[];
  revectorizer: { engaged: boolean; ratio: number; kernelEngaged: boolean; kernelRatio: number };
  workloads: Workload[];
  workers: { workload: string; one: number; two: number; ratio: number }[];
}

export interface ScalingPoint {
  architecture: Architecture;
  M: number;
  N: number;
  seconds: number;
  trainMilliseconds: number;
  testMilliseconds: number;
  flop: number;
  gigaflops: number;
}

export interface Scaling extends Head {
  settings: { rounds: number; batch: number; stepsPerEpoch: number; testBatches: number };
  points: ScalingPoint[];
}

/** The network with a large N: its training from scratch, and the time of a training step with and without the pool. */
export interface Deep extends Head {
  settings: { batch: number };
  training: {
    key: string;
    sha256: string;
    size: number;
    nSolved: number;
    epochs: number;
    seconds: number;
    processorSeconds: number;
    peakMegabytes: number;
  };
  steps: { N: number; length: number; pooled: number; whole: number }[];
}

/** The format that these pages read. */
const FORMAT = 1;

/** The text of a record, or null if the benchmark has not been run. */
export function readBench(name: string): string | null {
  const file = path.join(benchFolder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** The records that are there, in a fixed order. */
export function benchFiles(): string[] {
  return ['bench.json', 'scaling.json', 'deep.json'].filter((name) => readBench(name) !== null);
}

/** @throws Error for a record of another format. */
function record<T extends Head>(name: string): T | null {
  const file = path.join(benchFolder, name);
  if (!existsSync(file)) return null;
  const read = readJson<T>(file);
  if (read.format === FORMAT) return read;
  throw new Error(
    `artifacts/bench/${name} has format ${read.format} instead of ${FORMAT}: another version of the benchmark wrote it. Run npm run bench again.`,
  );
}

/** The kernel and its peers, or null if the benchmark has not been run. */
export const bench = record<Bench>('bench.json');

/** The cost of curriculum steps, or null if the benchmark has not been run. */
export const scaling = record<Scaling>('scaling.json');

/** Time and memory of the network with a large N, or null if they have not been measured. */
export const deep = record<Deep>('deep.json');
