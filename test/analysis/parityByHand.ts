import type { Head, Module, Network } from '../../src/network/network.ts';

/** A module of M silent neurons with tau = 1: no memory but through weights. */
function silent(M: number, fed: boolean): Module {
  return {
    tau: new Float32Array(M).fill(1),
    inputWeight: new Float32Array(M),
    inputBias: new Float32Array(M),
    recurrentWeight: new Float32Array(M * M),
    recurrentBias: new Float32Array(M),
    feedforwardWeight: fed ? new Float32Array(M * M) : null,
    feedforwardBias: fed ? new Float32Array(M) : null,
  };
}

/** A head whose evidence for 'odd' is the weighted sum of some neurons less one half. */
function head(N: number, M: number, weights: Record<number, number>): Head {
  const weight = new Float32Array(2 * M);
  for (const [neuron, value] of Object.entries(weights)) weight[M + Number(neuron)] = value;
  return { N, weight, bias: Float32Array.of(0, -0.5) };
}

/**
 * One core that computes the parity of the last 2, ..., `largestN` bits exactly. Neuron d - 1 of a delay line holds s(t - d + 1); for each N
 * then, N neurons hold f(S - k), k = 0, ..., N - 1, of S = s(t) + s(t - 1) + ... + s(t - N + 1), and S - 2 (S - 1)+ + 2 (S - 2)+ - ... is 1 where S is odd.
 */
export function parityCore(largestN: number): Network {
  const line = largestN - 1;
  const tasks = Array.from({ length: line }, (_, k) => k + 2);
  const M = line + tasks.reduce((sum, N) => sum + N, 0);
  const core = silent(M, false);
  core.inputWeight[0] = 1;
  for (let d = 1; d < line; d++) core.recurrentWeight[d * M + d - 1] = 1;
  let first = line;
  const heads = tasks.map((N) => {
    const weights: Record<number, number> = {};
    for (let k = 0; k < N; k++) {
      const neuron = first + k;
      core.inputWeight[neuron] = 1;
      core.recurrentBias[neuron] = -k;
      for (let d = 0; d < N - 1; d++) core.recurrentWeight[neuron * M + d] = 1;
      weights[neuron] = k === 0 ? 1 : 2 * (-1) ** k;
    }
    first += N;
    return head(N, M, weights);
  });
  return { architecture: 'non-modular', size: M, leak: 'inside', modules: [core], heads };
}

/**
 * Two modules of three neurons: the first answers the parity of 2 bits (neuron 0 the last bit, 1 and 2 f(S) and f(S - 1)), the second
 * adds s(t) to the first one's answer at t - 1 and answers the parity of 3; its neuron 2 follows its neuron 0 for no purpose.
 */
export function parityModules(): Network {
  const first = silent(3, false);
  first.inputWeight.fill(1);
  first.recurrentWeight.set([0, 0, 0, 1, 0, 0, 1, 0, 0]);
  first.recurrentBias.set([0, 0, -1]);
  const second = silent(3, true);
  second.inputWeight.set([1, 1, 0]);
  second.recurrentWeight.set([0, 0, 0, 0, 0, 0, 1, 0, 0]);
  second.recurrentBias.set([0, -1, 0]);
  second.feedforwardWeight?.set([0, 1, -2, 0, 1, -2, 0, 0, 0]);
  const heads = [head(2, 3, { 1: 1, 2: -2 }), head(3, 3, { 0: 1, 1: -2 })];
  return { architecture: 'modular', size: 3, leak: 'inside', modules: [first, second], heads };
}
