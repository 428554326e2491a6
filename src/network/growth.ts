import { stream } from '../task/stream.ts';
import { cloneModule } from './clone.ts';
import { initialHead, initialModule } from './initial.ts';
import type { Network, ParameterGroup } from './network.ts';

/** How the open detail of the paper's growth is read; see `growthOf`. */
export type GrowthReading = 'copy-connectivity' | 'copy-all' | 'as-coded';

/** What a new module takes over from the trained module before it, and what of it stays as it was copied. */
export interface GrowthPolicy {
  copied: readonly ParameterGroup[];
  /** Groups that do not train in modules of index `frozenFrom` and later. */
  frozen: readonly ParameterGroup[];
  frozenFrom: number;
  /** All modules but the first start from one shared random draw (the reading `as-coded`). */
  sharedDraw: boolean;
  /** Noise on each copied matrix of connections, as a share of its Frobenius norm (noisy duplication); 0 for exact copies. */
  noise: number;
}

/** The policy of the main line. The first feedforward map (of the second module) has nothing to be copied from: it is random. */
export function growthOf(reading: GrowthReading): GrowthPolicy {
  const policy = { frozen: [], frozenFrom: 0, sharedDraw: reading === 'as-coded', noise: 0 };
  switch (reading) {
    case 'copy-connectivity':
      return { ...policy, copied: ['recurrent', 'feedforward'] };
    case 'copy-all':
      return { ...policy, copied: ['recurrent', 'feedforward', 'input', 'tau'] };
    case 'as-coded':
      return { ...policy, copied: [] };
  }
}

/** Groups that train in the module of `index` under a policy. */
export function trainableGroups(policy: GrowthPolicy, index: number): ParameterGroup[] {
  const all: ParameterGroup[] = ['recurrent', 'feedforward', 'input', 'tau', 'readout'];
  return index >= policy.frozenFrom ? all.filter((group) => !policy.frozen.includes(group)) : all;
}

/**
 * The network at the next curriculum step: a readout head for N + 1 and, in a modular network, a module for it that takes
 * feedforward input from the newest one (section 'Modular networks'). The given network is not changed, its tensors are shared.
 */
export function grow(network: Network, policy: GrowthPolicy, seed: number): Network {
  const N = network.heads[network.heads.length - 1].N + 1;
  const head = initialHead(network.size, N, seed);
  if (network.architecture === 'non-modular') return { ...network, heads: [...network.heads, head] };
  const index = network.modules.length;
  const parent = cloneModule(network.modules[index - 1]);
  const module = initialModule(network.size, policy.sharedDraw ? 1 : index, true, seed);
  if (policy.copied.includes('recurrent')) {
    module.recurrentWeight = noisy(parent.recurrentWeight, policy.noise, () => stream(seed, 'noise', index, 0).normal);
    module.recurrentBias = parent.recurrentBias;
  }
  if (policy.copied.includes('feedforward') && parent.feedforwardWeight) {
    module.feedforwardWeight = noisy(
      parent.feedforwardWeight,
      policy.noise,
      () => stream(seed, 'noise', index, 1).normal,
    );
    module.feedforwardBias = parent.feedforwardBias;
  }
  if (policy.copied.includes('input')) {
    module.inputWeight = parent.inputWeight;
    module.inputBias = parent.inputBias;
  }
  if (policy.copied.includes('tau')) module.tau = parent.tau;
  return { ...network, modules: [...network.modules, module], heads: [...network.heads, head] };
}

/** W + level ||W||_F xi / ||xi||_F with xi normal, and zero where W is (a neuron is not connected to itself). */
function noisy(weights: Float32Array, level: number, open: () => () => number): Float32Array {
  if (level === 0) return weights;
  const draw = open();
  const xi = Float64Array.from(weights, (weight) => (weight === 0 ? 0 : draw()));
  const scale = (level * norm(weights)) / norm(xi);
  return weights.map((weight, i) => weight + scale * xi[i]);
}

function norm(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
