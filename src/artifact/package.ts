import { z } from 'zod';

/** package.json as far as results name it. */
export const packageSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  repository: z.string().optional(),
});
