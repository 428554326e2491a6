import { z } from 'zod';

const entrySchema = z.object({
  /** From 1. */
  epoch: z.number(),
  /** The task in training. */
  N: z.number(),
  /** Largest task solved by the end of this epoch; 1 when none is. */
  nSolved: z.number(),
  /** Trainable parameters of the solved part of the network. */
  parameters: z.number(),
  loss: z.number(),
  gradientNorm: z.number(),
  accuracies: z.array(z.number()),
  /** Over the neurons of the module in training, clamped to >= 1. */
  tauMean: z.number(),
  tauMin: z.number(),
  tauMax: z.number(),
});

/** One epoch of training. */
export type HistoryEntry = z.infer<typeof entrySchema>;

/** history.json of a trained network. */
export const historySchema = z.object({ epochs: z.array(entrySchema) });
