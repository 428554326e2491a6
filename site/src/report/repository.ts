import { readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { worksOf } from '../../../src/artifact/citation.ts';
import { parseFormat } from '../../../src/artifact/format.ts';
import { packageSchema } from '../../../src/artifact/package.ts';
import { readCheckout } from './checkout.ts';

/** Address of the repository that package.json names; null where it names none. */
export const repository = parseFormat(packageSchema, readCheckout('package.json'), 'package.json').repository;

/** The paper's page: its DOI where CITATION.cff has one, else its preprint. */
export const paperLinks = (() => {
  const [paper] = worksOf(readCheckout('CITATION.cff')).references;
  const arxiv = paper?.identifiers?.find(({ value }) => value.startsWith('arXiv:'))?.value.slice('arXiv:'.length);
  return [
    ...(paper?.doi ? [{ name: `doi:${paper.doi}`, address: `https://doi.org/${paper.doi}` }] : []),
    ...(arxiv ? [{ name: `arXiv:${arxiv}`, address: `https://arxiv.org/abs/${arxiv}` }] : []),
  ];
})();

/** A file of the repository as it was when the page was made; null without a repository. `HEAD` becomes the commit in the page. */
export function fileLink(file: string): string | null {
  return repository && `${repository}/blob/HEAD/${file}`;
}

/** The address of a new issue with a title and a text; null without a repository. */
export function issueLink(title: string, body: string): string | null {
  return repository && `${repository}/issues/new?${new URLSearchParams({ title, body })}`;
}

/** The files of a folder of the checkout that name a claim: its code, or its tests. */
export function filesNaming(folder: string, claim: string): string[] {
  const place = path.join(process.env.REPORT_CHECKOUT ?? process.cwd(), folder);
  return readdirSync(place)
    .filter((name) => name.endsWith('.ts') && readCheckout(path.join(folder, name)).includes(`'${claim}'`))
    .sort()
    .map((name) => `${folder}/${name}`);
}
