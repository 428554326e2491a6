import { parse } from 'yaml';
import { type Files, textOf } from './files.ts';

/** Who made the software and the paper that it reproduces, from CITATION.cff, which owns them. */
export interface Citation {
  /** 'The modular-growth authors' */
  authors: string;
  paper: {
    title: string;
    authors: { given: string; family: string }[];
    year: string;
    /** 'ALIFE 2024' */
    venue: string;
    url: string;
  };
}

interface Cff {
  authors?: { name?: string; 'given-names'?: string; 'family-names'?: string }[];
  references?: {
    title: string;
    authors: { 'given-names': string; 'family-names': string }[];
    year: number;
    conference?: { name: string };
    journal?: string;
    url?: string;
  }[];
}

/** The citation that stands in a bundle's CITATION.cff; the paper is its first reference. */
export function citationOf(files: Files): Citation {
  const { authors = [], references = [] } = (parse(textOf(files, 'CITATION.cff') ?? '') ?? {}) as Cff;
  const [paper] = references;
  return {
    authors: authors.map((one) => one.name ?? `${one['given-names']} ${one['family-names']}`).join(', '),
    paper: {
      title: paper?.title ?? '',
      authors: (paper?.authors ?? []).map((one) => ({ given: one['given-names'], family: one['family-names'] })),
      year: String(paper?.year ?? ''),
      venue: paper?.conference?.name ?? paper?.journal ?? '',
      url: paper?.url ?? '#paper',
    },
  };
}
