import { type CitedWork, worksOf } from '../../../src/artifact/citation.ts';
import { readCheckout } from './checkout.ts';

/** What the first page tells other programs of the report, beside its text. */
export interface Scholarly {
  /** Names and contents of Highwire's meta elements, as Google Scholar and Zotero read them. */
  highwire: [string, string][];
  /** The report as a ScholarlyArticle and its data as a Dataset of schema.org, in JSON-LD. */
  jsonLd: object;
}

const DATA_LICENSE = 'https://spdx.org/licenses/CC-BY-4.0';

/**
 * The report and its data in the terms of other programs.
 * @param address of a path of the report, absolute where the site's origin is known
 */
export function scholarlyOf(profile: string, files: readonly string[], address: (path: string) => string): Scholarly {
  const { software, references } = worksOf(readCheckout('CITATION.cff'));
  const date = software['date-released'];
  const identifier = software.doi ? { identifier: `https://doi.org/${software.doi}` } : {};
  const shared = {
    license: DATA_LICENSE,
    version: software.version,
    ...(date && { datePublished: date }),
    ...identifier,
    ...(software['repository-code'] && { isBasedOn: software['repository-code'] }),
  };
  const creators = software.authors.map(creatorOf);
  const data = address('data/');
  return {
    highwire: [
      ['citation_title', software.title],
      ...software.authors.map((author): [string, string] => ['citation_author', nameOf(author)]),
      ...(date ? [['citation_publication_date', date.replaceAll('-', '/')] as [string, string]] : []),
      ...(software.doi ? [['citation_doi', software.doi] as [string, string]] : []),
      ['citation_language', 'en'],
      ['citation_abstract_html_url', address('')],
    ],
    jsonLd: {
      '@context': 'https://schema.org',
      '@graph': [
        {
          '@type': 'ScholarlyArticle',
          '@id': address(''),
          url: address(''),
          headline: software.title,
          abstract: software.abstract,
          inLanguage: 'en',
          author: creators,
          ...shared,
          citation: references.map(referenceOf),
          hasPart: { '@id': data },
        },
        {
          '@type': 'Dataset',
          '@id': data,
          name: `${software.title}: data of profile ${profile}`,
          description:
            'Verdicts of every claim, and the numbers and the drawing of every panel, with the tables, networks, parameters and hashes that they come from.',
          creator: creators,
          ...shared,
          isAccessibleForFree: true,
          // Records of provenance stand beside the panels that they are about.
          distribution: files
            .filter((file) => !file.endsWith('.provenance.json'))
            .map((file) => ({
              '@type': 'DataDownload',
              contentUrl: address(`data/${file}`),
              encodingFormat: TYPES[file.split('.').at(-1) as string] ?? 'text/plain',
            })),
        },
      ],
    },
  };
}

const TYPES: Record<string, string> = { csv: 'text/csv', json: 'application/json', svg: 'image/svg+xml' };

function referenceOf(work: CitedWork) {
  return {
    '@type': 'ScholarlyArticle',
    ...(work.url && { '@id': work.url, url: work.url }),
    name: work.title,
    author: work.authors.map(creatorOf),
    ...(work.year && { datePublished: String(work.year) }),
  };
}

/** In CFF a person has family and given names, an entity has one name. */
function creatorOf(author: CitedWork['authors'][number]) {
  return { '@type': author.name === undefined ? 'Person' : 'Organization', name: nameOf(author) };
}

function nameOf(person: CitedWork['authors'][number]): string {
  return person.name ?? [person['given-names'], person['family-names']].filter(Boolean).join(' ');
}

/** Text that may stand in a script element: no tag of the data ends it. */
export function scriptText(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
