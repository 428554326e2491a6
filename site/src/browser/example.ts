import { drawInitial } from '../../../src/analysis/perturbation.ts';
import { type Intervention, intervene } from '../../../src/lab/intervention.ts';
import { logits, simulateInDouble } from '../../../src/network/dynamics.ts';
import type { Leak, Module, Network } from '../../../src/network/network.ts';
import { answerOf, type Label, labelsOverTime } from '../../../src/task/label.ts';

/** data/example.json: an archived modular network. */
export interface ExampleFile {
  seed: number;
  size: number;
  leak: Leak;
  modules: { [Tensor in keyof Module]: number[] | (null extends Module[Tensor] ? null : never) }[];
  heads: { N: number; weight: number[]; bias: number[] }[];
}

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
    const tensor = (values: number[] | null) => values && Float32Array.from(values);
    this.seed = seed;
    this.network = {
      architecture: 'modular',
      size,
      leak,
      modules: modules.map(
        (module) =>
          Object.fromEntries(
            Object.entries(module).map(([name, values]) => [name, tensor(values)]),
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
 * @throws Error if it cannot be fetched.
 */
export function loadExample(address: string): Promise<Example> {
  loaded ??= fetch(address).then(async (response) => {
    if (!response.ok) throw new Error(`the example network could not be fetched (HTTP ${response.status})`);
    return new Example((await response.json()) as ExampleFile);
  });
  return loaded;
}
