import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { UserError } from '../../artifact/error.ts';
import { plainSequence, type SequenceKernel } from '../../network/sequence.ts';
import type { Engine } from '../engine.ts';
import { type NativeKernels, nativeKernels } from '../native/addon.ts';
import { type KernelSource, wasmKernels } from './kernel.ts';
import { simdEngineOn } from './portable.ts';

/** Where `npm run kernel` puts the compiled kernel. */
export const KERNEL_FILE = new URL('./build/kernel.wasm', import.meta.url);

let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * The compiled kernel, once a process, with V8's revectorizer asked to pair its 128-bit operations (the results are the same
 * bits without it). Throws when the kernel has not been built.
 */
export function compileKernel(): Promise<WebAssembly.Module> {
  compiled ??= (async () => {
    setFlagsFromString('--experimental-wasm-revectorize');
    const bytes = await readFile(KERNEL_FILE).catch((cause) => {
      throw new Error('The kernel is not built: run `npm run setup`.', { cause });
    });
    return WebAssembly.compile(bytes);
  })();
  return compiled;
}

/**
 * The native kernels where the set-up could compile them, unless `MODULAR_GROWTH_KERNEL` is `wasm`; `native` forces them.
 *
 * @throws UserError for another value of it, or where the native kernel is forced and is not there
 */
function chosenNative(): NativeKernels | null {
  const forced = process.env.MODULAR_GROWTH_KERNEL || undefined;
  if (forced !== undefined && forced !== 'native' && forced !== 'wasm') {
    throw new UserError(`MODULAR_GROWTH_KERNEL is '${forced}': set it to native or wasm, or leave it out.`);
  }
  return forced === 'wasm' ? null : nativeKernels(forced === 'native');
}

/** The kernels that run in this process and the name of their build: native ones, else WebAssembly. */
export async function nodeKernels(): Promise<{ source: KernelSource; build: string }> {
  return chosenNative() ?? { source: wasmKernels(await compileKernel()), build: 'wasm' };
}

/** What runs single sequences in float64 in this process: the native kernel, else JavaScript. */
export function nodeSequence(): SequenceKernel {
  return chosenNative()?.sequence ?? plainSequence;
}

/** The SIMD engine in Node. */
export async function simdEngine(): Promise<Engine> {
  const { source, build } = await nodeKernels();
  return simdEngineOn(source, build);
}
