import type { Bench, Deep, Scaling, BenchWorkload as Workload } from '../../src/artifact/bench.ts';

/** Milliseconds of the peers on one made-up workload; null for a peer that computes something else. */
type Times = Record<string, number | null>;

const LABELS: Record<string, string> = {
  simd: 'simd kernel',
  'simd-128': 'simd kernel, revectorizer off',
  tfjs: 'tfjs-node, automatic differentiation',
  jax: 'JAX, jit + scan',
  'torch-loop': 'PyTorch, a loop, frozen under no_grad',
  'torch-autograd': "PyTorch in the group's style",
};

function workload(architecture: Workload['architecture'], size: number, times: Times): Workload {
  const kernel = times.simd!;
  const gigaflops = 100;
  const measured = (median: number) => ({ median, lowest: 0.9 * median, highest: 1.2 * median });
  return {
    name: `${architecture} ${size}/10/30`,
    architecture,
    size,
    tasks: 10,
    length: 30,
    batch: 256,
    multiplyAdds: (gigaflops * kernel * 1e6) / 2,
    gigaflops,
    limit: 140,
    share: gigaflops / 140,
    drawMilliseconds: 0.1,
    revectorized: times['simd-128']! / kernel,
    native: null,
    peers: Object.fromEntries(
      Object.entries(times).map(([id, median]) => [
        id,
        {
          agreement: {
            loss: 0,
            gradient: { tensor: 'head.0.weight', relativeError: 1e-6 },
            lossAfterUpdates: 0,
            agrees: median !== null,
          },
          milliseconds: median === null ? null : measured(median),
          ratio: median === null ? null : median / kernel,
        },
      ]),
    ),
  };
}

const rate = (median: number) => ({ median, lowest: 0.98 * median, highest: 1.02 * median });

/** A made-up record of the benchmark: JAX is ahead on the larger non-modular network, PyTorch in the group's style has modular ones only. */
export const bench: Bench = {
  format: 1,
  note: null,
  machine: {
    cpu: 'A processor',
    family: 'family 1, model 2',
    cores: 2,
    memoryGB: 8,
    platform: 'linux x64',
    vectorBits: 512,
    node: '24.0.0',
    v8: '13.6',
    pinned: true,
  },
  load: { before: 0.05, after: 1.3 },
  settings: { rounds: 11, batch: 256 },
  peers: Object.entries(LABELS).map(([id, label]) => ({ id, label, versions: { [id]: '1' } })),
  leftOut: [],
  limits: [
    { id: 'wasm-128', label: 'WebAssembly, 128 bits', rates: { 128: rate(69) } },
    { id: 'wasm-256', label: 'WebAssembly, revectorizer on', rates: { 256: rate(140) } },
    { id: 'gcc', label: 'gcc, multiply + add', rates: { 128: rate(70), 256: rate(139), 512: rate(280) } },
    { id: 'gcc-fused', label: 'gcc, fused multiply-add', rates: { 256: rate(270) } },
  ],
  revectorizer: { engaged: true, ratio: 2, kernelEngaged: true, kernelRatio: 2.5 },
  workloads: [
    workload('non-modular', 128, { simd: 12, 'simd-128': 34, tfjs: 41, jax: 8, 'torch-loop': 24 }),
    workload('modular', 5, { simd: 1, 'simd-128': 2, tfjs: 50, jax: 1.5, 'torch-loop': 100, 'torch-autograd': 300 }),
    workload('modular', 20, {
      simd: 30,
      'simd-128': 81,
      tfjs: 210,
      jax: 33,
      'torch-loop': 390,
      'torch-autograd': 1590,
    }),
    workload('non-modular', 20, { simd: 0.25, 'simd-128': 0.6, tfjs: 13, jax: 0.44, 'torch-loop': 3.6 }),
  ],
  workers: [{ workload: 'modular 20/10/30', one: 35, two: 68, ratio: 68 / 35 }],
};

/** Rates that rise with N and M, and fall where M times N is large. */
function gigaflopsAt(M: number, N: number): number {
  return (110 * M * N) / (M * N + 40) / (1 + (M * N) / 12_000);
}

/** A made-up record of the scaling. */
export const scaling: Scaling = {
  ...bench,
  settings: { rounds: 11, batch: 256, stepsPerEpoch: 500, testBatches: 50 },
  points: (
    [
      ['modular', [5, 20], [2, 5, 10, 30, 60, 200]],
      ['modular', [45, 128], [10]],
      ['non-modular', [20, 128], [2, 5, 10, 30, 60]],
      ['non-modular', [256], [10]],
    ] as const
  ).flatMap(([architecture, sizes, tasks]) =>
    sizes.flatMap((M) =>
      tasks.map((N) => {
        const flop = 500 * 256 * 2 * 5 * N * M * M * (architecture === 'modular' ? N : 1);
        const gigaflops = gigaflopsAt(M, N);
        const seconds = flop / gigaflops / 1e9;
        return {
          architecture,
          M,
          N,
          seconds,
          trainMilliseconds: 2 * seconds,
          testMilliseconds: seconds,
          flop,
          gigaflops,
        };
      }),
    ),
  ),
};

/** A made-up record of the network taken far. */
export const deep: Deep = {
  ...bench,
  training: {
    key: '0123456789abcdef',
    sha256: '0'.repeat(64),
    size: 15,
    nSolved: 200,
    epochs: 204,
    seconds: 432,
    processorSeconds: 420,
    peakMegabytes: 1010.4,
  },
  steps: [
    { N: 10, length: 27, pooled: 0.2, whole: 0.6 },
    { N: 200, length: 502, pooled: 4.5, whole: 180 },
  ],
};
