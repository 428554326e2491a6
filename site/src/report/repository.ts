import { readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { readCheckout } from './checkout.ts';
import { worksOf } from './citation.ts';

const named = z.looseObject({
  repository: z.union([z.string(), z.looseObject({ url: z.string() })]).optional(),
});

/** Address of the repository that package.json names, without `git+` and `.git`; null where it names none. */
export function repositoryOf(text: string): string | null {
  const { repository } = named.parse(JSON.parse(text));
  const given = typeof repository === 'string' ? repository : repository?.url;
  if (!given) return null;
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(given);
  const address = short
    ? `https://github.com/${short[1]}`
    : given.replace(/^git\+/, '').replace(/^(?:ssh:\/\/)?git@([^:/]+)[:/]/, 'https://$1/');
  return /^https?:\/\//.test(address) ? address.replace(/(\.git)?\/?$/, '') : null;
}

export const repository = repositoryOf(readCheckout('package.json'));

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
