import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type LabNetwork, labIndexSchema } from '../../../src/lab/format.ts';
import { INTACT, type Intervention } from '../../../src/lab/intervention.ts';
import { readCheckpoint } from '../../../src/network/checkpoint.ts';
import { Example, type ExampleAnswer, type ExampleFile } from '../browser/example.ts';
import { readJson } from './artifacts.ts';
import { stream } from './parity.ts';
import { artifactsFolder } from './profile.ts';

/** The answers of one readout head after every bit of the running example. */
export interface Answers {
  N: number;
  /** After bit t, from 0; null before bit N. */
  over: (ExampleAnswer | null)[];
  /** Activity of the neurons that the head reads after the last bit, [M]. */
  activity: number[];
}

/** An archived network with its answers on the running example. */
export interface ArchivedExample {
  network: LabNetwork;
  /** One entry per solved task, N = 2 first. */
  answers: Answers[];
}

/** The example solves at least this N. */
const LEAST_SOLVED = 5;

/** The smallest archived modular network that solves N = 5, the example of the story; null if there is none. */
export const exampleNetwork: LabNetwork | null =
  readJson('lab/index.json', labIndexSchema)
    ?.networks.filter(({ architecture, nSolved }) => architecture === 'modular' && nSolved >= LEAST_SOLVED)
    .sort((a, b) => a.size - b.size || a.seed - b.seed)[0] ?? null;

/** Its answers on the running example, under an intervention if one is given; null if no network was archived. */
export function example(intervention: Intervention = INTACT): ArchivedExample | null {
  if (!exampleNetwork) return null;
  const answers = new Example(exampleFile(exampleNetwork)).answers(stream, intervention).map(({ N, over }) => ({
    N,
    over,
    activity: over.at(-1)?.activity ?? [],
  }));
  return { network: exampleNetwork, answers };
}

/** Nine digits tell every float32 from the next. */
const digits = (values: Float32Array) => [...values].map((value) => Number(value.toPrecision(9)));
const optional = (values: Float32Array | null) => values && digits(values);

/** An archived network as the page runs it, up to its last solved task. */
export function exampleFile({ id, seed, nSolved }: LabNetwork): ExampleFile {
  const file = path.join(artifactsFolder, 'lab', id, 'network.safetensors');
  const { network } = readCheckpoint(readFileSync(file));
  return {
    seed,
    size: network.size,
    leak: network.leak,
    modules: network.modules.slice(0, nSolved - 1).map((module) => ({
      tau: digits(module.tau),
      inputWeight: digits(module.inputWeight),
      inputBias: digits(module.inputBias),
      recurrentWeight: digits(module.recurrentWeight),
      recurrentBias: digits(module.recurrentBias),
      feedforwardWeight: optional(module.feedforwardWeight),
      feedforwardBias: optional(module.feedforwardBias),
    })),
    heads: network.heads
      .slice(0, nSolved - 1)
      .map(({ N, weight, bias }) => ({ N, weight: digits(weight), bias: digits(bias) })),
  };
}
