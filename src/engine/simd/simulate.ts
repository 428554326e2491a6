import type { Simulate } from '../../network/dynamics.ts';
import { nodeKernels } from './engine.ts';
import { type KernelSource, place } from './kernel.ts';
import { openKernel } from './session.ts';

const LANES = 16;
/** Steps that are run between two copies out of the kernel's memory. */
const CHUNK = 1024;

/** `Simulate` on the SIMD kernel, for long runs of several sequences side by side. */
export async function loadSimulate(): Promise<Simulate> {
  return simulateOn((await nodeKernels()).source);
}

/** `Simulate` on a kernel: 16 sequences at a time, any number of steps in bounded kernel memory. */
export function simulateOn(source: KernelSource): Simulate {
  return (network, bits, sequences, initial, visit) => {
    const M = network.size;
    const steps = bits.length / sequences;
    const { kernel, memory } = openKernel(source, network, LANES, CHUNK);
    const floats = (address: number, length: number) => new Float32Array(memory.buffer, address, length);
    const stride = place(kernel, 'stride');
    const row = stride / 4;
    const blocks = Math.ceil(M / 5);
    const modular = network.architecture === 'modular';
    const packedBytes = place(kernel, 'packedBytes');
    const statesAt = place(kernel, 'statesA');
    const other = modular ? place(kernel, 'statesB') : 0;
    const bitsAt = place(kernel, 'bits');
    const packed = place(kernel, 'packedForward');
    const outside = network.leak === 'outside';

    const runTile = (d: number, activity: Float32Array, previous: Float32Array | null, first: number) => {
      const lanes = Math.min(LANES, sequences - first);
      const states = floats(statesAt, (CHUNK + 1) * row);
      const before = previous ? floats(other, (CHUNK + 1) * row) : null;
      for (let start = 0; start < steps; start += CHUNK) {
        const count = Math.min(CHUNK, steps - start);
        const inputs = floats(bitsAt, count * LANES);
        for (let t = 0; t < count; t++) {
          for (let lane = 0; lane < lanes; lane++)
            inputs[t * LANES + lane] = bits[(start + t) * sequences + first + lane];
        }
        copyIn(states, activity, start, 1, lanes, first);
        if (before && previous) copyIn(before, previous, start, count, lanes, first);
        const from = before ? other : 0;
        kernel.forwardModule(M, blocks, stride, packed + d * packedBytes, statesAt, from, 0, bitsAt, count, outside);
        for (let t = 1; t <= count; t++) {
          for (let i = 0; i < M; i++) {
            const at = ((start + t) * M + i) * sequences + first;
            for (let lane = 0; lane < lanes; lane++) activity[at + lane] = states[t * row + i * LANES + lane];
          }
        }
      }
    };
    const copyIn = (
      to: Float32Array,
      activity: Float32Array,
      start: number,
      count: number,
      lanes: number,
      first: number,
    ) => {
      for (let t = 0; t < count; t++) {
        for (let i = 0; i < M; i++) {
          const at = ((start + t) * M + i) * sequences + first;
          for (let lane = 0; lane < lanes; lane++) to[t * row + i * LANES + lane] = activity[at + lane];
        }
      }
    };

    let previous: Float32Array | null = null;
    network.modules.forEach((_, d) => {
      const activity: Float32Array = new Float32Array((steps + 1) * M * sequences);
      activity.set(initial.subarray(d * M * sequences, (d + 1) * M * sequences));
      for (let first = 0; first < sequences; first += LANES) runTile(d, activity, previous, first);
      visit(d, activity);
      previous = activity;
    });
  };
}
