import { JSDOM } from 'jsdom';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { readCheckout } from '../../site/src/report/checkout.ts';
import { crossedIn } from '../../site/src/report/specifications.ts';
import { symbols } from '../../site/src/report/symbols.ts';
import { tablesAt } from '../../src/artifact/specificationTables.ts';
import { panelOf } from '../../src/figures/index.ts';
import { loadParams } from '../../src/params/params.ts';
import { ACCESSIBLE, violations } from './accessibility.ts';
import { BASE, builtSite } from './built.ts';
import { claims, last, multiverse, opened, tables } from './multiversePage.ts';
import { openSite } from './openSite.ts';
import { visit } from './visit.ts';

const { browser, site } = await openSite(await builtSite('protocols'), { base: BASE });

describe('the panels of a specification', () => {
  const { statistics } = loadParams(readCheckout('params.yaml'));
  /** The panels that stand open, by their side: what each says, how many curves it has, the verdicts of its claims. */
  const drawn = (page: Page) =>
    page.locator('[data-specified]:visible').evaluateAll((sections) =>
      sections.map((section) => ({
        id: (section as HTMLElement).dataset.specified,
        sides: [...section.querySelectorAll<HTMLElement>('[data-side]:not([hidden])')].map((figure) => ({
          side: figure.dataset.side,
          name: figure.querySelector('[data-name]')?.textContent,
          drawings: figure.querySelectorAll('svg[role="img"]').length,
          summary: figure.querySelector('[data-summary]')?.textContent,
          verdicts: [...figure.querySelectorAll('[data-judged]')].map((one) => one.textContent?.trim()),
          scale: figure.querySelector('[data-scale]')?.textContent,
        })),
      })),
    );
  const open = async (page: Page, id: string) => {
    await page.locator(`[data-panels][data-drawn="${id}"]`).waitFor();
    return drawn(page);
  };
  const plain = (words: string | null | undefined) =>
    words
      ?.replaceAll(/[\u00a0\s]+/g, ' ')
      .replaceAll('\u2212', '-')
      .trim();
  const of = (id: string, panel: string) => panelOf(panel)!.derive(tablesAt(tables, id)!, statistics);

  test.each(['2', '3', '4', '5', '6'])(
    'of Fig. %s are drawn from its tables, with the verdicts of the same tables',
    async (figure) => {
      const { page, troubles, close } = await visit(
        browser,
        site,
        `multiverse/?specification=${last.id}&figure=${figure}`,
      );
      const found = await open(page, last.id);
      expect(found.length).toBeGreaterThan(0);
      for (const { id, sides } of found) {
        const panel = panelOf(id!)!;
        const [here, beside] = sides;
        expect([id, here.side, here.name, beside.side]).toEqual([id, 'here', `specification ${last.id}`, 'run']);
        const rows = of(last.id, id!);
        expect([id, here.drawings]).toEqual([id, rows.length > 0 ? 1 : 0]);
        if (rows.length > 0) {
          const { window } = new JSDOM(symbols(panel.summarize(rows)));
          expect(plain(here.summary)).toBe(plain(window.document.body.textContent));
          expect(here.scale).toMatch(/\d epochs.*\d seeds? with/);
        }
        const judged = multiverse.claims.filter((claim) => claim.panel === id);
        expect(here.verdicts).toEqual(judged.map(({ verdicts }) => verdicts[last.place]));
        expect(beside.verdicts).toEqual(judged.map((claim) => claims.find((one) => one.id === claim.id)?.verdict));
      }
      expect(troubles).toEqual([]);
      await close();
    },
  );

  test('are fetched when they are opened, follow the specification, and stand beside the protocol at the same scale', async () => {
    const { page, requests, close } = await visit(browser, site, 'multiverse/');
    const fetched = () => requests.filter((path) => path.includes('multiverse-tables')).length;
    await page.waitForLoadState('networkidle');
    expect(fetched()).toBe(0);
    await page.locator('[data-panels] summary').click();
    const first = (await opened(page)).id;
    await open(page, first);
    expect(fetched()).toBe(1);
    for (const choice of crossedIn(multiverse))
      await page.locator(`#choice-${choice}`).selectOption(String(last.levels[choice]));
    const before = await open(page, last.id);
    await page.getByLabel('the protocol at this scale').check();
    await page.locator('[data-side="protocol"] svg').first().waitFor();
    const after = await open(page, last.id);
    expect(fetched()).toBe(1);
    const protocol = multiverse.specifications.find(({ levels }) =>
      levels.every((level, c) => level === multiverse.choices[c].protocol),
    );
    const sideOf = (found: typeof after, side: string) =>
      found.map(({ sides }) => sides.find((one) => one.side === side));
    expect(sideOf(after, 'here')).toEqual(sideOf(before, 'here'));
    for (const one of sideOf(after, 'protocol'))
      expect(one).toMatchObject({ name: `specification ${protocol?.id}`, drawings: 1 });
    const address = new URL(page.url()).searchParams;
    expect([address.get('specification'), address.get('beside')]).toEqual([last.id, 'protocol']);
    await close();
  });

  test.each([1440, 390])('fit and are accessible at %i pixels', async (width) => {
    const { page, troubles, close } = await visit(browser, site, `multiverse/?specification=${last.id}&figure=3`, {
      width,
    });
    await open(page, last.id);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual(ACCESSIBLE);
    expect(troubles).toEqual([]);
    await close();
  });

  test('are those of the specification that is open where the address names one that is not there, or a figure that is not', async () => {
    const { page, troubles, close } = await visit(
      browser,
      site,
      'multiverse/?specification=9999999&figure=9&beside=<b>',
    );
    const { id } = await opened(page);
    const found = await open(page, id);
    expect(found.map(({ sides }) => sides.map(({ side }) => side))).toEqual(found.map(() => ['here', 'run']));
    expect(found[0].sides[0].name).toBe(`specification ${id}`);
    expect(troubles).toEqual([]);
    await close();
  });

  test('say so where a specification has no data for one', async () => {
    const file = structuredClone(tables);
    const one = file.specifications.find(({ id }) => id === last.id)!;
    one.parts = one.parts.filter((part) => !file.parts[part].table.startsWith('tables/'));
    const { page, troubles, close } = await visit(browser, site, 'multiverse/');
    await page.route('**/multiverse-tables.json.gz', (route) => route.fulfill({ json: file }));
    await page.goto(`${site.address}multiverse/?specification=${last.id}&figure=3`);
    const found = await open(page, last.id);
    expect(found.map(({ sides }) => sides.map(({ drawings }) => drawings))).toEqual(found.map(() => [0, 1]));
    expect(await page.locator('[data-side="here"] [data-empty]:visible').count()).toBe(found.length);
    expect(troubles).toEqual([]);
    await close();
  });

  test('say what went wrong where their tables are missing, damaged or of another run, and are drawn once they are there', async () => {
    const { page, close } = await visit(browser, site, 'multiverse/');
    const answers = [{ status: 404 }, { body: '{"profile":' }, { json: { ...tables, specifications: [] } }];
    let asked = 0;
    await page.route('**/multiverse-tables.json.gz', (route) =>
      asked < answers.length ? route.fulfill(answers[asked++]) : route.continue(),
    );
    await page.locator('[data-panels] summary').click();
    const trouble = page.locator('[data-trouble]');
    await trouble.waitFor();
    expect(await page.locator('[data-specified]:visible').count()).toBe(0);
    const said = new Set<string>();
    for (const figure of ['3', '4']) {
      said.add((await trouble.textContent()) ?? '');
      await page.locator(`[name="specified-figure"][value="${figure}"]`).check();
      await expect.poll(async () => said.has((await trouble.textContent()) ?? '')).toBe(false);
    }
    said.add((await trouble.textContent()) ?? '');
    expect([...said].map((words) => /HTTP 404|no specification|JSON/.exec(words)?.[0])).toEqual([
      'HTTP 404',
      'JSON',
      'no specification',
    ]);
    await close();
  });
});
