import protobuf from 'protobufjs';

/** The part of ONNX's format that an exported network needs: names and field numbers of onnx.proto3. */
const FORMAT = `
syntax = "proto3";
package onnx;
message ModelProto {
  int64 ir_version = 1;
  string producer_name = 2;
  string producer_version = 3;
  string doc_string = 6;
  GraphProto graph = 7;
  repeated OperatorSetIdProto opset_import = 8;
  repeated StringStringEntryProto metadata_props = 14;
}
message OperatorSetIdProto { string domain = 1; int64 version = 2; }
message StringStringEntryProto { string key = 1; string value = 2; }
message GraphProto {
  repeated NodeProto node = 1;
  string name = 2;
  repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11;
  repeated ValueInfoProto output = 12;
}
message NodeProto {
  repeated string input = 1;
  repeated string output = 2;
  string name = 3;
  string op_type = 4;
  repeated AttributeProto attribute = 5;
}
message AttributeProto {
  string name = 1;
  int64 i = 3;
  GraphProto g = 6;
  repeated int64 ints = 8;
  int32 type = 20;
}
message TensorProto { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
message ValueInfoProto { string name = 1; TypeProto type = 2; }
message TypeProto {
  message Tensor { int32 elem_type = 1; TensorShapeProto shape = 2; }
  Tensor tensor_type = 1;
}
message TensorShapeProto {
  message Dimension { int64 dim_value = 1; string dim_param = 2; }
  repeated Dimension dim = 1;
}
`;

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
  const { root } = protobuf.parse(FORMAT, { keepCase: true });
  const type = root.lookupType('onnx.ModelProto');
  return type.encode(type.fromObject(model)).finish();
}
