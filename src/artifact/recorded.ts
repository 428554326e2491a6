import { z } from 'zod';

/** artifacts/profiles.yaml: the runs that have stages in DVC, by id, each with the engine that makes it. */
export const recordedSchema = z
  .looseObject({
    recorded: z.record(z.string(), z.looseObject({ engine: z.string().optional() }).nullable()).nullish(),
  })
  .nullable();

/** The engine that makes a run, as artifacts/profiles.yaml has it; null where the run has no stages in DVC. */
export function engineOf(file: z.infer<typeof recordedSchema>, run: string): string | null {
  const recorded = file?.recorded ?? {};
  return Object.hasOwn(recorded, run) ? (recorded[run]?.engine ?? null) : null;
}
