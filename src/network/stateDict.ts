import { CheckpointError } from './checkpoint.ts';
import type { Head, Leak, Module, Network } from './network.ts';
import type { SafetensorsTensor } from './safetensors.ts';

/** How the state_dict of a class of the authors is read. */
export interface StateOptions {
  /** The task of the first readout head; in their curricula 2. */
  firstN: number;
  /** Where the leak is; where it is not given, where their class has it. */
  leak?: Leak;
}

type Tensors = ReadonlyMap<string, SafetensorsTensor>;

/**
 * The network of a PyTorch state_dict of the authors' public classes: RNN_Stack (one core, leak outside: parameterlist.0, modulelist.0, ...) or
 * RNN_Hierarchical (modules, leak inside: parameter_dict.0, module_dict.0:w_hh.weight, ...). As their classes do before each run, it sets the
 * diagonal of W^R to zero; of RNN_Hierarchical it takes the modules that had been added (current_depth). The public version of that class of
 * March 2024 feeds a module with what the one before it did in the same step; our networks, by equation 3, with what it did one step earlier.
 * @throws CheckpointError where tensors are missing, have another shape, or belong to neither class.
 */
export function networkOfState(tensors: Tensors, options: StateOptions): Network {
  const reader = new StateReader(tensors);
  if (tensors.has('parameterlist.0')) return stack(reader, options);
  if (tensors.has('parameter_dict.0')) return hierarchical(reader, options);
  const names = [...tensors.keys()].slice(0, 3).join(', ') || 'none';
  throw new CheckpointError(
    `This file holds the state_dict of neither RNN_Stack nor RNN_Hierarchical (its first tensors: ${names}). Save state_dict() of one of these classes with safetensors.torch.save_file.`,
  );
}

function stack(reader: StateReader, { firstN, leak = 'outside' }: StateOptions): Network {
  if (reader.has('parameterlist.1'))
    throw new CheckpointError(
      'This RNN_Stack has several layers, of which every head reads the last; our networks have one core. It cannot be imported.',
    );
  const M = reader.extent('modulelist.1.weight');
  const module = { ...reader.module('parameterlist.0', 'modulelist.0', 'modulelist.1', M), ...NO_FEEDFORWARD };
  const heads: Head[] = [];
  for (let k = 2; reader.has(`modulelist.${k}.weight`); k++)
    heads.push(reader.head(`modulelist.${k}`, firstN + heads.length, M));
  if (heads.length === 0)
    throw new CheckpointError('This RNN_Stack has no readout head (modulelist.2.weight is missing).');
  reader.finish();
  return { architecture: 'non-modular', size: M, leak, modules: [module], heads };
}

function hierarchical(reader: StateReader, { firstN, leak = 'inside' }: StateOptions): Network {
  const M = reader.extent('module_dict.0:w_hh.weight');
  const all = Array.from({ length: 10_000 }, (_, d) => d).findIndex((d) => !reader.has(`parameter_dict.${d}`));
  const depth = reader.depth(all);
  const modules: Module[] = [];
  const heads: Head[] = [];
  for (let d = 0; d < all; d++) {
    const name = (part: string) => `module_dict.${d}:${part}`;
    const module = reader.module(`parameter_dict.${d}`, name('input_layers'), name('w_hh'), M);
    const fed = d === 0 ? NO_FEEDFORWARD : reader.feedforward(name('w_ff_in'), M);
    const head = reader.head(name('fc'), firstN + d, M);
    if (d >= depth) continue;
    modules.push({ ...module, ...fed });
    heads.push(head);
  }
  reader.finish();
  return { architecture: 'modular', size: M, leak, modules, heads };
}

const NO_FEEDFORWARD = { feedforwardWeight: null, feedforwardBias: null };

/** Takes tensors by their names, and notices those that no part of the network is. */
class StateReader {
  private readonly tensors: Tensors;
  private readonly left: Set<string>;

  constructor(tensors: Tensors) {
    this.tensors = tensors;
    this.left = new Set(tensors.keys());
  }

  has(name: string): boolean {
    return this.tensors.has(name);
  }

  /** M, from the shape of W^R. */
  extent(name: string): number {
    const size = this.tensors.get(name)?.shape[0] ?? 0;
    if (size > 0) return size;
    throw new CheckpointError(`The tensor ${name} is missing: save the whole state_dict().`);
  }

  /** How many modules had been added, of all that the class holds. */
  depth(all: number): number {
    const [first = all, ...others] = ['current_depth', 'non_trained_params.0'].flatMap((name) => {
      if (!this.has(name)) return [];
      return [this.take(name, [1])[0]];
    });
    if (Number.isInteger(first) && first >= 1 && first <= all && others.every((other) => other === first)) return first;
    throw new CheckpointError(`current_depth is ${first}; the file holds ${all} modules.`);
  }

  module(tau: string, input: string, recurrent: string, M: number) {
    const recurrentWeight = this.take(`${recurrent}.weight`, [M, M]).slice();
    for (let i = 0; i < M; i++) recurrentWeight[i * M + i] = 0;
    return {
      tau: this.tau(tau, M),
      inputWeight: this.take(`${input}.weight`, [M, 1]),
      inputBias: this.take(`${input}.bias`, [M]),
      recurrentWeight,
      recurrentBias: this.take(`${recurrent}.bias`, [M]),
    };
  }

  feedforward(name: string, M: number) {
    return { feedforwardWeight: this.take(`${name}.weight`, [M, M]), feedforwardBias: this.take(`${name}.bias`, [M]) };
  }

  head(name: string, N: number, M: number): Head {
    return { N, weight: this.take(`${name}.weight`, [2, M]), bias: this.take(`${name}.bias`, [2]) };
  }

  /** tau of every neuron; where it was not trained, one for all. */
  private tau(name: string, M: number): Float32Array {
    const one = this.tensors.get(name)?.shape.join() === '1' && M > 1;
    return one ? new Float32Array(M).fill(this.take(name, [1])[0]) : this.take(name, [M]);
  }

  private take(name: string, shape: readonly number[]): Float32Array {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new CheckpointError(`The tensor ${name} is missing: save the whole state_dict(), with biases.`);
    if (tensor.shape.join() !== shape.join())
      throw new CheckpointError(
        `${name} has shape [${tensor.shape.join(', ')}] where [${shape.join(', ')}] belongs: all modules must have one size, one layer and one input.`,
      );
    this.left.delete(name);
    return tensor.values;
  }

  finish(): void {
    const [name] = this.left;
    if (name !== undefined)
      throw new CheckpointError(`The tensor ${name} belongs to no part of its class: the file is of another one.`);
  }
}
