// @ts-nocheck: AssemblyScript, compiled by asc like the kernel.

// Draws a batch with the code of the kernel, without the training step, to measure the part that peers do not run.

import { drawBits, drawState } from '../../src/engine/simd/assembly/batch';
import * as plan from '../../src/engine/simd/assembly/plan';

export { configure } from '../../src/engine/simd/assembly/plan';

/** Draws the bits and all initial states of a batch, tile by tile, as `differentiate` does. */
export function draw(seed: i32, bitsKey: i32, stateKey: i32, index: i32, length: i32, reading: i32): void {
  for (let tile = 0; tile < plan.batch / plan.LANES; tile++) {
    drawBits(tile, length, reading, seed, bitsKey, index);
    for (let d = 0; d < plan.modules; d++) {
      drawState(tile, d, seed, stateKey, index, d & 1 ? plan.statesB : plan.statesA);
    }
  }
}
