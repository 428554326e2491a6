import type { Architecture, Head, Leak, Module, Network } from './network.ts';
import { CheckpointError, readSafetensors, type SafetensorsTensor, writeSafetensors } from './safetensors.ts';
import { namedTensors } from './tensors.ts';

export { CheckpointError } from './safetensors.ts';

/** Where a network comes from. */
export interface CheckpointOrigin {
  /** Largest N solved; 1 when none is. */
  nSolved: number;
  seed: number;
  /** Hash of the configuration that it was trained under. */
  configuration: string;
  kernelVersion: string;
}

/** What a checkpoint says of its network; a file in the reference's form says nothing of its origin. */
export interface CheckpointMetadata {
  /** `modular-growth` is ours; `reference` has the bare names tau, input.weight, ... of one non-modular core. */
  format: 'modular-growth' | 'reference';
  architecture: Architecture;
  size: number;
  leak: Leak;
  /** Task of the last head, solved or not. */
  N: number;
  /** Largest N solved; of a file in the reference's form, its largest N. */
  nSolved: number;
  seed: number | null;
  configuration: string | null;
  kernelVersion: string | null;
}

export interface Checkpoint {
  network: Network;
  metadata: CheckpointMetadata;
  /** The optimizer's velocity by tensor name, where the file holds one. */
  velocity?: Map<string, Float32Array>;
}

const FORMAT = 'modular-growth';
const VELOCITY = 'velocity.';
/** What a file says of a network's origin; none of it where others trained the network. */
const ORIGIN = ['seed', 'configuration', 'kernelVersion'] as const;

/**
 * A network as the bytes of a safetensors file: its tensors under the names and in the order of `namedTensors`, then those of
 * `velocity` as `velocity.<name>` in the same order. The same network gives the same bytes. Of a network that others trained, the origin is
 * null or has nulls, and the file says nothing of it; its largest N counts as solved.
 */
export function writeCheckpoint(
  network: Network,
  origin: { [Key in keyof CheckpointOrigin]: CheckpointOrigin[Key] | null } | null,
  velocity?: ReadonlyMap<string, Float32Array>,
): Uint8Array {
  const tensors = namedTensors(network);
  const velocities = tensors.flatMap(({ name, shape }) => {
    const values = velocity?.get(name);
    return values ? [{ name: VELOCITY + name, shape, values }] : [];
  });
  const N = Math.max(...network.heads.map((head) => head.N));
  const known = Object.entries({
    format: FORMAT,
    architecture: network.architecture,
    size: network.size,
    leak: network.leak,
    N,
    nSolved: origin?.nSolved ?? N,
    seed: origin?.seed ?? null,
    configuration: origin?.configuration ?? null,
    kernelVersion: origin?.kernelVersion ?? null,
  }).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)]]));
  return writeSafetensors(
    [...tensors.map(({ name, shape, values }) => ({ name, shape, values })), ...velocities],
    Object.fromEntries(known),
  );
}

/**
 * The network of a checkpoint, ours or in the reference's form (tau, input.weight, ..., readout.N.weight: one core without
 * a module's prefix; its leak is taken as `inside`).
 * @throws CheckpointError where the file is truncated, damaged or foreign: names, shapes, finiteness and the zero diagonals of
 * W^R are checked.
 */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.get('format') === FORMAT) return readOurs(tensors, metadata);
  if (tensors.has('tau') && tensors.has('recurrent.weight')) return readReference(tensors);
  const names = [...tensors.keys()].slice(0, 3).join(', ') || 'none';
  throw new CheckpointError(
    `This safetensors file holds no network of ours (its first tensors: ${names}). Give a checkpoint of modular-growth, or one with tensors tau, input.weight, ..., readout.N.weight.`,
  );
}

