import { z } from 'zod';
import { parseYaml } from './yaml.ts';

const personSchema = z
  .looseObject({
    name: z.string().optional(),
    'given-names': z.string().optional(),
    'family-names': z.string().optional(),
  })
  .refine((person) => person.name !== undefined || person['family-names'] !== undefined, 'a name, or family-names');

/** The software or a reference of CITATION.cff. */
const workSchema = z.looseObject({
  type: z.string().default('software'),
  title: z.string(),
  authors: z.array(personSchema).min(1),
  abstract: z.string().optional(),
  message: z.string().optional(),
  year: z.number().optional(),
  version: z.string().optional(),
  license: z.string().optional(),
  url: z.string().optional(),
  doi: z.string().optional(),
  'repository-code': z.string().optional(),
  'date-released': z.string().optional(),
  'collection-title': z.string().optional(),
  conference: z.looseObject({ name: z.string() }).optional(),
  journal: z.string().optional(),
  identifiers: z.array(z.looseObject({ type: z.string(), value: z.string() })).optional(),
});
export type CitedWork = z.infer<typeof workSchema>;

/** CITATION.cff as far as it is read: the software, and the works that it refers to. */
const citationSchema = workSchema.extend({ references: z.array(workSchema).default([]) });

/**
 * The software and the works that it refers to, as CITATION.cff lists them.
 * @throws UserError naming the line where the text is no YAML, or the field that does not fit and what was expected.
 */
export function worksOf(cff: string): { software: CitedWork; references: CitedWork[] } {
  const { references, ...software } = parseYaml(citationSchema, cff, 'CITATION.cff');
  return { software, references };
}
