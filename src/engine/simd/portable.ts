import type { Engine } from '../engine.ts';
import { type KernelSource, wasmKernels } from './kernel.ts';
import { SimdPool } from './pool.ts';
import { openKernel, SimdSession } from './session.ts';
import { KERNEL_VERSION } from './version.ts';

/** The SIMD engine on a compiled kernel; free of Node, so that the browser runs the same. */
export function simdEngineOf(module: WebAssembly.Module): Engine {
  return simdEngineOn(wasmKernels(module), 'wasm');
}

/** The SIMD engine on kernels of any kind, which `build` names for the record. */
export function simdEngineOn(source: KernelSource, build: string): Engine {
  return {
    name: 'simd',
    backend: `kernel ${KERNEL_VERSION}`,
    build,
    open: (network, options, velocity) =>
      new SimdSession(openKernel(source, network, options.batchSize, options.maxLength), network, options, velocity),
    openPool: (plan) => new SimdPool(source, plan),
  };
}
