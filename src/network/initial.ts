import { stream } from '../task/stream.ts';
import type { Architecture, Head, Leak, Module, Network } from './network.ts';

/** Uniform on +-1/sqrt(fanIn), PyTorch's default for a linear map and its bias. */
function uniform(length: number, fanIn: number, draw: () => number): Float32Array {
  const bound = 1 / Math.sqrt(fanIn);
  return Float32Array.from({ length }, () => (2 * draw() - 1) * bound);
}

/**
 * A fresh module of M neurons: the module of `index` (0 for N = 2, or the core), with a feedforward map where it has a module
 * before it. Weights and biases U(+-1/sqrt(fan_in)), tau 1 + U[0,1), zero diagonal. Each tensor has a separate stream, so a
 * module's draw does not depend on what else is drawn.
 */
export function initialModule(M: number, index: number, withFeedforward: boolean, seed: number): Module {
  const draw = (subindex: number) => stream(seed, 'weights', index, subindex).uniform;
  const recurrentWeight = uniform(M * M, M, draw(3));
  for (let i = 0; i < M; i++) recurrentWeight[i * M + i] = 0;
  const fromOne = draw(0);
  return {
    tau: Float32Array.from({ length: M }, () => 1 + fromOne()),
    inputWeight: uniform(M, 1, draw(1)),
    inputBias: uniform(M, 1, draw(2)),
    recurrentWeight,
    recurrentBias: uniform(M, M, draw(4)),
    feedforwardWeight: withFeedforward ? uniform(M * M, M, draw(5)) : null,
    feedforwardBias: withFeedforward ? uniform(M, M, draw(6)) : null,
  };
}

/** A fresh readout head of task N on M neurons, U(+-1/sqrt(M)). */
export function initialHead(M: number, N: number, seed: number): Head {
  return {
    N,
    weight: uniform(2 * M, M, stream(seed, 'readout', N, 0).uniform),
    bias: uniform(2, M, stream(seed, 'readout', N, 1).uniform),
  };
}

/** The network at the curriculum's first step: one module, or the core, with a head for task `firstN`. */
export function initialNetwork(
  architecture: Architecture,
  size: number,
  seed: number,
  leak: Leak = 'inside',
  firstN = 2,
): Network {
  return {
    architecture,
    size,
    leak,
    modules: [initialModule(size, 0, false, seed)],
    heads: [initialHead(size, firstN, seed)],
  };
}
