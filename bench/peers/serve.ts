import { createInterface } from 'node:readline';
import { z } from 'zod';
import { parseFormat } from '../../src/artifact/format.ts';

const steps = z.int().min(1);
const workload = z.object({
  name: z.string(),
  architecture: z.enum(['modular', 'non-modular']),
  size: z.number(),
  tasks: z.number(),
  length: z.number(),
});
/** A request of the benchmark to a peer, one line of JSON; so is the answer. */
const requestSchema = z.discriminatedUnion('do', [
  /** `file` has the parameters and the batch, for peers that do not make them. */
  z.object({ do: z.literal('load'), workload, file: z.string().optional() }),
  z.object({ do: z.literal('gradients'), file: z.string() }),
  z.object({ do: z.enum(['train', 'evaluate', 'draw']), steps }),
  z.object({ do: z.literal('rate') }),
]);
export type Request = z.infer<typeof requestSchema>;

/** Times `count` turns of some work, in milliseconds each. */
export function timeEach(count: number, work: () => void): number[] {
  return Array.from({ length: count }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
}

/** Answers requests until stdin ends. */
export async function serve(
  versions: Record<string, string>,
  answer: (request: Request) => object | Promise<object>,
): Promise<void> {
  console.log(JSON.stringify({ ready: true, versions }));
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer(parseFormat(requestSchema, line, 'The request'))));
  }
}
