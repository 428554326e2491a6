import { round } from '../../src/artifact/table.ts';
import type { CheckpointMetadata } from '../../src/network/checkpoint.ts';
import { namedTensors, parameterCount } from '../../src/network/tensors.ts';
import { columns, type NetworkCommand } from './command.ts';

/** `inspect`: what a checkpoint holds. */
export const inspect: NetworkCommand<object> = {
  name: 'inspect',
  about: 'what it holds: architecture, heads, tensors with their norms, where it comes from',
  options: [],
  run({ network, metadata, velocity }) {
    const tensors = namedTensors(network).map(({ name, shape, values }) => ({ name, shape, ...measures(values) }));
    const parameters = parameterCount(network);
    const heads = network.heads.map((head) => head.N);
    const json = {
      metadata,
      modules: network.modules.length,
      heads,
      parameters,
      velocity: velocity !== undefined,
      tensors,
    };
    const table = columns([
      ['tensor', 'shape', 'norm', 'mean', 'smallest', 'largest'],
      ...tensors.map(({ name, shape, norm, mean, smallest, largest }) => [
        name,
        shape.join(' x '),
        ...[norm, mean, smallest, largest].map((value) => String(round(value))),
      ]),
    ]);
    const description = describe(metadata, network.modules.length, heads);
    const state = velocity ? 'with' : 'without';
    const text = `${description}\n${parameters} parameters, ${state} the velocity of an optimizer\n\n${table}`;
    return { json, text };
  },
};

function describe(metadata: CheckpointMetadata, modules: number, heads: number[]): string {
  const { architecture, size, leak, nSolved, format } = metadata;
  const neurons = architecture === 'modular' ? `${modules} modules of ${size} neurons` : `one core of ${size} neurons`;
  const range = heads.length > 1 ? `N = ${heads[0]} to ${heads[heads.length - 1]}` : `N = ${heads[0]}`;
  const origin =
    metadata.seed === null
      ? `${format === 'reference' ? 'in the form of the reference network' : 'imported'}: nothing is said of seed and configuration`
      : `seed ${metadata.seed}, configuration ${metadata.configuration}, kernel ${metadata.kernelVersion}`;
  const solved = nSolved > 1 ? `solved up to N = ${nSolved}` : 'no task solved';
  const solvedLine = format === 'reference' ? '' : `; ${solved}`;
  return `${architecture} network: ${neurons}, leak ${leak}\nheads: ${range}${solvedLine}\n${origin}`;
}

function measures(values: Float32Array) {
  const sum = values.reduce((total, value) => total + value, 0);
  return {
    norm: Math.sqrt(values.reduce((total, value) => total + value * value, 0)),
    mean: sum / values.length,
    smallest: values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    largest: values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  };
}
