import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import type { Engine } from '../engine.ts';
import { chosenNative } from '../native/choice.ts';
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

/** The kernels that run in this process and the name of their build: native ones, else WebAssembly. */
export async function nodeKernels(): Promise<{ source: KernelSource; build: string }> {
  return chosenNative() ?? { source: wasmKernels(await compileKernel()), build: 'wasm' };
}

/** The SIMD engine in Node. */
export async function simdEngine(): Promise<Engine> {
  const { source, build } = await nodeKernels();
  return simdEngineOn(source, build);
}
