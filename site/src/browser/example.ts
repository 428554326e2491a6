import * as z from 'zod/mini';
import { drawInitial } from '../../../src/analysis/perturbation.ts';
import { type Intervention, intervene } from '../../../src/lab/intervention.ts';
import { logits, simulateInDouble } from '../../../src/network/dynamics.ts';
import type { Module, Network } from '../../../src/network/network.ts';
import { answerOf, type Label, labelsOverTime } from '../../../src/task/label.ts';
import { fetchJson } from './fetched.ts';

const tensor = z.array(z.number());

/** data/example.json: an archived modular network. */
const exampleSchema = z.object({
  seed: z.number(),
  size: z.number(),
  leak: z.enum(['inside', 'outside']),
  modules: z.array(
    z.object({
      tau: tensor,
      inputWeight: tensor,
      inputBias: tensor,
      recurrentWeight: tensor,
      recurrentBias: tensor,
      feedforwardWeight: z.nullable(tensor),
      feedforwardBias: z.nullable(tensor),
    } satisfies Record<keyof Module, z.ZodMiniType>),
  ),
  heads: z.array(z.object({ N: z.number(), weight: tensor, bias: tensor })),
});
export type ExampleFile = z.infer<typeof exampleSchema>;

/** The answer of a head after the last bit, and the activity that it reads, [M]. */
export interface ExampleAnswer {
  N: number;
  answer: Label;
  right: boolean;
  activity: number[];
}

/** The network of the running example; it runs on any bits, intact or under an intervention, from one initial state. */
export class Example {
  readonly seed: number;
  readonly network: Network;

  constructor({ seed, size, leak, modules, heads }: ExampleFile) {
    const floats = (values: number[] | null) => values && Float32Array.from(values);
    this.seed = seed;
    this.network = {
      architecture: 'modular',
      size,
      leak,
      modules: modules.map(
        (module) =>
          Object.fromEntries(
            Object.entries(module).map(([name, values]) => [name, floats(values)]),
          ) as unknown as Module,
      ),
      heads: heads.map(({ N, weight, bias }) => ({
        N,
        weight: Float32Array.from(weight),
        bias: Float32Array.from(bias),
      })),
    };
  }

  /** Answers after every bit, one entry a head; null before bit N. The last entry has the activity. */
  answers(bits: readonly number[], intervention?: Intervention): { N: number; over: (ExampleAnswer | null)[] }[] {
    const { seed } = this;
    const network = intervention ? intervene(this.network, intervention, seed) : this.network;
    const { size: M, heads } = network;
    const found: { N: number; over: (ExampleAnswer | null)[] }[] = [];
    simulateInDouble(network, Uint8Array.from(bits), 1, drawInitial(network, seed, 0), (m, activity) => {
      const head = heads[m];
      if (!head) return;
      const { N } = head;
      const labels = labelsOverTime(bits, N);
      const over = bits.map((_, t) => {
        if (t + 1 < N) return null;
        const now = activity.slice((t + 1) * M, (t + 2) * M);
        const [even, odd] = logits(head, now, M, 1);
        const answer = answerOf(odd - even);
        return { N, answer, right: answer === labels[t], activity: [...now] };
      });
      found.push({ N, over });
    });
    return found;
  }
}

let loaded: Promise<Example> | undefined;

/**
 * The network of the running example, fetched once.
 * @throws Error if it cannot be fetched, or does not fit its format.
 */
export function loadExample(address: string): Promise<Example> {
  loaded ??= fetchJson('the example network', address, exampleSchema).then((file) => new Example(file));
  return loaded;
}
