import { z } from 'zod';

/** release.json: what a release published, beside the bundles that it names. */
export const releaseSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  /** 'v0.2.0' */
  tag: z.string(),
  /** The day of the release: '2026-11-27'. */
  date: z.string(),
  commit: z.string(),
  repository: z.string().nullable(),
  doi: z.string().nullable(),
  /** SWHIDs: of the files of the commit, and of the commit; null in a repository whose hashes are not SHA-1. */
  swhids: z.object({ directory: z.string(), revision: z.string() }).nullable(),
  bundles: z.array(
    z.strictObject({
      file: z.string(),
      profile: z.string(),
      bytes: z.number(),
      sha256: z.string(),
      /** How often each verdict was given to a claim of the paper. */
      verdicts: z.record(z.string(), z.number()),
    }),
  ),
});
export type Release = z.infer<typeof releaseSchema>;
