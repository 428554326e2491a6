import { z } from 'zod';

/** artifacts/reference/record.json: how the network that the paper's group trained was measured, as far as it is read. */
export const referenceSchema = z.object({
  sha256: z.string(),
  neurons: z.number(),
  tasks: z.array(z.number()),
  profile: z.string(),
  accuracy: z.object({ sequences: z.number(), length: z.number() }),
  perturb: z.object({ warmUp: z.number(), steps: z.number(), draws: z.number(), solvedAbove: z.number() }),
  timescales: z.object({ steps: z.number(), trials: z.number(), burnIn: z.number(), maxLag: z.number() }),
});
export type Reference = z.infer<typeof referenceSchema>;
