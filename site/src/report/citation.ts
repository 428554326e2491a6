import type { CitedWork } from '../../../src/artifact/citation.ts';

type Person = CitedWork['authors'][number];

/** The date of a version in a changelog in the form of Keep a Changelog; null where it has none. */
export function releaseDate(changelog: string, version: string): string | null {
  const lines = changelog.split('\n').filter((line) => line.startsWith(`## [${version}]`));
  return /\d{4}-\d{2}-\d{2}/.exec(lines[0] ?? '')?.[0] ?? null;
}

/** 'Hamidi, M., Khajehabdollahi, S. and Wu, C. M. (2024). Title. Where it stands.' */
export function sentence(work: CitedWork): string {
  const { title, year, version, license } = work;
  const names = work.authors.map(({ name, ...person }) => name ?? inverted(person, initials));
  const authors = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const parts = [
    title,
    work['collection-title'],
    version && `Version ${version}`,
    license && `${license} licence`,
    arxivOf(work) && `arXiv:${arxivOf(work)}`,
  ].filter(Boolean);
  return `${authors}${year ? ` (${year})` : ''}. ${parts.join('. ')}.`;
}

/** An entry of BibTeX; names and letters stay in UTF-8, capitals of titles are kept. */
export function bibtex(work: CitedWork): string {
  const arxiv = arxivOf(work);
  const fields: Record<string, string | number | null | undefined> = {
    author: work.authors.map(({ name, ...person }) => (name ? `{${escaped(name)}}` : inverted(person))).join(' and '),
    title: `{${escaped(work.title)}}`,
    booktitle: work['collection-title'] && escaped(work['collection-title']),
    year: work.year,
    version: work.version,
    license: work.license,
    eprint: arxiv,
    archiveprefix: arxiv && 'arXiv',
    doi: work.doi,
    url: work['repository-code'] ?? work.url,
  };
  const lines = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const body = lines.map(([name, value]) => `  ${name} = {${value}}`).join(',\n');
  return `@${KINDS[work.type] ?? 'misc'}{${keyOf(work)},\n${body}\n}`;
}

const KINDS: Record<string, string> = {
  software: 'software',
  'conference-paper': 'inproceedings',
  article: 'article',
  book: 'book',
};

/** 'hamidi2024modular': first author, year, first word of the title; without a person's name the title first. */
function keyOf({ authors: [first], year, title }: CitedWork): string {
  const name = first['family-names'];
  const word = title.split(/[\s:]/)[0];
  return (name ? [name, year, word] : [word, year])
    .join('')
    .normalize('NFD')
    .replaceAll(/[^A-Za-z0-9-]/g, '')
    .toLowerCase();
}

function inverted(person: Person, given: (names: string) => string = (names) => names): string {
  const names = person['given-names'];
  return [person['family-names'], names && given(names)].filter(Boolean).join(', ');
}

function initials(names: string): string {
  return names
    .split(' ')
    .map((name) => `${name.charAt(0)}.`)
    .join(' ');
}

function arxivOf({ identifiers = [] }: CitedWork): string | null {
  const named = identifiers.find(({ value }) => value.startsWith('arXiv:'));
  return named ? named.value.slice('arXiv:'.length) : null;
}

function escaped(text: string): string {
  return text.replaceAll(/[&%$#_]/g, '\\$&').replaceAll(/[{}\\~^](?![&%$#_])/g, '');
}
