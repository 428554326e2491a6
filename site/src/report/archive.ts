import { readFileSync } from 'node:fs';
import path from 'node:path';
import { drawInitial } from '../../../src/analysis/perturbation.ts';
import { type LabNetwork, labIndexSchema } from '../../../src/lab/format.ts';
import { INTACT, type Intervention, intervene } from '../../../src/lab/intervention.ts';
import { readCheckpoint } from '../../../src/network/checkpoint.ts';
import { logits, simulateInDouble } from '../../../src/network/dynamics.ts';
import type { Network } from '../../../src/network/network.ts';
import { answerOf, type Label, labelsOverTime } from '../../../src/task/label.ts';
import { readJson } from './artifacts.ts';
import { stream } from './parity.ts';
import { artifactsFolder } from './profile.ts';

/** The answers of one readout head after every bit of the running example. */
export interface Answers {
  N: number;
  /** After bit t, from 0; null before bit N. */
  over: ({ answer: Label; right: boolean } | null)[];
  /** Activity of the neurons that the head reads after the last bit, [M]. */
  activity: number[];
}

/** An archived network with its answers on the running example. */
export interface Example {
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
export function example(intervention: Intervention = INTACT): Example | null {
  if (!exampleNetwork) return null;
  const file = path.join(artifactsFolder, 'lab', exampleNetwork.id, 'network.safetensors');
  const { network } = readCheckpoint(readFileSync(file));
  return {
    network: exampleNetwork,
    answers: answersOf(intervene(network, intervention, exampleNetwork.seed), exampleNetwork),
  };
}

/** Runs a network on the running example from the initial state of its first perturbation draw. */
function answersOf(network: Network, { seed, nSolved }: LabNetwork): Answers[] {
  const { size: M, heads } = network;
  const initial = drawInitial(network, seed, 0);
  const found: Answers[] = [];
  simulateInDouble(network, Uint8Array.from(stream), 1, initial, (m, activity) => {
    const head = heads[m];
    if (!head || head.N > nSolved) return;
    const labels = labelsOverTime(stream, head.N);
    const over = stream.map((_, t) => {
      if (t + 1 < head.N) return null;
      const [even, odd] = logits(head, activity.slice((t + 1) * M, (t + 2) * M), M, 1);
      const answer = answerOf(odd - even);
      return { answer, right: answer === labels[t] } as const;
    });
    found.push({ N: head.N, over, activity: [...activity.slice(-M)] });
  });
  return found;
}
