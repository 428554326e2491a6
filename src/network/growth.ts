import type { Params } from '../params/schema.ts';
import { stream } from '../task/stream.ts';
import { cloneHead, cloneModule } from './clone.ts';
import { initialHead, initialModule } from './initial.ts';
import type { Head, Module, Network, ParameterGroup } from './network.ts';

/** How the open detail of the paper's growth is read; see `growthOf`. */
export type GrowthReading = Params['network']['growth'];

/** How the main line grows. What is absent is as in the paper's text. */
export interface Growth {
  growth: GrowthReading;
  /** The readout head is handed on too. */
  readout?: 'copied';
  /** Noise on what is handed on, as a share of each value. */
  copyNoise?: number;
}

/** How the main line grows by the values of params.yaml; those that the text has are absent, so that they add nothing to a network's key. */
export function mainGrowth(network: { growth: GrowthReading; readout: 'fresh' | 'copied'; copyNoise: number }): Growth {
  const { growth, readout, copyNoise } = network;
  return { growth, ...(readout === 'copied' ? { readout } : {}), ...(copyNoise > 0 ? { copyNoise } : {}) };
}

/** What a new module takes over, and what of it stays as it was. */
export interface GrowthPolicy {
  /** Groups copied from the trained module before it. */
  copied: readonly ParameterGroup[];
  /** Groups that all modules but the first take from one random draw, that of the second module. */
  shared: readonly ParameterGroup[];
  /** Groups that do not train in modules of index `frozenFrom` and later. */
  frozen: readonly ParameterGroup[];
  frozenFrom: number;
  /** Noise on each copied matrix of connections, as a share of its Frobenius norm (noisy duplication); 0 for exact copies. */
  noise: number;
  /** Noise on each value that is handed on, as a share of the value. */
  copyNoise: number;
}

/** Everything drawn afresh and trained. */
export const FRESH: GrowthPolicy = { copied: [], shared: [], frozen: [], frozenFrom: 0, noise: 0, copyNoise: 0 };

const HANDED_ON: Record<GrowthReading, Pick<GrowthPolicy, 'copied' | 'shared'>> = {
  'copy-connectivity': { copied: ['recurrent', 'feedforward'], shared: [] },
  'copy-all': { copied: ['recurrent', 'feedforward', 'input', 'tau'], shared: [] },
  'shared-draw': { copied: [], shared: ['recurrent', 'feedforward', 'input'] },
};

/**
 * The policy of the main line: the connections (or more) are copied from the trained module, or all later modules start from one random draw.
 * The first feedforward map, of the second module, has nothing to be copied from: it is random.
 */
export function growthOf({ growth, readout, copyNoise = 0 }: Growth): GrowthPolicy {
  const { copied, shared } = HANDED_ON[growth];
  const head: ParameterGroup[] = readout === 'copied' ? ['readout'] : [];
  const fromDraw = shared.length > 0;
  return {
    ...FRESH,
    copied: fromDraw ? copied : [...copied, ...head],
    shared: fromDraw ? [...shared, ...head] : shared,
    copyNoise,
  };
}

/** Groups that train in the module of `index` under a policy. */
export function trainableGroups(policy: GrowthPolicy, index: number): ParameterGroup[] {
  const all: ParameterGroup[] = ['recurrent', 'feedforward', 'input', 'tau', 'readout'];
  return index >= policy.frozenFrom ? all.filter((group) => !policy.frozen.includes(group)) : all;
}

/** A module with the readout head that reads it. */
interface Unit {
  module: Module;
  head: Head;
}

const TENSORS: Record<Exclude<ParameterGroup, 'readout'>, readonly (keyof Module)[]> = {
  recurrent: ['recurrentWeight', 'recurrentBias'],
  feedforward: ['feedforwardWeight', 'feedforwardBias'],
  input: ['inputWeight', 'inputBias'],
  tau: ['tau'],
};
/** The matrices of connections, each with a stream of noise. */
const MATRICES: readonly (keyof Module)[] = ['recurrentWeight', 'feedforwardWeight'];

/**
 * The network at the next curriculum step: a readout head for N + 1 and, in a modular network, a module for it that takes
 * feedforward input from the newest one (section 'Modular networks'). The given network is not changed, its tensors are shared.
 */
export function grow(network: Network, policy: GrowthPolicy, seed: number): Network {
  const { size, heads, modules } = network;
  const newest = heads[heads.length - 1];
  const fresh = initialHead(size, newest.N + 1, seed);
  if (network.architecture === 'non-modular') return { ...network, heads: [...heads, fresh] };
  const index = modules.length;
  const { copied, shared, frozen, noise, copyNoise } = policy;
  const unit: Unit = { module: initialModule(size, index, true, seed), head: fresh };
  if (copied.length > 0) {
    const parent = { module: cloneModule(modules[index - 1]), head: cloneHead(newest) };
    const [kept, changing] = [true, false].map((is) => copied.filter((group) => frozen.includes(group) === is));
    handOn(unit, disturbed(parent, copyNoise, seed, index), changing, { level: noise, seed, index });
    // What is frozen stays as it was trained.
    handOn(unit, parent, kept, { level: 0, seed, index });
  }
  if (shared.length > 0) handOn(unit, sharedUnit(network, copyNoise, seed), shared, { level: noise, seed, index });
  return { ...network, modules: [...modules, unit.module], heads: [...heads, unit.head] };
}

/** Groups of `from` in place of those of `to`, their connections with noise; a map that `from` does not have stays. */
function handOn(
  to: Unit,
  from: Unit,
  groups: readonly ParameterGroup[],
  { level, seed, index }: { level: number; seed: number; index: number },
): void {
  for (const group of groups) {
    if (group === 'readout') {
      to.head = { ...from.head, N: to.head.N };
      continue;
    }
    for (const name of TENSORS[group]) {
      const values = from.module[name];
      if (values === null) continue;
      const matrix = MATRICES.indexOf(name);
      to.module[name] = matrix < 0 ? values : noisy(values, level, () => stream(seed, 'noise', index, matrix).normal);
    }
  }
}

/** The random draw that all later modules start from: the second module's, disturbed once more for each module after it. */
function sharedUnit({ size, modules, heads }: Network, share: number, seed: number): Unit {
  let unit: Unit = { module: initialModule(size, 1, true, seed), head: initialHead(size, heads[0].N + 1, seed) };
  for (let index = 2; index <= modules.length; index++) unit = disturbed(unit, share, seed, index);
  return unit;
}

/** Every value v as v (1 + share xi) with xi normal. */
function disturbed({ module, head }: Unit, share: number, seed: number, index: number): Unit {
  if (share === 0) return { module, head };
  let tensor = 0;
  const disturb = (values: Float32Array): Float32Array => {
    const { normal } = stream(seed, 'copy noise', index, tensor++);
    return values.map((value) => value * (1 + share * normal()));
  };
  const changed = { ...module };
  for (const name of Object.values(TENSORS).flat()) {
    const values = module[name];
    if (values !== null) changed[name] = disturb(values);
  }
  return { module: changed, head: { N: head.N, weight: disturb(head.weight), bias: disturb(head.bias) } };
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
