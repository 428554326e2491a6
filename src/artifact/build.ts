import { z } from 'zod';

/**
 * build.json beside the pages of a report: the commit of the checkout that it was built from, and when that was made (ISO 8601); null
 * outside of git.
 */
export const buildSchema = z.strictObject({
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/)
    .nullable(),
  date: z.iso.datetime({ offset: true }).nullable(),
});
/** Every page reads it, and imports this type alone: the schema would cost each of them 15 kB of scripts. */
export type Build = z.infer<typeof buildSchema>;
