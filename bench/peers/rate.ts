// The multiply-add rate of WebAssembly's 128-bit operations in this V8: `rate.ts MODULE [revectorize]`.
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { serve, timeEach } from './serve.ts';

interface Rate {
  operations(): number;
  prepare(): void;
  multiplyAdd(turns: number): void;
  multiplyAddNarrow(turns: number): void;
}

const [file, revectorize] = process.argv.slice(2);
if (revectorize) setFlagsFromString('--experimental-wasm-revectorize');
const env = {
  memory: new WebAssembly.Memory({ initial: 1, maximum: 65536 }),
  abort: () => {
    throw new Error('an internal check failed');
  },
};
const module = new WebAssembly.Module(readFileSync(file));
const rate = new WebAssembly.Instance(module, { env }).exports as unknown as Rate;
/** Turns per call, about one millisecond. */
const TURNS = 5000;
const LANES = 4;

await serve({ V8: process.versions.v8 }, () => {
  // The better of the two forms is the limit; it depends on the registers that V8 uses.
  const best = Math.min(
    ...[rate.multiplyAdd, rate.multiplyAddNarrow].map((multiplyAdd) => {
      rate.prepare();
      return Math.min(...timeEach(8, () => multiplyAdd(TURNS)));
    }),
  );
  return { rates: { [revectorize ? '256' : '128']: (2 * LANES * rate.operations() * TURNS) / best / 1e6 } };
});
