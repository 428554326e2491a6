/** What the compiled kernel exports; see assembly/index.ts. Pointers and sizes are bytes. */
export interface Kernel {
  configure(
    M: number,
    modules: number,
    heads: number,
    modular: boolean,
    outside: boolean,
    batch: number,
    maxLength: number,
    largestTask: number,
  ): number;
  pointer(which: number): number;
  pack(): void;
  packForward(module: number, feedforward: boolean): void;
  evaluate(seed: number, bitsKey: number, stateKey: number, index: number, length: number, reading: number): void;
  differentiate(
    seed: number,
    bitsKey: number,
    stateKey: number,
    index: number,
    length: number,
    reading: number,
    trainable: number,
  ): number;
  /** Plans a pool after `configure`; see assembly/pool.ts. */
  openPool(batches: number, length: number): number;
  drawPool(batch: number, seed: number, bitsKey: number, index: number, reading: number): void;
  advancePool(batch: number, module: number, seed: number, stateKey: number, index: number, count: boolean): void;
  usePool(batch: number, modules: number): void;
  gradientNorm(): number;
  update(learningRate: number, momentum: number, clip: number): number;
  forwardModule(
    M: number,
    blocks: number,
    stride: number,
    packed: number,
    states: number,
    before: number,
    acts: number,
    bits: number,
    steps: number,
    outside: boolean,
  ): void;
}

/** Names of the kernel's places in memory, in the order of `pointer`. */
const PLACES = [
  'parameters',
  'velocity',
  'gradient',
  'readouts',
  'tasks',
  'correct',
  'statesA',
  'statesB',
  'bits',
  'stride',
  'packedForward',
  'poolCounts',
  'packedBytes',
] as const;
export type Place = (typeof PLACES)[number];

/** Byte address of a place in the memory of a configured kernel (`stride` and `packedBytes` are sizes). */
export function place(kernel: Kernel, name: Place): number {
  return kernel.pointer(PLACES.indexOf(name)) >>> 0;
}

/** A kernel and its memory, for one session. `buffer` is another one once the memory has grown. */
export interface KernelInstance {
  kernel: Kernel;
  memory: { readonly buffer: ArrayBuffer };
}

/** Makes kernels, each with separate memory: of WebAssembly, or native ones (native/addon.ts). They give the same bits. */
export type KernelSource = () => KernelInstance;

/** Kernels of WebAssembly. */
export function wasmKernels(module: WebAssembly.Module): KernelSource {
  return () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
    const abort = () => {
      throw new Error('The kernel stopped: an internal check failed.');
    };
    const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
    return { kernel: instance.exports as unknown as Kernel, memory };
  };
}
