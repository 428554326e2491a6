import { z } from 'zod';

// The records of `npm run bench` as far as they are read; bench/README.md documents them.

/** Over rounds; the value of a round is the median over its steps. */
const measuredSchema = z.object({ median: z.number(), lowest: z.number(), highest: z.number() });
export type Measured = z.infer<typeof measuredSchema>;

/** The machine that a benchmark ran on, without identifying data. */
const machineSchema = z.object({
  cpu: z.string(),
  /** Family and model number, as the processor reports them; null if unknown. */
  family: z.string().nullable(),
  cores: z.number(),
  memoryGB: z.number(),
  platform: z.string(),
  /** Widest vectors of the processor, in bits; null if unknown. */
  vectorBits: z.number().nullable(),
  node: z.string(),
  v8: z.string(),
  /** Whether every peer was kept on one core. */
  pinned: z.boolean(),
});
export type BenchMachine = z.infer<typeof machineSchema>;

const headSchema = z.object({
  format: z.literal(1),
  note: z.string().nullable(),
  machine: machineSchema,
  /** Mean number of running processes over a minute. */
  load: z.object({ before: z.number(), after: z.number() }),
});

const architecture = z.enum(['modular', 'non-modular']);

/** Differences of a peer from the kernel. */
const agreementSchema = z.object({
  /** Relative difference of the loss. */
  loss: z.number(),
  /** The tensor whose gradient differs most: norm of the difference over the norm of the kernel's gradient. */
  gradient: z.object({ tensor: z.string(), relativeError: z.number() }),
  /** Largest relative difference of the losses after updates, which covers clipping and momentum. */
  lossAfterUpdates: z.number(),
  agrees: z.boolean(),
});
export type Agreement = z.infer<typeof agreementSchema>;

const peerSchema = z.object({
  agreement: agreementSchema,
  /** Of a training step; null if the peer does not agree and is not timed. */
  milliseconds: measuredSchema.nullable(),
  /** Its median over the kernel's. */
  ratio: z.number().nullable(),
});
export type PeerResult = z.infer<typeof peerSchema>;

const workloadSchema = z.object({
  name: z.string(),
  architecture,
  /** M */
  size: z.number(),
  /** Modules, or heads on the one core. */
  tasks: z.number(),
  /** L */
  length: z.number(),
  batch: z.number(),
  /** Multiply-adds of a step, by the equations. */
  multiplyAdds: z.number(),
  /** Of the kernel; a multiply-add has two floating-point operations. */
  gigaflops: z.number(),
  /** The machine's multiply-add rate in the same rounds, GFLOP/s, at the width that the kernel runs at. */
  limit: z.number(),
  share: z.number(),
  /** Part of the kernel's step that draws the batch, which peers receive; null if it was not measured. */
  drawMilliseconds: z.number().nullable(),
  /** Speed-up of the kernel by the revectorizer. */
  revectorized: z.number(),
  /** The native kernel against the machine at its full width, and its gain: the time of WebAssembly over that of the native kernel; null where it is not there. */
  native: z
    .object({ gigaflops: z.number(), bits: z.number(), limit: z.number(), share: z.number(), faster: z.number() })
    .nullable(),
  peers: z.record(z.string(), peerSchema),
});
export type BenchWorkload = z.infer<typeof workloadSchema>;

const workersSchema = z.object({
  workload: z.string(),
  /** Training steps a second. */
  one: z.number(),
  two: z.number(),
  ratio: z.number(),
});
export type WorkersResult = z.infer<typeof workersSchema>;

/** bench.json: the kernel and its peers. */
export const benchSchema = headSchema.extend({
  settings: z.object({ rounds: z.number(), batch: z.number() }),
  peers: z.array(z.object({ id: z.string(), label: z.string(), versions: z.record(z.string(), z.string()) })),
  leftOut: z.array(z.object({ id: z.string(), label: z.string(), reason: z.string() })),
  /** GFLOP/s by program and width in bits, over all rounds of all workloads. */
  limits: z.array(z.object({ id: z.string(), label: z.string(), rates: z.record(z.string(), measuredSchema) })),
  revectorizer: z.object({
    /** Whether V8 widens the multiply-add program to 256 bits, by its rates with and without the revectorizer. */
    engaged: z.boolean(),
    ratio: z.number(),
    /** The same for the kernel, by the median over workloads. */
    kernelEngaged: z.boolean(),
    kernelRatio: z.number(),
  }),
  workloads: z.array(workloadSchema),
  workers: z.array(workersSchema),
});
export type Bench = z.infer<typeof benchSchema>;

/** The cost of one curriculum step of a network of M neurons (a module) at task N. */
const pointSchema = z.object({
  architecture,
  M: z.number(),
  N: z.number(),
  /** Seconds of the curriculum step's training steps and tests. */
  seconds: z.number(),
  /** Milliseconds of one training step and of one test, at the mean length. */
  trainMilliseconds: z.number(),
  testMilliseconds: z.number(),
  /** Floating-point operations of the curriculum step by the equations, two per multiply-add. */
  flop: z.number(),
  gigaflops: z.number(),
});
export type ScalingPoint = z.infer<typeof pointSchema>;

/** scaling.json */
export const scalingSchema = headSchema.extend({
  settings: z.object({
    rounds: z.number(),
    batch: z.number(),
    stepsPerEpoch: z.number(),
    testBatches: z.number(),
  }),
  points: z.array(pointSchema),
});
export type Scaling = z.infer<typeof scalingSchema>;

export const deepTrainingSchema = z.object({
  /** The configuration's key in the store. */
  key: z.string(),
  sha256: z.string(),
  size: z.number(),
  nSolved: z.number(),
  epochs: z.number(),
  /** Wall time, and time of the processor in user and system mode. */
  seconds: z.number(),
  processorSeconds: z.number(),
  /** Peak memory of the process. */
  peakMegabytes: z.number(),
});
/** One training from scratch. */
export type DeepTraining = z.infer<typeof deepTrainingSchema>;

/** Milliseconds of the processor for one training step at task N, at the mean length of its sequences. */
const deepStepSchema = z.object({
  N: z.number(),
  length: z.number(),
  /** With a pool: only the newest module. */
  pooled: z.number(),
  /** Every module at every step. */
  whole: z.number(),
});
export type DeepStep = z.infer<typeof deepStepSchema>;

/** deep.json: training of the network with a large N from scratch, and the time of a training step with and without the pool. */
export const deepSchema = headSchema.extend({
  settings: z.object({ batch: z.number() }),
  training: deepTrainingSchema,
  steps: z.array(deepStepSchema),
});
export type Deep = z.infer<typeof deepSchema>;

/** JAX at one task of a network's curriculum. */
const depthSchema = z.object({
  N: z.number(),
  /** Milliseconds of a training step at the mean length and at the longest. */
  mean: z.number(),
  longest: z.number(),
  /** Seconds of one compilation. */
  compilation: z.number(),
});

/** end-to-end.json: one training from scratch of each size of Fig. 2, by the kernel and by JAX. Times in seconds. */
export const endToEndSchema = headSchema.extend({
  networks: z.array(
    z.object({
      architecture,
      size: z.number(),
      epochs: z.number(),
      lastN: z.number(),
      /** The whole training by the kernel, in its `build`. */
      build: z.string(),
      kernel: z.number(),
      /** All training steps by JAX, and what it compiles for them. */
      jaxSteps: z.number(),
      jaxCompilation: z.number(),
      depths: z.array(depthSchema),
    }),
  ),
  kernel: z.number(),
  jax: z.number(),
});
export type EndToEnd = z.infer<typeof endToEndSchema>;
