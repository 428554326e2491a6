import type { Architecture, Module, Network, ParameterGroup } from '../network/network.ts';
import { parameterCount } from '../network/tensors.ts';

/** A network of all zeros with heads for the tasks 2 to N: its shapes are what is counted and drawn. */
export function blankNetwork(architecture: Architecture, size: number, N: number): Network {
  const tasks = Array.from({ length: N - 1 }, (_, k) => k + 2);
  const modules = architecture === 'modular' ? tasks.length : 1;
  return {
    architecture,
    size,
    leak: 'inside',
    modules: Array.from({ length: modules }, (_, k) => blankModule(size, k > 0)),
    heads: tasks.map((task) => ({ N: task, weight: new Float32Array(2 * size), bias: new Float32Array(2) })),
  };
}

function blankModule(size: number, fed: boolean): Module {
  return {
    tau: new Float32Array(size),
    inputWeight: new Float32Array(size),
    inputBias: new Float32Array(size),
    recurrentWeight: new Float32Array(size * size),
    recurrentBias: new Float32Array(size),
    feedforwardWeight: fed ? new Float32Array(size * size) : null,
    feedforwardBias: fed ? new Float32Array(size) : null,
  };
}

/**
 * Neurons of the part of a network that solves tasks up to N: M_m (N - 1) of a modular network, which has a module a task from N = 2 on;
 * M of a non-modular one, whatever N. The two readout units a task, the same in both, are left out.
 */
export function neuronCount(architecture: Architecture, size: number, N: number): number {
  return architecture === 'modular' ? size * (N - 1) : size;
}

/**
 * Trainable parameters by group of one curriculum step, counted as `parameterCount` does: of the newest module and its head (modular), of
 * everything (non-modular). The bias of a neuron counts once, with the input.
 */
export function stepParameters(network: Network): Record<ParameterGroup, number> {
  const newest = network.modules.length - 1;
  const count = (group: ParameterGroup) =>
    parameterCount(network, (tensor) => tensor.module === newest && tensor.group === group);
  return {
    recurrent: count('recurrent'),
    feedforward: count('feedforward'),
    input: count('input'),
    tau: count('tau'),
    readout: count('readout'),
  };
}
