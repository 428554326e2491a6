import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { Configuration } from '../../src/curriculum/configuration.ts';
import { beginCurriculum, runCurriculum } from '../../src/curriculum/curriculum.ts';
import { KERNEL_FILE } from '../../src/engine/simd/engine.ts';
import { simdEngineOf } from '../../src/engine/simd/session.ts';
import { namedTensors } from '../../src/network/tensors.ts';
import { smallConfiguration } from './configuration.ts';

/** SHA-256 of all tensors and the history of a network trained to the end of its curriculum. */
export async function trainingHash(configuration: Configuration): Promise<string> {
  const engine = simdEngineOf(await WebAssembly.compile(readFileSync(KERNEL_FILE)));
  let state = beginCurriculum(configuration);
  for (const epoch of runCurriculum(configuration, engine, state)) state = epoch.state;
  const hash = createHash('sha256');
  for (const { name, values } of namedTensors(state.network)) {
    hash.update(name).update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.update(JSON.stringify(state.history)).digest('hex');
}

/** The two architectures whose bytes are held. */
export const HELD = {
  modular: smallConfiguration(),
  'non-modular': smallConfiguration({
    architecture: 'non-modular',
    size: 23,
    epochs: 8,
    optimizer: { learningRate: 0.05, momentum: 0.1, clip: 2 },
  }),
};

// As a program: `node trainingHash.ts on|off` prints the hashes with V8's revectorizer on or off.
if (process.argv[1] === import.meta.filename) {
  const flag = process.argv[2] === 'on' ? '--experimental-wasm-revectorize' : '--no-experimental-wasm-revectorize';
  setFlagsFromString(flag);
  for (const configuration of Object.values(HELD)) console.log(await trainingHash(configuration));
}
