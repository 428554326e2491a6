import * as z from 'zod/mini';

/**
 * build.json beside the pages of a report: the commit of the checkout that it was built from, and when that was made (ISO 8601); null
 * outside of git. Every page reads it: with zod/mini that costs a fifth of the scripts that zod would.
 */
export const buildSchema = z.strictObject({
  commit: z.nullable(z.string().check(z.regex(/^[0-9a-f]{7,64}$/))),
  date: z.nullable(z.iso.datetime({ offset: true })),
});
export type Build = z.infer<typeof buildSchema>;
