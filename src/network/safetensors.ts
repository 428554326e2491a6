import { UserError } from '../artifact/error.ts';
import { parseJson } from '../artifact/json.ts';
import { foreignFormat } from './foreign.ts';

/**
 * The safetensors container: 8 bytes of header length (little-endian), a JSON header, raw little-endian values. Of its
 * types only F32 is read and written here, which is all that networks are made of.
 */
export interface SafetensorsTensor {
  name: string;
  shape: number[];
  values: Float32Array;
}

export interface Safetensors {
  tensors: Map<string, SafetensorsTensor>;
  metadata: Map<string, string>;
}

/** A file that is not a safetensors file, or a damaged one. */
export class CheckpointError extends UserError {
  override name = 'CheckpointError';
}

const LENGTH_BYTES = 8;
const BYTES_A_VALUE = 4;
const MAX_HEADER = 100_000_000;
const AGAIN = 'Copy the file again from where it came, or make it again.';

/** The bytes of a safetensors file; tensors and metadata keep the order given, the header is padded to 8 bytes with spaces. */
export function writeSafetensors(
  tensors: readonly SafetensorsTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    const end = offset + values.length * BYTES_A_VALUE;
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / LENGTH_BYTES) * LENGTH_BYTES;
  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + offset).fill(0x20, 0, LENGTH_BYTES + headerLength);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerLength;
  for (const { values } of tensors) {
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += BYTES_A_VALUE;
    }
  }
  return bytes;
}

/**
 * Tensors and metadata of a safetensors file. Every tensor must be F32 and finite, and together they must fill the file
 * with neither overlap nor hole.
 * @throws CheckpointError where the bytes are truncated, damaged, or of another format.
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const { header, start } = readHeader(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const metadata = new Map<string, string>();
  const spans: { name: string; shape: number[]; begin: number; end: number }[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') readMetadata(entry, metadata);
    else spans.push({ name, ...readEntry(name, entry) });
  }
  checkSpans(spans, bytes.length - start);
  const tensors = new Map<string, SafetensorsTensor>();
  for (const { name, shape, begin, end } of spans) {
    const values = new Float32Array((end - begin) / BYTES_A_VALUE);
    for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(start + begin + i * BYTES_A_VALUE, true);
    const broken = values.findIndex((value) => !Number.isFinite(value));
    if (broken >= 0) {
      throw new CheckpointError(
        `The file is damaged, or its network diverged in training: ${name} holds ${values[broken]} at position ${broken}. ${AGAIN}`,
      );
    }
    tensors.set(name, { name, shape, values });
  }
  return { tensors, metadata };
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length === 0) throw new CheckpointError(`The file is empty. ${AGAIN}`);
  const length =
    bytes.length < LENGTH_BYTES
      ? null
      : Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true));
  const start = LENGTH_BYTES + (length ?? 0);
  // A header's length may begin with another format's signature; only a real header has a brace after it.
  const opening = new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + 64));
  const foreign = start <= bytes.length && opening.trimStart().startsWith('{') ? null : foreignFormat(bytes);
  if (foreign) throw new CheckpointError(`This is ${foreign.what}, not a safetensors file. ${foreign.advice}`);
  if (length === null) throw new CheckpointError(`The file is cut off: it has ${bytes.length} bytes. ${AGAIN}`);
  if (length < 2 || length > MAX_HEADER) {
    throw new CheckpointError(
      `This is not a safetensors file: its first 8 bytes would announce a header of ${length} bytes. Give a .safetensors file.`,
    );
  }
  if (start > bytes.length) {
    throw new CheckpointError(
      `The file is cut off, or is not a safetensors file: a header of ${length} bytes is announced, ${bytes.length - LENGTH_BYTES} follow. ${AGAIN}`,
    );
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(LENGTH_BYTES, start));
    // The format allows spaces after the object and nothing before it.
    if (text.startsWith('\uFEFF')) throw new SyntaxError('it begins with a byte order mark');
    if (!text.startsWith('{'))
      throw new SyntaxError(`it begins with ${JSON.stringify(text.slice(0, 1))}, not with '{'`);
    if (!/} *$/.test(text)) throw new SyntaxError("it does not end with '}' and spaces");
    return { header: parseJson(text) as Record<string, unknown>, start };
  } catch (error) {
    throw new CheckpointError(
      `The file is damaged, or is not a safetensors file: its header cannot be read. ${AGAIN} (${(error as Error).message})`,
      { cause: error },
    );
  }
}

function readMetadata(entry: unknown, metadata: Map<string, string>): void {
  const isGroup = typeof entry === 'object' && entry !== null && !Array.isArray(entry);
  const pairs: [string, unknown][] = isGroup ? Object.entries(entry) : [['__metadata__', entry]];
  for (const [key, value] of pairs) {
    if (typeof value !== 'string') {
      throw new CheckpointError(`The file is damaged: its metadata '${key}' is no text. ${AGAIN}`);
    }
    metadata.set(key, value);
  }
}

function readEntry(name: string, entry: unknown): { shape: number[]; begin: number; end: number } {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype === 'string' && dtype !== 'F32') {
    throw new CheckpointError(
      `This file was not written for this program: ${name} is ${dtype}. Convert its tensors to F32.`,
    );
  }
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  if (
    dtype !== 'F32' ||
    !(Array.isArray(shape) && shape.every(isCount)) ||
    !(Array.isArray(offsets) && offsets.length === 2 && offsets.every(isCount))
  ) {
    throw new CheckpointError(`The file's header is damaged: the entry of ${name} is not a tensor's. ${AGAIN}`);
  }
  const [begin, end] = offsets as [number, number];
  const count = (shape as number[]).reduce((product, extent) => product * extent, 1);
  if (end - begin !== count * BYTES_A_VALUE) {
    throw new CheckpointError(
      `The file's header is damaged: ${name} of shape [${shape.join(', ')}] cannot fill bytes ${begin} to ${end}. ${AGAIN}`,
    );
  }
  return { shape, begin, end };
}

function checkSpans(spans: readonly { name: string; begin: number; end: number }[], available: number): void {
  let filled = 0;
  for (const { name, begin, end } of spans.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (end > available) {
      throw new CheckpointError(
        `The file is cut off: ${name} ends at byte ${end} of the values, ${available} are there. ${AGAIN}`,
      );
    }
    if (begin !== filled) {
      const fault = begin < filled ? 'overlaps the tensor before it' : 'leaves a hole before it';
      throw new CheckpointError(`The file's header is damaged: ${name} ${fault}. ${AGAIN}`);
    }
    filled = end;
  }
  if (filled !== available) {
    throw new CheckpointError(`The file has ${available - filled} bytes more than its header names. ${AGAIN}`);
  }
}
