// Proves that every native build of a folder that this processor runs gives the bytes of the WebAssembly kernel: `nativeProof.ts FOLDER`.
// A compiler that orders or fuses operations otherwise must not train a network.
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { allNativeKernels } from '../../src/engine/native/addon.ts';
import { compileKernel } from '../../src/engine/simd/engine.ts';
import { type KernelSource, wasmKernels } from '../../src/engine/simd/kernel.ts';
import { simdEngineOn } from '../../src/engine/simd/portable.ts';
import { FRESH, grow } from '../../src/network/growth.ts';
import { initialNetwork } from '../../src/network/initial.ts';
import { namedTensors } from '../../src/network/tensors.ts';

const CASES = [
  { architecture: 'modular', size: 5, tasks: 3 },
  { architecture: 'modular', size: 18, tasks: 2 },
  { architecture: 'non-modular', size: 37, tasks: 3 },
] as const;

/** SHA-256 of what some steps of training give. */
function trained(source: KernelSource): string {
  const hash = createHash('sha256');
  for (const { architecture, size, tasks } of CASES) {
    let network = initialNetwork(architecture, size, 1);
    for (let task = 1; task < tasks; task++) network = grow(network, FRESH, 1);
    const optimizer = { learningRate: 0.1, momentum: 0.2, clip: 2 };
    const trainable = ['recurrent', 'feedforward', 'input', 'tau', 'readout'] as const;
    const session = simdEngineOn(source, '').open(network, { batchSize: 32, maxLength: 20, optimizer, trainable });
    for (let index = 0; index < 20; index++) {
      const origin = { seed: 1, purpose: 'train', index, length: 10 + (index % 10), bits: 'per-sequence' } as const;
      hash.update(JSON.stringify(session.trainStep(origin)));
    }
    for (const { values } of namedTensors(session.read().network)) hash.update(values);
  }
  return hash.digest('hex');
}

const expected = trained(wasmKernels(await compileKernel()));
for (const { source, build } of allNativeKernels(pathToFileURL(`${process.argv[2]}/`))) {
  if (trained(source) !== expected) {
    console.error(`The build '${build}' does not give the bytes of the WebAssembly kernel.`);
    process.exit(1);
  }
}
