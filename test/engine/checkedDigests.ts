// Compares builds of the native kernel that check every address and operation with the WebAssembly kernel: `checkedDigests.ts FOLDER`.
import { pathToFileURL } from 'node:url';
import { allNativeKernels } from '../../src/engine/native/addon.ts';
import { compileKernel } from '../../src/engine/simd/engine.ts';
import { wasmKernels } from '../../src/engine/simd/kernel.ts';
import { simdEngineOn } from '../../src/engine/simd/portable.ts';
import { configuration, digest } from './kernelDigest.ts';
import { heldHashes } from './trainedBytes.ts';

const builds = allNativeKernels(pathToFileURL(`${process.argv[2]}/`));
const wasm = wasmKernels(await compileKernel());
const kernels = [{ build: 'wasm', source: wasm }, ...builds];
for (const { build, source } of kernels) {
  const digests = [
    ...Array.from({ length: 40 }, (_, index) => digest(source, configuration(index))),
    ...Array.from({ length: 24 }, (_, index) => digest(source, configuration(3000 + index, 1 + index))),
    ...(await heldHashes(simdEngineOn(source, build))),
  ];
  console.log(build, digests.join(' '));
}
