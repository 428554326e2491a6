export type Architecture = 'modular' | 'non-modular';

/** Where the leak enters: `inside` is equation 1, f(C) beside the leak; `outside` is the group's code, f((1-1/tau) r + C/tau). */
export type Leak = 'inside' | 'outside';

/** The groups of parameters that can be trained, frozen, copied or perturbed separately. A bias belongs to the map it is on. */
export type ParameterGroup = 'recurrent' | 'feedforward' | 'input' | 'tau' | 'readout';

/**
 * One recurrent population of M neurons: a module of a modular network, or the core of a non-modular one
 * (equations 1, 3 and 4). Matrices are row-major, row i holds the weights into neuron i.
 */
export interface Module {
  /** Time constants tau, [M]; trained freely, clamped to >= 1 wherever they are used. */
  tau: Float32Array;
  /** W^I, [M], and its bias, [M]. */
  inputWeight: Float32Array;
  inputBias: Float32Array;
  /** W^R, [M, M] with a zero diagonal, and its bias, [M]. */
  recurrentWeight: Float32Array;
  recurrentBias: Float32Array;
  /** W^FF from the module before, [M, M], and its bias, [M]; null in the first module and in a non-modular core. */
  feedforwardWeight: Float32Array | null;
  feedforwardBias: Float32Array | null;
}

/** A linear readout head of two units for the N-parity task; it reads the module of its index, or the one core. */
export interface Head {
  N: number;
  /** [2, M] */
  weight: Float32Array;
  /** [2] */
  bias: Float32Array;
}

/**
 * A network of either architecture. Modular: head k reads modules[k] and solves N = heads[k].N.
 * Non-modular: one module, the core, which every head reads.
 */
export interface Network {
  architecture: Architecture;
  /** M: neurons a module (modular) or in the core (non-modular). */
  size: number;
  leak: Leak;
  modules: Module[];
  heads: Head[];
}

/** The module that head `k` reads. */
export function moduleOfHead(network: Network, k: number): number {
  return network.architecture === 'modular' ? k : 0;
}
