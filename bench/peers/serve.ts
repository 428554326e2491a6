import { createInterface } from 'node:readline';

/** A request of the benchmark to a peer, one line of JSON; so is the answer. */
export interface Request {
  do: 'load' | 'gradients' | 'train' | 'evaluate' | 'draw' | 'rate';
  [field: string]: unknown;
}

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
    console.log(JSON.stringify(await answer(JSON.parse(line))));
  }
}
