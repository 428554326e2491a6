import { z } from 'zod';

const bothSchema = z.object({ simd: z.number(), tfjs: z.number() });
/** A number of each engine. */
export type Both = z.infer<typeof bothSchema>;

/** One training step taken by both engines on the same batch. */
const stepSchema = z.object({
  /** From 1, over all tasks. */
  step: z.number(),
  N: z.number(),
  length: z.number(),
  /** Of each engine, at its current parameters. */
  loss: bothSchema,
  gradientNorm: bothSchema,
  /** Share of one test batch that the newest head has right after the step. */
  accuracy: bothSchema,
  /** Gradients from the same parameters, those of simd before the step: the tensor where the engines differ most. */
  worstGradient: z.object({ tensor: z.string(), relativeError: z.number() }),
});
export type CrosscheckStep = z.infer<typeof stepSchema>;

const checkedSchema = z.object({
  architecture: z.enum(['modular', 'non-modular']),
  size: z.number(),
  seed: z.number(),
  steps: z.array(stepSchema),
});
export type CheckedNetwork = z.infer<typeof checkedSchema>;

/** tables/crosscheck.json: the two engines side by side. */
export const crosscheckSchema = z.object({
  engines: z.object({ simd: z.string(), tfjs: z.string() }),
  networks: z.array(checkedSchema),
});
