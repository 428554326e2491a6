import { z } from 'zod';

/** What a bundle was made on; no name of the machine, no user, no path. */
const machineSchema = z.object({
  /** The processor's model as the system names it. */
  processor: z.string(),
  /** Cores that a process may use. */
  cores: z.number(),
  /** 'Linux 6.8.0, x64' */
  system: z.string(),
  node: z.string(),
});
export type Machine = z.infer<typeof machineSchema>;

/** Seconds by stage, null where nobody wrote them down. */
const stageTimeSchema = z.object({
  stage: z.string(),
  /** Wall time of the longest run on this machine that made these very results: a run that finds networks in the store is shorter. */
  wall: z.number().nullable(),
  /** Seconds on one core that its networks were trained for, summed; null where the stage trains none, or one is not recorded. */
  training: z.number().nullable(),
  /** When that run ended, ISO 8601; null where nobody wrote it down. */
  ended: z.string().nullable(),
});
export type StageTime = z.infer<typeof stageTimeSchema>;

/** What of a certificate cannot be read off the other files of its bundle: who made it, when, on what. */
const makingSchema = z.object({
  profile: z.string().regex(/^[\w-]+$/),
  /** The commit whose code and results these are. */
  commit: z.string(),
  /** The commit's date, ISO 8601. */
  date: z.string(),
  kernelVersion: z.string(),
  machine: machineSchema,
  times: z.array(stageTimeSchema),
  /** Results of the profile that the bundle does not have, by path. */
  missing: z.array(z.string()),
});
export type Making = z.infer<typeof makingSchema>;

/** certificate.json of a bundle. */
export const certificateSchema = makingSchema.extend({
  paper: z.string(),
  software: z.object({ name: z.string(), version: z.string(), license: z.string() }),
  verdicts: z.record(z.string(), z.number()),
  /** A claim with the mark of its verdict. */
  claims: z.array(
    z.object({
      id: z.string(),
      figure: z.number().nullable(),
      panel: z.string().nullable(),
      mark: z.string(),
      verdict: z.string(),
      statement: z.string(),
      finding: z.string(),
      seeds: z.number(),
      provisional: z.boolean(),
    }),
  ),
  beyond: z.array(z.object({ id: z.string(), outcome: z.string(), statement: z.string() })),
});
export type Certificate = z.infer<typeof certificateSchema>;
