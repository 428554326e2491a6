import type { Engine } from '../engine.ts';
import { SimdPool } from './pool.ts';
import { openKernel, SimdSession } from './session.ts';
import { KERNEL_VERSION } from './version.ts';

/** The SIMD engine on a compiled kernel; free of Node, so that the browser runs the same. */
export function simdEngineOf(module: WebAssembly.Module): Engine {
  return {
    name: 'simd',
    backend: `kernel ${KERNEL_VERSION}`,
    open: (network, options, velocity) =>
      new SimdSession(openKernel(module, network, options.batchSize, options.maxLength), network, options, velocity),
    openPool: (plan) => new SimdPool(module, plan),
  };
}
