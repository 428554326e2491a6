import type { Configuration } from '../../src/curriculum/configuration.ts';
import { beginCurriculum, runCurriculum } from '../../src/curriculum/curriculum.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { namedTensors } from '../../src/network/tensors.ts';
import { smallConfiguration } from './configuration.ts';

/** All tensors and the history of a network trained to the end of its curriculum; runs in Node and in the browser. */
export function trainedBytes(configuration: Configuration, engine: Engine): Uint8Array<ArrayBuffer> {
  let state = beginCurriculum(configuration);
  for (const epoch of runCurriculum(configuration, engine, state)) state = epoch.state;
  const encoder = new TextEncoder();
  const parts = namedTensors(state.network).flatMap(({ name, values }) => [
    encoder.encode(name),
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  ]);
  parts.push(encoder.encode(JSON.stringify(state.history)));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The two architectures whose bytes are held, and a network on a pool of prefix activations. */
const HELD: readonly Configuration[] = [
  smallConfiguration(),
  smallConfiguration({
    architecture: 'non-modular',
    size: 23,
    epochs: 8,
    optimizer: { learningRate: 0.05, momentum: 0.1, clip: 2 },
  }),
  smallConfiguration({ pool: 6, untilN: 6, epochs: 12 }),
];

/** SHA-256 in hexadecimal, by the Web Crypto that Node and browsers share. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Hashes of the held networks, trained on a compiled kernel. */
export async function heldHashes(engine: Engine): Promise<string[]> {
  return Promise.all(HELD.map((configuration) => sha256(trainedBytes(configuration, engine))));
}
