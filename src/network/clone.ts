import type { Head, Module, Network } from './network.ts';

/** A deep copy of a module. */
export function cloneModule(module: Module): Module {
  return {
    tau: module.tau.slice(),
    inputWeight: module.inputWeight.slice(),
    inputBias: module.inputBias.slice(),
    recurrentWeight: module.recurrentWeight.slice(),
    recurrentBias: module.recurrentBias.slice(),
    feedforwardWeight: module.feedforwardWeight?.slice() ?? null,
    feedforwardBias: module.feedforwardBias?.slice() ?? null,
  };
}

/** A deep copy of a readout head. */
export function cloneHead(head: Head): Head {
  return { N: head.N, weight: head.weight.slice(), bias: head.bias.slice() };
}

/** A deep copy of a network. */
export function cloneNetwork(network: Network): Network {
  return { ...network, modules: network.modules.map(cloneModule), heads: network.heads.map(cloneHead) };
}
