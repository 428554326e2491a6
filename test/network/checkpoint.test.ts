import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CheckpointError, readCheckpoint, writeCheckpoint } from '../../src/network/checkpoint.ts';
import type { Network } from '../../src/network/network.ts';
import { writeSafetensors } from '../../src/network/safetensors.ts';
import { namedTensors } from '../../src/network/tensors.ts';
import { randomNetwork } from './randomNetwork.ts';

const origin = { nSolved: 3, seed: 7, configuration: 'c0ffee', kernelVersion: '1' };
const modular = () => randomNetwork({ architecture: 'modular', size: 4, depth: 3, heads: 3, seed: 1, leak: 'inside' });
const core = () =>
  randomNetwork({ architecture: 'non-modular', size: 6, depth: 1, heads: 4, seed: 2, leak: 'outside' });

type Json = Record<string, unknown>;

/** The bytes with their JSON header changed, everything else as it was. */
function withHeader(bytes: Uint8Array, change: (header: Json) => Json): Uint8Array {
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const json = new TextEncoder().encode(JSON.stringify(change(header)));
  const out = new Uint8Array(8 + json.length + bytes.length - 8 - length);
  new DataView(out.buffer).setBigUint64(0, BigInt(json.length), true);
  out.set(json, 8);
  out.set(bytes.subarray(8 + length), 8 + json.length);
  return out;
}

/** The bytes with some fields of one entry of the header replaced; undefined removes a field. */
function withEntry(bytes: Uint8Array, name: string, fields: Json): Uint8Array {
  return withHeader(bytes, (header) => ({ ...header, [name]: { ...(header[name] as Json), ...fields } }));
}

function without(bytes: Uint8Array, name: string): Uint8Array {
  return withHeader(bytes, (header) => ({ ...header, [name]: undefined }));
}

function reference(network: Network): Uint8Array {
  const tensors = namedTensors(network).map((tensor) => ({ ...tensor, name: tensor.name.replace('module.0.', '') }));
  return writeSafetensors(
    tensors.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    { source: 'elsewhere' },
  );
}

