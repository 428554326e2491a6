import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';

/** The part of ONNX's format that is written. */
const FORMAT = new URL('onnx.proto', import.meta.url);

/** ONNX's numbers for the types of elements. */
export const FLOAT = 1;
export const INT64 = 7;
export const DOUBLE = 11;

export interface Tensor {
  name: string;
  dims: number[];
  data_type: number;
  raw_data: Uint8Array;
}

export interface Attribute {
  name: string;
  /** 2: a whole number, 5: a graph, 7: whole numbers. */
  type: 2 | 5 | 7;
  i?: number;
  g?: OnnxGraph;
  ints?: number[];
}

export interface Node {
  op_type: string;
  input: string[];
  output: string[];
  attribute?: Attribute[];
}

/** An input or output: its extents are numbers, or names where they may be any. */
export interface Value {
  name: string;
  type: number;
  shape: (number | string)[];
}

export interface OnnxGraph {
  name: string;
  node: Node[];
  initializer?: Tensor[];
  input: unknown[];
  output: unknown[];
}

export interface Model {
  ir_version: number;
  producer_name: string;
  producer_version: string;
  doc_string: string;
  graph: OnnxGraph;
  opset_import: { domain: string; version: number }[];
  metadata_props: { key: string; value: string }[];
}

/** A value as the format has it. */
export function valueInfo({ name, type, shape }: Value) {
  const dim = shape.map((extent) => (typeof extent === 'number' ? { dim_value: extent } : { dim_param: extent }));
  return { name, type: { tensor_type: { elem_type: type, shape: { dim } } } };
}

/** The bytes of a model; the same model gives the same bytes. */
export function encodeModel(model: Model): Uint8Array {
  const { root } = protobuf.parse(readFileSync(FORMAT, 'utf8'), { keepCase: true });
  const type = root.lookupType('onnx.ModelProto');
  return type.encode(type.fromObject(model)).finish();
}
