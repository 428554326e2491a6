import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from '../../pipeline/driver/paths.ts';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const software = JSON.parse(read('package.json')) as {
  name: string;
  version: string;
  license: string;
  description: string;
};

const text = z.string().min(1);
const person = z.strictObject({ 'given-names': text, 'family-names': text });
const entity = z.strictObject({ name: text });
const authors = z.array(z.union([person, entity])).min(1);
/** What of schema.json of the Citation File Format 1.2.0 the file uses; keys that it does not use are refused, as misspelt ones would be. */
const CFF = z.strictObject({
  'cff-version': z.literal('1.2.0'),
  message: text,
  type: z.enum(['software', 'dataset']),
  title: text,
  abstract: text,
  version: text,
  'date-released': z.iso.date().optional(),
  'repository-code': z.url().optional(),
  doi: text.optional(),
  license: text,
  authors,
  keywords: z.array(text).min(1),
  references: z.array(
    z.strictObject({
      type: z.literal('conference-paper'),
      title: text,
      authors,
      year: z.number().int(),
      'collection-title': text,
      conference: entity,
      identifiers: z.array(
        z.strictObject({ type: z.enum(['doi', 'url', 'swh', 'other']), value: text, description: text }),
      ),
      url: z.url(),
    }),
  ),
});

describe('how to cite this software', () => {
  const cited = CFF.parse(parse(read('CITATION.cff')));
  const codemeta = JSON.parse(read('codemeta.json'));

  it('has one version and one licence wherever it is told', () => {
    expect([cited.version, cited.license]).toEqual([software.version, software.license]);
    expect([codemeta.name, codemeta.version, codemeta.license]).toEqual([
      software.name,
      software.version,
      `https://spdx.org/licenses/${software.license}`,
    ]);
    expect(codemeta.description).toBe(software.description);
    expect(read('LICENSE')).toMatch(
      new RegExp(`^${software.license} License\n\nCopyright \\(c\\) \\d{4} the modular-growth authors\n`),
    );
    expect(read('CHANGELOG.md')).toContain(`\n## [${software.version}] - `);
  });

  it('names the paper that it reproduces, with the same authors in both records', () => {
    const [paper] = cited.references;
    const { referencePublication } = codemeta;
    expect([referencePublication['@id'], referencePublication.name]).toEqual([paper.url, paper.title]);
    const names = referencePublication.author.map((one: Record<string, string>) => ({
      'given-names': one.givenName,
      'family-names': one.familyName,
    }));
    expect(names).toEqual(paper.authors);
  });

  it('names its own authors alike', () => {
    expect(codemeta.author.map(({ name }: { name: string }) => ({ name }))).toEqual(cited.authors);
  });
});