describe('a checkpoint', () => {
  it('gives back the network, its origin and the velocity of the optimizer', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('modular', 'non-modular'),
        fc.constantFrom('inside', 'outside'),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(2 ** 32 - 1),
        (architecture, leak, size, heads, seed) => {
          const depth = architecture === 'modular' ? heads : 1;
          const network = randomNetwork({ architecture, size, depth, heads, seed, leak } as never);
          const velocity = new Map(
            namedTensors(network).map(({ name, values }) => [name, values.map((value) => value / 3)]),
          );
          const read = readCheckpoint(writeCheckpoint(network, { ...origin, nSolved: heads + 1, seed }, velocity));
          expect(read.network).toEqual(network);
          expect(read.velocity).toEqual(velocity);
          expect(read.metadata).toMatchObject({ architecture, size, leak, seed, nSolved: heads + 1, N: heads + 1 });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('has no velocity where none was written, and velocity of the trained tensors alone where only they have one', () => {
    expect(readCheckpoint(writeCheckpoint(core(), origin)).velocity).toBeUndefined();
    const velocity = new Map([['module.2.tau', Float32Array.of(1, 2, 3, 4)]]);
    expect(readCheckpoint(writeCheckpoint(modular(), origin, velocity)).velocity).toEqual(velocity);
  });

  it('is the same bytes for the same network, with values that start on a multiple of 8 bytes', () => {
    const bytes = writeCheckpoint(modular(), origin);
    expect(writeCheckpoint(modular(), origin)).toEqual(bytes);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(Object.keys(header)).toEqual(['__metadata__', ...namedTensors(modular()).map(({ name }) => name)]);
  });

  it('stays the same bytes on every machine and in every release', () => {
    const bytes = writeCheckpoint(tiny(), { nSolved: 2, seed: 0, configuration: 'x', kernelVersion: '1' });
    expect(createHash('sha256').update(bytes).digest('hex')).toMatchInlineSnapshot(
      `"eefc8a6db0340048937b171bf9cae227145292d9224838c9ed26004f9078b86d"`,
    );
  });

  it('reads a network in the form of the reference, whatever the order of its tensors', () => {
    const network = core();
    const { network: read, metadata } = readCheckpoint(reference(network));
    expect(read).toEqual({ ...network, leak: 'inside' });
    expect(metadata).toMatchObject({ format: 'reference', N: 5, nSolved: 5, seed: null });
  });
});

/** The bytes with the text of their header replaced. */
function withHeaderText(bytes: Uint8Array, change: (text: string) => string): Uint8Array {
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const text = new TextDecoder().decode(bytes.subarray(8, 8 + length));
  const header = new TextEncoder().encode(change(text));
  const out = new Uint8Array([...bytes.subarray(0, 8), ...header, ...bytes.subarray(8 + length)]);
  new DataView(out.buffer).setBigUint64(0, BigInt(header.length), true);
  return out;
}

const textBytes = (text: string) => new TextEncoder().encode(text);
const LFS = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935\nsize 12345\n';
const DVC = 'outs:\n- md5: a304afb96060aad90176268345e10355\n  size: 12\n  path: network.safetensors\n';

describe('a damaged or foreign file is told by its likely cause', () => {
  const good = writeCheckpoint(modular(), origin);
  const cases: [string, Uint8Array, RegExp][] = [
    ['an empty file', new Uint8Array(0), /empty/],
    ['a file cut inside its values', good.subarray(0, good.length - 5), /cut off/],
    ['a file cut inside its header', good.subarray(0, 100), /cut off/],
    ['a file of five bytes', good.subarray(0, 5), /cut off/],
    ['bytes after the end', new Uint8Array([...good, 0, 0]), /2 bytes more/],
    ['a PyTorch archive', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0]), /PyTorch/],
    ['a text', new TextEncoder().encode('a long enough plain text'), /not a safetensors file/],
    ['a DVC pointer', new TextEncoder().encode('outs:\n- md5: 0'), /DVC/],
    ['a header that is no JSON', withBytes(good, 9, 0xff), /header cannot be read/],
    ['half precision', withEntry(good, 'module.0.tau', { dtype: 'F16' }), /F16/],
    ['a shape that its bytes cannot fill', withEntry(good, 'module.0.tau', { shape: [5] }), /cannot fill/],
    ['a negative offset', withEntry(good, 'module.0.tau', { data_offsets: [-4, 12] }), /header is damaged/],
    ['tensors that overlap', withEntry(good, 'module.0.input.weight', { data_offsets: [0, 16] }), /overlaps/],
    ['a hole between tensors', without(good, 'module.1.tau'), /hole/],
    [
      'a tensor under another name',
      withHeader(good, (h) => rename(h, 'module.1.tau', 'module.1.t')),
      /module.1.tau is missing/,
    ],
    ['a tensor too many', withEntry(good, 'extra', { dtype: 'F32', shape: [0], data_offsets: [0, 0] }), /extra/],
    ['another shape', withEntry(good, 'readout.3.weight', { shape: [4, 2] }), /\[4, 2\] where \[2, 4\]/],
    ['no architecture', withEntry(good, '__metadata__', { architecture: undefined }), /architecture/],
    ['a size that is no number', withEntry(good, '__metadata__', { size: 'four' }), /'size' is four/],
    ['metadata that is no text', withEntry(good, '__metadata__', { size: 4 }), /no text/],
    ['another N than its heads', withEntry(good, '__metadata__', { N: '9' }), /N = 9/],
    ['no format and no network', without(good, '__metadata__'), /holds no network/],
    ['a weight that is not a number', written(1, 'tau', 2, Number.NaN), /NaN/],
    ['an infinite weight', written(1, 'recurrentBias', 0, Infinity), /Infinity/],
    [
      'a key twice',
      withHeaderText(good, (text) => text.replace('{', '{"module.0.tau":0,')),
      /'module.0.tau' stands twice/,
    ],
    [
      'a key twice under an escape',
      withHeaderText(good, (text) => text.replace('"module.0.tau"', '"module.0.\\u0074au":0,"module.0.tau"')),
      /'module.0.tau' stands twice/,
    ],
    [
      'a key twice in an entry',
      withHeaderText(good, (text) => text.replace('"dtype":', '"dtype":"F32","dtype":')),
      /'dtype' stands twice/,
    ],
    [
      'a key twice in the metadata',
      withHeaderText(good, (text) => text.replace('"seed":', '"seed":"1","seed":')),
      /'seed' stands twice/,
    ],
    ['a byte order mark', withHeaderText(good, (text) => `\uFEFF${text}`), /byte order mark/],
    ['leading space', withHeaderText(good, (text) => ` ${text}`), /begins with " "/],
    ['a leading line break', withHeaderText(good, (text) => `\n${text}`), /begins with/],
    ['bytes after the object', withHeaderText(good, (text) => `${text}\0`), /does not end|header cannot be read/],
    ['a line break after the object', withHeaderText(good, (text) => `${text}\n`), /does not end/],
    ['a list for a header', withHeaderText(good, () => '[]'), /JSON file|header cannot be read/],
    ['a header longer than the file', withBytes(good, 6, 1), /announce/],
    ['a header beyond the end', withBytes(good, 2, 0xff), /cut off/],
    ['a negative extent', withEntry(good, 'module.0.tau', { shape: [-4] }), /header is damaged/],
    ['an extent beyond all counting', withEntry(good, 'module.0.tau', { shape: [1e300] }), /header is damaged/],
    [
      'extents whose product is beyond counting',
      withEntry(good, 'module.0.tau', { shape: [2 ** 40, 2 ** 40] }),
      /cannot fill/,
    ],
    [
      'an offset that is no number',
      withHeaderText(good, (text) => text.replace('[0,16]', '[0,NaN]')),
      /header cannot be read/,
    ],
    [
      'an offset beyond all counting',
      withHeaderText(good, (text) => text.replace('[0,16]', '[0,1e400]')),
      /header is damaged/,
    ],
    ['metadata as a list', withHeader(good, (h) => ({ ...h, __metadata__: ['a'] })), /no text/],
    ['an nSolved that no head has', withEntry(good, '__metadata__', { nSolved: '9' }), /'nSolved' is 9/],
    [
      'an absurd nSolved',
      withEntry(good, '__metadata__', { nSolved: '123456789012345' }),
      /'nSolved' is 123456789012345/,
    ],
    ['an nSolved that is no number', withEntry(good, '__metadata__', { nSolved: 'NaN' }), /'nSolved' is NaN/],
    ['a seed beyond 32 bits', withEntry(good, '__metadata__', { seed: '4294967296' }), /'seed' is 4294967296/],
    [
      'a head left out',
      withHeader(good, (h) =>
        rename(rename(h, 'readout.4.weight', 'readout.5.weight'), 'readout.4.bias', 'readout.5.bias'),
      ),
      /names N = 4/,
    ],
    ['a pointer of Git LFS', textBytes(LFS), /Git LFS.*git lfs pull/],
    ['a pointer of Git LFS with CRLF', textBytes(LFS.replaceAll('\n', '\r\n')), /git lfs pull/],
    ['a pointer of DVC', textBytes(DVC), /DVC.*dvc pull/],
    ['a pointer of DVC with its own hash first', textBytes(`md5: 1\n${DVC}`), /dvc pull/],
    ['a web page', textBytes('<!DOCTYPE html>\n<html lang="en"><head>'), /a web page.*Fetch it again/],
    ['a web page after a byte order mark', textBytes('\uFEFF\n<html><body>Not found'), /a web page/],
    ['an answer in JSON', textBytes('{"message": "Not Found", "status": "404"}'), /a JSON file/],
    ['a gzip archive', new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1]), /gzip.*Unpack/],
    ['a zstd archive', new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0, 0, 0]), /zstd.*Unpack/],
    ['a pickle', new Uint8Array([0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20]), /pickle.*Convert/],
    [
      'a tar archive',
      textBytes('network.safetensors'.padEnd(257, '\0') + 'ustar\u000000'.padEnd(300, '\0')),
      /tar archive/,
    ],
    ['a neuron connected to itself', written(2, 'recurrentWeight', 5, 0.1), /neuron 1/],
  ];

  it.each(cases)('%s', (_, bytes, message) => {
    expect(() => readCheckpoint(bytes)).toThrow(CheckpointError);
    expect(() => readCheckpoint(bytes)).toThrow(message);
  });

  it('never gives another network or another error for a file with one changed byte of its header', () => {
    const headerEnd = 8 + Number(new DataView(good.buffer).getBigUint64(0, true));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: headerEnd - 1 }), fc.integer({ min: 0, max: 255 }), (at, value) => {
        try {
          expect(readCheckpoint(withBytes(good, at, value)).network.modules).toHaveLength(3);
        } catch (error) {
          expect(error).toBeInstanceOf(CheckpointError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

function withBytes(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}

function rename(header: Record<string, unknown>, from: string, to: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(header).map(([name, entry]) => [name === from ? to : name, entry]));
}

function written(module: number, tensor: 'tau' | 'recurrentBias' | 'recurrentWeight', at: number, value: number) {
  const network = modular();
  network.modules[module][tensor][at] = value;
  return writeCheckpoint(network, origin);
}

function tiny(): Network {
  return {
    architecture: 'non-modular',
    size: 1,
    leak: 'inside',
    modules: [
      {
        tau: Float32Array.of(1.5),
        inputWeight: Float32Array.of(0.25),
        inputBias: Float32Array.of(-0.5),
        recurrentWeight: Float32Array.of(0),
        recurrentBias: Float32Array.of(1),
        feedforwardWeight: null,
        feedforwardBias: null,
      },
    ],
    heads: [{ N: 2, weight: Float32Array.of(1, -1), bias: Float32Array.of(0, 2) }],
  };
}
