import { drawDirection, perturb, type Target } from '../analysis/perturbation.ts';
import { cloneHead, cloneModule } from '../network/clone.ts';
import type { Module, Network } from '../network/network.ts';

/** Neurons whose activity is held at zero: those of `neurons`, from 0, or the whole module (index from 0) if none are listed. */
export interface Lesion {
  module: number;
  neurons?: readonly number[];
}

/** What a network can be run without: slow neurons (all tau are 1, without memory from step to step), or all weights of one kind. */
export type Disabled = 'tau' | 'recurrent' | 'feedforward';

/** Weights that a module can take from the module before it. */
export type Copied = 'recurrent' | 'feedforward';

/** An intervention on a trained network: copies, then perturbations (equation 5) by target, each with its epsilon, then what is disabled, then lesions. */
export interface Intervention {
  /** Weights that each module takes from the module before it, where that one has them. */
  copied?: Copied;
  /** Epsilon by target; absent or 0 for none. `connections` adds to `recurrent` and `feedforward`. */
  epsilons: Partial<Record<Target, number>>;
  /** The only module that is copied into or perturbed, from 0; every module by default. */
  only?: number;
  disabled?: Disabled;
  lesions: readonly Lesion[];
  /** Index of the archive's draw of xi, from 0. */
  draw: number;
}

/** No intervention. */
export const INTACT: Intervention = { epsilons: {}, lesions: [], draw: 0 };

/**
 * The network under an intervention; the given network is unchanged. xi is that of stage `perturb` for (seed, draw) and is scaled by the norms of the
 * intact network; what is disabled and lesions come after it.
 * @throws RangeError for feedforward weights of a non-modular network, and for a lesion outside the network.
 */
export function intervene(network: Network, intervention: Intervention, seed: number): Network {
  const { copied, epsilons, only, draw } = intervention;
  const isMeant = (module: number) => only === undefined || module === only;
  let result = copied ? copiedInto(network, copied, isMeant) : network;
  for (const [target, epsilon] of Object.entries(epsilons) as [Target, number][]) {
    if (!epsilon) continue;
    const direction = drawDirection(network, target, { seed }, draw).map((change, d) => (isMeant(d) ? change : {}));
    result = perturb(result, direction, epsilon);
  }
  if (intervention.disabled) result = without(result, intervention.disabled);
  return intervention.lesions.length === 0 ? result : lesioned(result, intervention.lesions);
}

/** Modules share what they take: nothing below changes a tensor in place. */
function copiedInto(network: Network, copied: Copied, isMeant: (module: number) => boolean): Network {
  const modules = network.modules.map((module, d) => {
    const before = network.modules[d - 1];
    if (!before || !isMeant(d)) return module;
    if (copied === 'recurrent') return { ...module, recurrentWeight: before.recurrentWeight };
    return { ...module, feedforwardWeight: before.feedforwardWeight ?? module.feedforwardWeight };
  });
  return { ...network, modules };
}

function without(network: Network, disabled: Disabled): Network {
  const modules = network.modules.map((module) => {
    const { tau, recurrentWeight, feedforwardWeight, ...rest } = cloneModule(module);
    return {
      ...rest,
      tau: disabled === 'tau' ? tau.fill(1) : tau,
      recurrentWeight: disabled === 'recurrent' ? recurrentWeight.fill(0) : recurrentWeight,
      feedforwardWeight: disabled === 'feedforward' ? (feedforwardWeight?.fill(0) ?? null) : feedforwardWeight,
    };
  });
  return { ...network, modules };
}

/**
 * The network with the activity of some neurons at zero from its first step on: what comes into them (weights, biases and input) is zero
 * and tau is 1, so that equation 1 gives 0 exactly; what leaves them (recurrent, feedforward, readout) is zero too, so that the rest does
 * not see their initial state either. Heads keep their biases: without its module a head gives one answer always.
 * @throws RangeError for a module or neuron that the network does not have.
 */
export function lesioned(network: Network, lesions: readonly Lesion[]): Network {
  const M = network.size;
  const modules = network.modules.map(cloneModule);
  const heads = network.heads.map(cloneHead);
  for (const { module: at, neurons } of lesions) {
    const module = modules[at];
    if (!module)
      throw new RangeError(`module ${at} does not exist: the network has modules 0 to ${modules.length - 1}`);
    const next: Module | undefined = modules[at + 1];
    const readers = network.architecture === 'modular' ? heads.slice(at, at + 1) : heads;
    for (const i of neurons ?? Array.from({ length: M }, (_, neuron) => neuron)) {
      if (!(i >= 0 && i < M)) throw new RangeError(`neuron ${i} does not exist: a module has neurons 0 to ${M - 1}`);
      silence(module, i, M);
      for (let j = 0; j < M; j++) {
        module.recurrentWeight[j * M + i] = 0;
        if (next?.feedforwardWeight) next.feedforwardWeight[j * M + i] = 0;
      }
      for (const head of readers) {
        head.weight[i] = 0;
        head.weight[M + i] = 0;
      }
    }
  }
  return { ...network, modules, heads };
}

function silence(module: Module, i: number, M: number): void {
  module.tau[i] = 1;
  for (const values of [module.inputWeight, module.inputBias, module.recurrentBias, module.feedforwardBias]) {
    if (values) values[i] = 0;
  }
  module.recurrentWeight.fill(0, i * M, (i + 1) * M);
  module.feedforwardWeight?.fill(0, i * M, (i + 1) * M);
}
