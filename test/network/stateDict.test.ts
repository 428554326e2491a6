import { describe, expect, it } from 'vitest';
import { CheckpointError, readCheckpoint, writeCheckpoint } from '../../src/network/checkpoint.ts';
import type { Network } from '../../src/network/network.ts';
import { readSafetensors, type SafetensorsTensor, writeSafetensors } from '../../src/network/safetensors.ts';
import { networkOfState } from '../../src/network/stateDict.ts';
import { namedTensors } from '../../src/network/tensors.ts';
import { randomNetwork } from './randomNetwork.ts';

const core = randomNetwork({ architecture: 'non-modular', size: 4, heads: 3, seed: 1, leak: 'outside' });
const modular = randomNetwork({ architecture: 'modular', size: 3, depth: 3, seed: 2 });

/** Our tensors under the names of the class RNN_Stack: layers in the order input, recurrent, heads. */
const asStack = (network: Network) =>
  renamed(network, (name) =>
    name
      .replace('module.0.tau', 'parameterlist.0')
      .replace('module.0.input', 'modulelist.0')
      .replace('module.0.recurrent', 'modulelist.1')
      .replace(/readout\.(\d+)/, (_, N) => `modulelist.${N}`),
  );

/** Our tensors under the names of the class RNN_Hierarchical, and how many modules had been added. */
function asHierarchical(network: Network, depth: number): SafetensorsTensor[] {
  const parts = { input: 'input_layers', recurrent: 'w_hh', feedforward: 'w_ff_in' };
  const count = (name: string) => ({ name, shape: [1], values: Float32Array.of(depth) });
  return [
    ...renamed(network, (name) =>
      name
        .replace(/^module\.(\d+)\.tau$/, 'parameter_dict.$1')
        .replace(/^module\.(\d+)\.(\w+)\./, (_, d, part) => `module_dict.${d}:${parts[part as keyof typeof parts]}.`)
        .replace(/^readout\.(\d+)\./, (_, N) => `module_dict.${N - 2}:fc.`),
    ),
    count('current_depth'),
    count('non_trained_params.0'),
  ];
}

function renamed(network: Network, rename: (name: string) => string): SafetensorsTensor[] {
  return namedTensors(network).map(({ name, shape, values }) => ({
    name: rename(name),
    shape,
    values: values.slice(),
  }));
}

const read = (tensors: SafetensorsTensor[], options = {}) =>
  networkOfState(readSafetensors(writeSafetensors(tensors, {})).tensors, { firstN: 2, ...options });

describe("a state_dict of the authors' classes", () => {
  it('of RNN_Stack is a core with its heads, leak outside', () => {
    expect(read(asStack(core))).toEqual(core);
    const later = read(asStack(core), { firstN: 5, leak: 'inside' });
    expect([later.leak, later.heads.map(({ N }) => N)]).toEqual(['inside', [5, 6, 7]]);
  });

  it('of RNN_Hierarchical is the modules that had been added, leak inside', () => {
    expect(read(asHierarchical(modular, 3))).toEqual(modular);
    const grown = read(asHierarchical(modular, 2));
    expect(grown).toEqual({ ...modular, modules: modular.modules.slice(0, 2), heads: modular.heads.slice(0, 2) });
  });

  it('is written as a checkpoint that says nothing of seed and configuration', () => {
    const { network, metadata } = readCheckpoint(writeCheckpoint(read(asStack(core)), null));
    expect(network).toEqual(core);
    expect(metadata).toMatchObject({ N: 4, nSolved: 4, seed: null, configuration: null, kernelVersion: null });
  });

  it('has its self-connections set to zero, as its class does before it runs', () => {
    const tensors = asStack(core).map((tensor) =>
      tensor.name === 'modulelist.1.weight'
        ? { ...tensor, values: tensor.values.map((w, i) => (i % 5 === 0 ? 9 : w)) }
        : tensor,
    );
    expect(read(tensors)).toEqual(core);
  });

  it('may have one tau for all neurons', () => {
    const one = { name: 'parameterlist.0', shape: [1], values: Float32Array.of(1.5) };
    const tensors = asStack(core).map((tensor) => (tensor.name === one.name ? one : tensor));
    expect([...read(tensors).modules[0].tau]).toEqual([1.5, 1.5, 1.5, 1.5]);
  });

  const without = (tensors: SafetensorsTensor[], name: string) => tensors.filter((tensor) => tensor.name !== name);
  it.each<[string, SafetensorsTensor[], RegExp]>([
    ['no tensor', [], /state_dict of neither RNN_Stack nor RNN_Hierarchical \(its first tensors: none\)/],
    ['our names', renamed(core, (name) => name), /of neither .* first tensors: module\.0\.tau/],
    ['no bias', without(asStack(core), 'modulelist.1.bias'), /modulelist\.1\.bias is missing/],
    ['no recurrent weight', without(asStack(core), 'modulelist.1.weight'), /modulelist\.1\.weight is missing/],
    ['no head', asStack(core).filter(({ name }) => !/modulelist\.[234]/.test(name)), /no readout head/],
    [
      'a head too few in between',
      without(without(asStack(core), 'modulelist.3.weight'), 'modulelist.3.bias'),
      /modulelist\.4\.weight belongs to no part/,
    ],
    [
      'two layers',
      [...asStack(core), { name: 'parameterlist.1', shape: [1], values: Float32Array.of(1) }],
      /several layers/,
    ],
    [
      'no feedforward map',
      without(asHierarchical(modular, 3), 'module_dict.1:w_ff_in.weight'),
      /1:w_ff_in\.weight is missing/,
    ],
    ['a depth of nothing', asHierarchical(modular, 0), /current_depth is 0; the file holds 3 modules/],
    ['a depth that is too large', asHierarchical(modular, 4), /current_depth is 4; the file holds 3 modules/],
    ['a depth in parts', asHierarchical(modular, 1.5), /current_depth is 1\.5/],
    [
      'another tensor',
      [...asHierarchical(modular, 3), { name: 'x', shape: [1], values: Float32Array.of(1) }],
      /x belongs to no part/,
    ],
  ])('is refused with %s, and says why', (_, tensors, message) => {
    expect(() => read(tensors)).toThrow(CheckpointError);
    expect(() => read(tensors)).toThrow(message);
  });
});
