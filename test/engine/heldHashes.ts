import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { KERNEL_FILE } from '../../src/engine/simd/engine.ts';
import { simdEngineOf } from '../../src/engine/simd/portable.ts';
import { heldHashes } from './trainedBytes.ts';

// `node heldHashes.ts on|off` prints the hashes of the held networks with V8's revectorizer on or off.
setFlagsFromString(`--${process.argv[2] === 'on' ? '' : 'no-'}experimental-wasm-revectorize`);
for (const hash of await heldHashes(simdEngineOf(await WebAssembly.compile(readFileSync(KERNEL_FILE)))))
  console.log(hash);
