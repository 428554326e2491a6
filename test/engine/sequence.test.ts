import { describe, expect, it } from 'vitest';
import { allNativeKernels } from '../../src/engine/native/addon.ts';
import type { Leak, Module } from '../../src/network/network.ts';
import { plainSequence, simulateModuleOn } from '../../src/network/sequence.ts';
import { stream } from '../../src/task/stream.ts';

const builds = allNativeKernels();
const plain = simulateModuleOn(plainSequence);
const STEPS = 60;

/** A module of random parameters with what feeds it, or nothing, and how it is run. */
function drawRun(index: number, size: number, scale: number) {
  const random = stream(7, 'sequence', index);
  const values = (length: number) => Float32Array.from({ length }, () => scale * random.normal());
  const fed = index % 3 > 0;
  const module: Module = {
    tau: Float32Array.from({ length: size }, () => 0.8 + 2 * random.uniform()),
    inputWeight: values(size),
    inputBias: values(size),
    recurrentWeight: values(size * size),
    recurrentBias: values(size),
    feedforwardWeight: fed ? values(size * size) : null,
    feedforwardBias: fed ? values(size) : null,
  };
  const bits = Uint8Array.from({ length: STEPS }, () => random.integer(2));
  const before = fed ? Float64Array.from({ length: (STEPS + 1) * size }, () => random.normal()) : null;
  const leak: Leak = index % 2 === 0 ? 'inside' : 'outside';
  return { module, leak, bits, initial: values(size), before };
}

/** The bits of activities; every NaN alike, as its bits are nobody's. */
function bitsOf(activity: Float64Array): BigUint64Array {
  return new BigUint64Array(activity.map((value) => (Number.isNaN(value) ? Number.NaN : value)).buffer);
}

describe.skipIf(builds.length === 0)(
  'a single sequence in float64 has the same bits in JavaScript and in every native build',
  () => {
    it.each([
      ['plain', 0.3],
      ['growing beyond all numbers', 30],
      ['denormal', 1e-40],
    ])('with %s parameters, in every size from 1 to 130', (_, scale) => {
      for (let size = 1; size <= 130; size++) {
        const { module, leak, bits, initial, before } = drawRun(size, size, scale);
        const expected = bitsOf(plain(module, leak, bits, initial, before));
        for (const { sequence, build } of builds) {
          const actual = bitsOf(simulateModuleOn(sequence)(module, leak, bits, initial, before));
          expect(
            Buffer.compare(Buffer.from(actual.buffer), Buffer.from(expected.buffer)),
            `M = ${size}, build ${build}`,
          ).toBe(0);
        }
      }
    });
  },
);
