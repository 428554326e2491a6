import { z } from 'zod';

/** figures/<panel>.provenance.json: what made a panel. */
export const provenanceSchema = z.object({
  panel: z.string(),
  title: z.string(),
  profile: z.string(),
  engine: z.string(),
  command: z.string(),
  stages: z.array(z.string()),
  kernelVersion: z.string(),
  /** Tables, by path under artifacts/<profile>/; no hash where a stage has not run. */
  inputs: z.array(z.object({ path: z.string(), sha256: z.string().nullable(), rows: z.number() })),
  networks: z.array(z.object({ id: z.string(), key: z.string(), sha256: z.string() })),
  /** The sections of params.yaml behind it, and the settings of its profile. */
  params: z.record(z.string(), z.unknown()),
  /** Hashes of its data and its drawing. */
  outputs: z.object({ data: z.string(), drawing: z.string(), rows: z.number() }),
});

export type Provenance = z.infer<typeof provenanceSchema>;

/** The same as another version of the software wrote it: it may lack fields, and have others. */
export const anyProvenanceSchema = z.looseObject({
  ...provenanceSchema.partial().shape,
  inputs: z.array(z.looseObject({ path: z.string(), sha256: z.string().nullable() })).optional(),
  networks: z.array(z.looseObject({ id: z.string(), sha256: z.string() })).optional(),
  outputs: z.unknown().optional(),
});

export type AnyProvenance = z.infer<typeof anyProvenanceSchema>;
