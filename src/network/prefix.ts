import type { Network } from './network.ts';

/**
 * The part of a network that solves tasks up to `nSolved`: of a modular network the modules and heads with N <= nSolved, of a
 * non-modular one the core with those heads. Arrays are shared with `network`; without a solved task there is no head left.
 */
export function solvedPart(network: Network, nSolved: number): Network {
  const heads = network.heads.filter((head) => head.N <= nSolved);
  const modules = network.architecture === 'modular' ? network.modules.slice(0, heads.length) : network.modules;
  return { ...network, modules, heads };
}
