import { z } from 'zod';

/** package.json as far as results name it; `repository` in any form that npm takes, read as its address. */
export const packageSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  repository: z
    .union([z.string(), z.looseObject({ url: z.string() }).transform(({ url }) => url)])
    .optional()
    .transform(addressOf),
});

/** The address of a repository for a browser, without `git+` and `.git`; null for none, and for what no browser opens. */
function addressOf(given: string | undefined): string | null {
  if (!given) return null;
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(given);
  const address = short
    ? `https://github.com/${short[1]}`
    : given.replace(/^git\+/, '').replace(/^(?:ssh:\/\/)?git@([^:/]+)[:/]/, 'https://$1/');
  return /^https?:\/\//.test(address) ? address.replace(/(\.git)?\/?$/, '') : null;
}
