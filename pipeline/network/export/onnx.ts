import { LEAKY_SLOPE } from '../../../src/network/dynamics.ts';
import { moduleOfHead, type Network } from '../../../src/network/network.ts';
import { namedTensors } from '../../../src/network/tensors.ts';
import {
  type Attribute,
  DOUBLE,
  encodeModel,
  FLOAT,
  INT64,
  type Node,
  type OnnxGraph,
  type Tensor,
  valueInfo,
} from './onnxFormat.ts';

const OPSET = 17;
/** The version of the format that came with it. */
const IR_VERSION = 8;

/**
 * A network as an ONNX model. Inputs: `bits`, float [T, S], and `initial`, float [modules, S, M]; outputs: `logits`, double [heads, S, 2], after the
 * last bit, and `state`, double [modules, S, M]. Weights are kept in float32 and reckoned with in double, as the reference in dynamics.ts does.
 */
export function onnxModel(network: Network, metadata: Record<string, string>): Uint8Array {
  const outer = new GraphBuilder('');
  const K = network.modules.length;
  const M = network.size;
  for (const { name, shape, values } of namedTensors(network)) outer.float(name, shape, values);
  const bits = outer.op('Cast', ['bits'], [int('to', DOUBLE)]);
  const initial = outer.op('Cast', ['initial'], [int('to', DOUBLE)]);
  const steps = network.modules.map((_, k) => moduleStep(outer, network, k));
  const starts = steps.map((_, k) => outer.op('Gather', [initial, outer.whole(k)], [int('axis', 0)]));
  const finals = steps.map((_, k) => `final.${k}`);
  const scan = [{ name: 'body', type: 5 as const, g: body(network, steps) }, int('num_scan_inputs', 1)];
  outer.add({ op_type: 'Scan', input: [...starts, bits], output: finals, attribute: scan });
  const heads = network.heads.map(({ N }, k) => {
    const weight = outer.op('Transpose', [outer.double(`readout.${N}.weight`)], [ints('perm', [1, 0])]);
    const product = outer.op('MatMul', [finals[moduleOfHead(network, k)], weight]);
    return outer.op('Unsqueeze', [outer.op('Add', [product, outer.double(`readout.${N}.bias`)]), outer.whole(0, [1])]);
  });
  const states = finals.map((final) => outer.op('Unsqueeze', [final, outer.whole(0, [1])]));
  outer.add({ op_type: 'Concat', input: heads, output: ['logits'], attribute: [int('axis', 0)] });
  outer.add({ op_type: 'Concat', input: states, output: ['state'], attribute: [int('axis', 0)] });
  const graph = outer.graph('network', {
    input: [
      { name: 'bits', type: FLOAT, shape: ['T', 'S'] },
      { name: 'initial', type: FLOAT, shape: [K, 'S', M] },
    ].map(valueInfo),
    output: [
      { name: 'logits', type: DOUBLE, shape: [network.heads.length, 'S', 2] },
      { name: 'state', type: DOUBLE, shape: [K, 'S', M] },
    ].map(valueInfo),
  });
  return encodeModel({
    ir_version: IR_VERSION,
    producer_name: 'modular-growth',
    producer_version: metadata.kernelVersion ?? '',
    doc_string: `A network for N-parity; heads for N = ${network.heads.map(({ N }) => N).join(', ')}.`,
    graph,
    opset_import: [{ domain: '', version: OPSET }],
    metadata_props: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
}

/** The names of what a module's step takes, all double: reckoned once, before the first step. */
interface Step {
  recurrent: string;
  feedforward: string | null;
  input: string;
  bias: string;
  rate: string;
  keep: string;
}

function moduleStep(outer: GraphBuilder, network: Network, k: number): Step {
  const name = (part: string) => outer.double(`module.${k}.${part}`);
  const transposed = (part: string) => outer.op('Transpose', [name(part)], [ints('perm', [1, 0])]);
  const hasBefore = network.modules[k].feedforwardWeight !== null;
  const biases = outer.op('Add', [name('input.bias'), name('recurrent.bias')]);
  const one = outer.constant('one', 1);
  const rate = outer.op('Div', [one, outer.op('Max', [name('tau'), one])]);
  return {
    recurrent: transposed('recurrent.weight'),
    feedforward: hasBefore ? transposed('feedforward.weight') : null,
    input: transposed('input.weight'),
    bias: hasBefore ? outer.op('Add', [biases, name('feedforward.bias')]) : biases,
    rate,
    keep: outer.op('Sub', [one, rate]),
  };
}

/** One time step of all modules, equations 1 to 4: states [S, M] and a bit [S] to the next states. */
function body(network: Network, steps: readonly Step[]): OnnxGraph {
  const inner = new GraphBuilder('step.');
  const slope = inner.constant('slope', LEAKY_SLOPE);
  const leaky = (x: string) => inner.op('Max', [x, inner.op('Mul', [x, slope])]);
  const bit = inner.op('Unsqueeze', ['bit', inner.whole(1, [1])]);
  const shape = ['S', network.size];
  steps.forEach((step, k) => {
    const parts = [
      inner.op('MatMul', [`before.${k}`, step.recurrent]),
      ...(step.feedforward ? [inner.op('MatMul', [`before.${k - 1}`, step.feedforward])] : []),
      inner.op('MatMul', [bit, step.input]),
      step.bias,
    ];
    const current = parts.reduce((sum, part) => inner.op('Add', [sum, part]));
    const kept = inner.op('Mul', [`before.${k}`, step.keep]);
    const driven = inner.op('Mul', [network.leak === 'inside' ? leaky(current) : current, step.rate]);
    const sum = inner.op('Add', [kept, driven]);
    inner.add({ op_type: 'Identity', input: [network.leak === 'inside' ? sum : leaky(sum)], output: [`after.${k}`] });
  });
  const states = (prefix: string) => steps.map((_, k) => valueInfo({ name: `${prefix}.${k}`, type: DOUBLE, shape }));
  return inner.graph('step', {
    input: [...states('before'), valueInfo({ name: 'bit', type: DOUBLE, shape: ['S'] })],
    output: states('after'),
  });
}

/** Collects nodes and constants, under names with a prefix: a graph within another one may use none of its names. */
class GraphBuilder {
  private readonly prefix: string;
  private readonly nodes: Node[] = [];
  private readonly tensors = new Map<string, Tensor>();

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  add(node: Node): void {
    this.nodes.push(node);
  }

  /** Adds an operation and gives the name of its one result. */
  op(op_type: string, input: string[], attribute: Attribute[] = []): string {
    const output = `${this.prefix}${op_type.toLowerCase()}.${this.nodes.length}`;
    this.add({ op_type, input, output: [output], attribute });
    return output;
  }

  float(name: string, dims: number[], values: Float32Array): void {
    const raw = Buffer.alloc(values.length * 4);
    for (const [i, value] of values.entries()) raw.writeFloatLE(value, i * 4);
    this.tensors.set(name, { name, dims, data_type: FLOAT, raw_data: raw });
  }

  double(name: string): string {
    return this.op('Cast', [name], [int('to', DOUBLE)]);
  }

  constant(label: string, value: number): string {
    const name = this.prefix + label;
    const raw = Buffer.alloc(8);
    raw.writeDoubleLE(value);
    this.tensors.set(name, { name, dims: [], data_type: DOUBLE, raw_data: raw });
    return name;
  }

  /** A whole number, alone or as a list of one. */
  whole(value: number, dims: number[] = []): string {
    const name = `${this.prefix}whole.${value}.${dims.length}`;
    const raw = Buffer.alloc(8);
    raw.writeBigInt64LE(BigInt(value));
    this.tensors.set(name, { name, dims, data_type: INT64, raw_data: raw });
    return name;
  }

  graph(name: string, ends: Pick<OnnxGraph, 'input' | 'output'>): OnnxGraph {
    return { name, node: this.nodes, initializer: [...this.tensors.values()], ...ends };
  }
}

function int(name: string, i: number): Attribute {
  return { name, type: 2, i };
}

function ints(name: string, values: number[]): Attribute {
  return { name, type: 7, ints: values };
}