function readOurs(tensors: Map<string, SafetensorsTensor>, texts: Map<string, string>): Checkpoint {
  const choice = <T extends string>(key: string, values: readonly T[]): T => {
    const value = texts.get(key) as T;
    if (!values.includes(value)) throw damaged(`its metadata '${key}' is ${value ?? 'missing'}`);
    return value;
  };
  const integer = (key: string, least: number): number => {
    const value = texts.get(key) ?? '';
    if (!/^\d{1,15}$/.test(value) || Number(value) < least)
      throw damaged(`its metadata '${key}' is ${value || 'missing'}`);
    return Number(value);
  };
  const architecture = choice<Architecture>('architecture', ['modular', 'non-modular']);
  const size = integer('size', 1);
  const taking = new Taking(tensors);
  const heads = taking.heads(size);
  const depth = architecture === 'modular' ? heads.length : 1;
  const modules = Array.from({ length: depth }, (_, k) => taking.module(`module.${k}.`, size, k > 0));
  const network: Network = { architecture, size, leak: choice<Leak>('leak', ['inside', 'outside']), modules, heads };
  const velocity = new Map<string, Float32Array>();
  for (const { name, shape } of namedTensors(network)) {
    if (tensors.has(VELOCITY + name)) velocity.set(name, taking.take(VELOCITY + name, shape));
  }
  taking.finish();
  const metadata: CheckpointMetadata = {
    format: FORMAT,
    architecture,
    size,
    leak: network.leak,
    N: integer('N', 2),
    nSolved: integer('nSolved', 1),
    seed: ORIGIN.some((key) => texts.has(key)) ? integer('seed', 0) : null,
    configuration: texts.get('configuration') ?? null,
    kernelVersion: texts.get('kernelVersion') ?? null,
  };
  if (heads.at(-1)?.N !== metadata.N) throw damaged(`its metadata names N = ${metadata.N}, its last head another`);
  const tasks = heads.map((head) => head.N);
  const gap = tasks.find((N, i) => N !== tasks[0] + i);
  if (gap !== undefined) throw damaged(`it has a head for N = ${gap} and none for N = ${gap - 1}`);
  if (metadata.nSolved !== 1 && !tasks.includes(metadata.nSolved)) {
    throw damaged(`its metadata 'nSolved' is ${metadata.nSolved}, its heads are for N = ${tasks[0]} to ${metadata.N}`);
  }
  if (metadata.seed !== null && metadata.seed >= 2 ** 32) throw damaged(`its metadata 'seed' is ${metadata.seed}`);
  return velocity.size > 0 ? { network, metadata, velocity } : { network, metadata };
}

function readReference(tensors: Map<string, SafetensorsTensor>): Checkpoint {
  const size = tensors.get('tau')?.shape[0] ?? 0;
  const taking = new Taking(tensors);
  const heads = taking.heads(size);
  const modules = [taking.module('', size, false)];
  taking.finish();
  const architecture = 'non-modular';
  const leak = 'inside';
  const N = heads.at(-1)?.N ?? 0;
  return {
    network: { architecture, size, leak, modules, heads },
    metadata: {
      format: 'reference',
      architecture,
      size,
      leak,
      N,
      nSolved: N,
      seed: null,
      configuration: null,
      kernelVersion: null,
    },
  };
}

/** Takes tensors by name and shape, and notices those that nobody asked for. */
class Taking {
  private readonly tensors: ReadonlyMap<string, SafetensorsTensor>;
  private readonly left: Set<string>;

  constructor(tensors: ReadonlyMap<string, SafetensorsTensor>) {
    this.tensors = tensors;
    this.left = new Set(tensors.keys());
  }

  take(name: string, shape: readonly number[]): Float32Array {
    const tensor = this.tensors.get(name);
    if (!tensor) throw damaged(`the tensor ${name} is missing`);
    if (tensor.shape.length !== shape.length || tensor.shape.some((extent, i) => extent !== shape[i])) {
      throw damaged(`${name} has shape [${tensor.shape.join(', ')}] where [${shape.join(', ')}] belongs`);
    }
    this.left.delete(name);
    return tensor.values;
  }

  module(prefix: string, M: number, feedforward: boolean): Module {
    const recurrentWeight = this.take(`${prefix}recurrent.weight`, [M, M]);
    for (let i = 0; i < M; i++) {
      if (recurrentWeight[i * M + i] !== 0) {
        throw damaged(`${prefix}recurrent.weight connects neuron ${i} to itself, its diagonal must be zero`);
      }
    }
    return {
      tau: this.take(`${prefix}tau`, [M]),
      inputWeight: this.take(`${prefix}input.weight`, [M, 1]),
      inputBias: this.take(`${prefix}input.bias`, [M]),
      recurrentWeight,
      recurrentBias: this.take(`${prefix}recurrent.bias`, [M]),
      feedforwardWeight: feedforward ? this.take(`${prefix}feedforward.weight`, [M, M]) : null,
      feedforwardBias: feedforward ? this.take(`${prefix}feedforward.bias`, [M]) : null,
    };
  }

  /** All heads, by N upwards. */
  heads(M: number): Head[] {
    const tasks = [...this.tensors.keys()].flatMap((name) => {
      const match = /^readout\.(\d{1,9})\.weight$/.exec(name);
      return match ? [Number(match[1])] : [];
    });
    if (tasks.length === 0) throw damaged('it has no readout head');
    return tasks
      .sort((a, b) => a - b)
      .map((N) => {
        if (N < 2) throw damaged(`it has a readout head for N = ${N}, the smallest task is N = 2`);
        return { N, weight: this.take(`readout.${N}.weight`, [2, M]), bias: this.take(`readout.${N}.bias`, [2]) };
      });
  }

  finish(): void {
    const [name] = this.left;
    if (name !== undefined) throw damaged(`the tensor ${name} belongs to no network of its kind`);
  }
}

function damaged(fault: string): CheckpointError {
  return new CheckpointError(
    `The checkpoint is damaged, or was written by another program: ${fault}. Copy the file again from where it came, or train the network again.`,
  );
}
