import path from 'node:path';
import type { Page } from 'playwright-core';
import { countedIn, ranked, shownOnCurve } from '../../site/src/report/specifications.ts';
import { readJson } from '../../src/artifact/file.ts';
import { multiverseSchema } from '../../src/artifact/multiverse.ts';
import { specificationTablesSchema } from '../../src/artifact/specificationTablesFile.ts';
import { VERDICTS } from '../../src/artifact/verdict.ts';
import { claimsFileSchema } from '../../src/claims/record.ts';
import { root } from './artifacts.ts';

export const multiverse = readJson(path.join(root, 'artifacts', 'smoke', 'multiverse.json'), multiverseSchema);
export const tables = readJson(
  path.join(root, 'artifacts', 'smoke', 'multiverse-tables.json'),
  specificationTablesSchema,
);
export const { claims } = readJson(path.join(root, 'artifacts', 'smoke', 'claims.json'), claimsFileSchema);
export const counted = countedIn(multiverse);
export const columns = ranked(shownOnCurve(multiverse, counted));
export const last = counted[counted.length - 1];

/** The specification that the panel shows, with its verdicts, counts and command. */
export const opened = (page: Page) =>
  page.locator('.specification').evaluate((panel) => {
    const words = (selector: string) =>
      [...panel.querySelectorAll(selector)].map((one) => one.textContent?.trim() ?? '');
    return {
      id: words('[data-id]')[0],
      verdicts: words('[data-verdict-here]'),
      counts: words('[data-counts] td').map(Number),
      command: words('.specification-command code')[0],
    };
  });

/** What it should show. */
export const expected = ({ place, id, counts, networks }: (typeof counted)[number]) => ({
  id,
  verdicts: multiverse.claims.map(({ verdicts }) => verdicts[place]),
  counts: [...VERDICTS.map(({ word }) => counts[word]), networks],
  command: `npm run explain -- specification/${id} --profile smoke`,
});

export const asked = (page: Page) => new URL(page.url()).searchParams.get('specification');
