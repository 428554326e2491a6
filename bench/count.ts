import type { Workload } from './workloads.ts';

// Multiply-adds of the equations per sequence, without zero diagonals, padding, random numbers and exponentials. A forward step of a
// neuron: its recurrent inputs without itself, the previous module, the bit, the leak.

function forwardStep(M: number, fed: boolean): number {
  return M * (M - 1 + (fed ? M : 0) + 1 + 1);
}

/** One step back: the gradient of the state (but at the last step), and of every weight, bias-free, and of tau. */
function backwardStep(M: number, fed: boolean): number {
  const state = M - 1 + 1;
  const weights = M - 1 + (fed ? M : 0) + 1 + 1;
  return M * (state + weights);
}

/**
 * Multiply-adds of one training step on `batch` sequences of L bits. Frozen module d of D runs only L - (D - 1 - d) steps;
 * later ones cannot affect the newest module. A head's loss follows from the difference of its two logits.
 */
export function trainingCount({ architecture, size: M, tasks, length: L }: Workload, batch: number): number {
  const depth = architecture === 'modular' ? tasks : 1;
  const heads = architecture === 'modular' ? 1 : tasks;
  let count = 0;
  for (let d = 0; d < depth - 1; d++) count += Math.max(L - (depth - 1 - d), 0) * forwardStep(M, d > 0);
  count += L * (forwardStep(M, depth > 1) + backwardStep(M, depth > 1)) - M * M;
  count += heads * 3 * M;
  return batch * count;
}

/** Multiply-adds of one test: every module to the last bit, every head's answer. */
export function testCount({ architecture, size: M, tasks, length: L }: Workload, batch: number): number {
  const depth = architecture === 'modular' ? tasks : 1;
  let count = tasks * M;
  for (let d = 0; d < depth; d++) count += L * forwardStep(M, d > 0);
  return batch * count;
}
