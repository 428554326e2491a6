import { describe, expect, it } from 'vitest';
import { worksOf } from '../../src/artifact/citation.ts';

const WORK = 'title: On lines\nauthors: [{ name: Somebody }]\n';

describe('CITATION.cff', () => {
  it('is read with the works that it refers to', () => {
    const { software, references } = worksOf(`${WORK}references: [{ type: book, title: A, authors: [{ name: B }] }]\n`);
    expect(software).toMatchObject({ type: 'software', title: 'On lines' });
    expect(references.map(({ type }) => type)).toEqual(['book']);
  });

  it.each([
    ['', 'the file'],
    ['a list', 'the file'],
    [WORK.replace('On lines', '[On, lines]'), "'title'"],
    ['title: On lines\nauthors: []\n', "'authors'"],
    ['title: On lines\nauthors: [{ given-names: Ada }]\n', "'authors[0]'"],
    [`${WORK}version: 1.0\n`, "'version'"],
    [`${WORK}references: [{ title: A }]\n`, "'references[0].authors'"],
  ])('%j is refused, and the field is named', (text, field) => {
    expect(() => worksOf(text)).toThrow(`CITATION.cff does not fit its format: `);
    expect(() => worksOf(text)).toThrow(field);
  });
});
