import type { Network, ParameterGroup } from './network.ts';

/** A parameter tensor by its documented name, as it stands in a checkpoint. */
export interface NamedTensor {
  name: string;
  shape: number[];
  values: Float32Array;
  group: ParameterGroup;
  /** Index of the module it belongs to; for a readout head, of the module that the head reads. */
  module: number;
}

/**
 * All tensors of a network, in a fixed order. Names: `module.K.tau`, `module.K.input.weight`, `module.K.input.bias`,
 * `module.K.recurrent.weight`, `module.K.recurrent.bias`, `module.K.feedforward.weight`, `module.K.feedforward.bias`
 * (K from 0; the core of a non-modular network is module 0) and `readout.N.weight`, `readout.N.bias` for the head of task N.
 */
export function namedTensors(network: Network): NamedTensor[] {
  const M = network.size;
  const tensors: NamedTensor[] = [];
  network.modules.forEach((module, k) => {
    const add = (name: string, shape: number[], values: Float32Array, group: ParameterGroup) =>
      tensors.push({ name: `module.${k}.${name}`, shape, values, group, module: k });
    add('tau', [M], module.tau, 'tau');
    add('input.weight', [M, 1], module.inputWeight, 'input');
    add('input.bias', [M], module.inputBias, 'input');
    add('recurrent.weight', [M, M], module.recurrentWeight, 'recurrent');
    add('recurrent.bias', [M], module.recurrentBias, 'recurrent');
    if (module.feedforwardWeight && module.feedforwardBias) {
      add('feedforward.weight', [M, M], module.feedforwardWeight, 'feedforward');
      add('feedforward.bias', [M], module.feedforwardBias, 'feedforward');
    }
  });
  network.heads.forEach((head, k) => {
    const module = network.architecture === 'modular' ? k : 0;
    const name = `readout.${head.N}`;
    tensors.push({ name: `${name}.weight`, shape: [2, M], values: head.weight, group: 'readout', module });
    tensors.push({ name: `${name}.bias`, shape: [2], values: head.bias, group: 'readout', module });
  });
  return tensors;
}

/**
 * The tensors that a training step may change: of a modular network those of the newest module and its head,
 * of a non-modular one all, restricted to the groups that train.
 */
export function trainedTensors(network: Network, trainable: readonly ParameterGroup[]): NamedTensor[] {
  const newest = network.modules.length - 1;
  return namedTensors(network).filter((tensor) => tensor.module === newest && trainable.includes(tensor.group));
}

/**
 * Number of trainable parameters by the paper's equations 1 to 4: every tensor that `trains`, the zero diagonals left out. A
 * neuron's bias b_i counts once, though each of the maps into it carries a part of it.
 */
export function parameterCount(network: Network, trains: (tensor: NamedTensor) => boolean = () => true): number {
  const partOfBias = /^module\.\d+\.(recurrent|feedforward)\.bias$/;
  return namedTensors(network)
    .filter((tensor) => trains(tensor) && !partOfBias.test(tensor.name))
    .reduce((sum, { name, values }) => {
      return sum + values.length - (name.endsWith('.recurrent.weight') ? network.size : 0);
    }, 0);
}
