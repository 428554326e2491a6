import { describe, expect, it } from 'vitest';
import { allNativeKernels } from '../../src/engine/native/addon.ts';
import { compileKernel } from '../../src/engine/simd/engine.ts';
import { wasmKernels } from '../../src/engine/simd/kernel.ts';
import { configuration, digest, EXTREMES, withExtremes } from './kernelDigest.ts';

const CONFIGURATIONS = 300;
const builds = allNativeKernels();
const wasm = wasmKernels(await compileKernel());

describe.skipIf(builds.length === 0)('the native kernels give the bits of the WebAssembly kernel', () => {
  it(`in ${CONFIGURATIONS} random configurations`, () => {
    for (let index = 0; index < CONFIGURATIONS; index++) {
      const made = configuration(index);
      const expected = digest(wasm, made);
      for (const { source, build } of builds) {
        expect(digest(source, made), `configuration ${index}, build ${build}`).toBe(expected);
      }
    }
  });

  it('in every size from 1 to 130', () => {
    for (let size = 1; size <= 130; size++) {
      const drawn = configuration(1000 + size, size);
      const made = { ...drawn, options: { ...drawn.options, batchSize: 16 } };
      const expected = digest(wasm, made);
      for (const { source, build } of builds) {
        expect(digest(source, made), `M = ${size}, build ${build}`).toBe(expected);
      }
    }
  });

  it.each(Object.keys(EXTREMES))('with parameters that are %s', (name) => {
    for (let index = 0; index < 30; index++) {
      const made = withExtremes(configuration(2000 + index, 1 + (index % 24)), EXTREMES[name], index);
      const expected = digest(wasm, made);
      for (const { source, build } of builds) {
        expect(digest(source, made), `configuration ${index}, build ${build}`).toBe(expected);
      }
    }
  });
});
