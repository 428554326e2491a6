import type { Architecture, Head, Leak, Module, Network } from '../../src/network/network.ts';
import { stream } from '../../src/task/stream.ts';

export interface RandomNetworkOptions {
  architecture: Architecture;
  /** M */
  size: number;
  /** Modules; a non-modular network has its one core whatever is given. Default 1. */
  depth?: number;
  /** Readout heads of a non-modular network; a modular one has a head a module. Default 1. */
  heads?: number;
  seed: number;
  leak?: Leak;
}

/** A network of any depth with weights and biases U(+-1/sqrt(fan_in)), tau 1 + U[0,1] and zero diagonals, heads from N = 2. */
export function randomNetwork(options: RandomNetworkOptions): Network {
  const { architecture, size: M, seed, leak = 'inside' } = options;
  const modular = architecture === 'modular';
  const depth = modular ? (options.depth ?? 1) : 1;
  const words = stream(seed, 'random network');
  const values = (length: number, fanIn: number) =>
    Float32Array.from({ length }, () => (2 * words.uniform() - 1) / Math.sqrt(fanIn));
  const modules = Array.from({ length: depth }, (_, m): Module => {
    const recurrentWeight = values(M * M, M);
    for (let i = 0; i < M; i++) recurrentWeight[i * M + i] = 0;
    return {
      tau: Float32Array.from({ length: M }, () => 1 + words.uniform()),
      inputWeight: values(M, 1),
      inputBias: values(M, 1),
      recurrentWeight,
      recurrentBias: values(M, M),
      feedforwardWeight: m > 0 ? values(M * M, M) : null,
      feedforwardBias: m > 0 ? values(M, M) : null,
    };
  });
  const heads = Array.from(
    { length: modular ? depth : (options.heads ?? 1) },
    (_, k): Head => ({ N: k + 2, weight: values(2 * M, M), bias: values(2, M) }),
  );
  return { architecture, size: M, leak, modules, heads };
}
