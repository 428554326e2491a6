import { type CitedWork, worksOf } from '../../src/artifact/citation.ts';
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

/**
 * The citation that stands in a bundle's CITATION.cff; the paper is its first reference.
 * @throws UserError naming the field that does not fit.
 */
export function citationOf(files: Files): Citation {
  const text = textOf(files, 'CITATION.cff');
  const { software, references } = text === null ? { software: null, references: [] } : worksOf(text);
  const [paper] = references;
  const nameOf = (one: CitedWork['authors'][number]) => ({
    given: one['given-names'] ?? '',
    family: one['family-names'] ?? one.name ?? '',
  });
  return {
    authors: (software?.authors ?? [])
      .map((one) => one.name ?? `${one['given-names'] ?? ''} ${one['family-names']}`.trim())
      .join(', '),
    paper: {
      title: paper?.title ?? '',
      authors: (paper?.authors ?? []).map(nameOf),
      year: String(paper?.year ?? ''),
      venue: paper?.conference?.name ?? paper?.journal ?? '',
      url: paper?.url ?? '#paper',
    },
  };
}
