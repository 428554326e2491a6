import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { JSDOM } from 'jsdom';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from '../../bench/chromium.ts';
import { readCheckout } from '../../site/src/report/checkout.ts';
import { countedIn, crossedIn, ranked, shownOnCurve } from '../../site/src/report/specifications.ts';
import { symbols } from '../../site/src/report/symbols.ts';
import { readJson } from '../../src/artifact/file.ts';
import { multiverseSchema } from '../../src/artifact/multiverse.ts';
import { tablesAt } from '../../src/artifact/specificationTables.ts';
import { specificationTablesSchema } from '../../src/artifact/specificationTablesFile.ts';
import { VERDICTS } from '../../src/artifact/verdict.ts';
import { claimsFileSchema } from '../../src/claims/record.ts';
import { panelOf } from '../../src/figures/index.ts';
import { loadParams } from '../../src/params/params.ts';
import { ACCESSIBLE, violations } from './accessibility.ts';
import { root } from './artifacts.ts';
import { BASE, builtSite } from './built.ts';
import { madeUpMultiverse } from './madeUpMultiverse.ts';
import { serve } from './serve.ts';
import { type Served, unfold, visit } from './visit.ts';

const multiverse = readJson(path.join(root, 'artifacts', 'smoke', 'multiverse.json'), multiverseSchema);
const tables = readJson(path.join(root, 'artifacts', 'smoke', 'multiverse-tables.json'), specificationTablesSchema);
const { claims } = readJson(path.join(root, 'artifacts', 'smoke', 'claims.json'), claimsFileSchema);
const counted = countedIn(multiverse);
const columns = ranked(shownOnCurve(multiverse, counted));
const last = counted[counted.length - 1];

let browser: Browser;
let site: Served;

beforeAll(async () => {
  site = await serve(await builtSite('protocols'), { base: BASE });
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** The specification that the panel shows, with its verdicts, counts and command. */
const opened = (page: Page) =>
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
const expected = ({ place, id, counts, networks }: (typeof counted)[number]) => ({
  id,
  verdicts: multiverse.claims.map(({ verdicts }) => verdicts[place]),
  counts: [...VERDICTS.map(({ word }) => counts[word]), networks],
  command: `npm run explain -- specification/${id} --profile smoke`,
});

const asked = (page: Page) => new URL(page.url()).searchParams.get('specification');

describe('the page of the multiverse', () => {
  test.each([1440, 390])('fits, is accessible in both themes and works at %i pixels', async (width) => {
    const { page, troubles, close } = await visit(browser, site, 'multiverse/', { width });
    await unfold(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, 'horizontal scroll').toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual(ACCESSIBLE);
    expect(troubles).toEqual([]);
    await close();
  });

  test('draws a column for each specification, with the verdict of every claim', async () => {
    const { page, close } = await visit(browser, site, 'multiverse/', { javaScriptEnabled: false });
    const drawn = page.locator('[data-columns] svg');
    expect(await drawn.getAttribute('role')).toBe('img');
    for (const { word } of VERDICTS)
      expect(await drawn.locator(`[data-verdict="${word}"] use`).count(), word).toBe(
        columns.reduce((all, { counts }) => all + counts[word], 0),
      );
    await unfold(page);
    const rows = page.locator('.as-table tbody tr th');
    expect((await rows.allTextContents()).map((text) => text.trim())).toEqual(columns.map(({ id }) => id));
    expect(await page.locator('select:visible, input:visible').count()).toBe(0);
    await close();
  });

  test('opens any specification by a value of each choice, and keeps it in the address', async () => {
    const { page, close } = await visit(browser, site, 'multiverse/');
    for (const choice of crossedIn(multiverse))
      await page.locator(`#choice-${choice}`).selectOption(String(last.levels[choice]));
    expect(await opened(page)).toEqual(expected(last));
    expect(asked(page)).toBe(last.id);
    await page.reload();
    expect(await opened(page)).toEqual(expected(last));
    await close();
  });

  test('opens one by a column, by the slider from the keyboard, and by a row of the table', async () => {
    const { page, close } = await visit(browser, site, 'multiverse/');
    const drawn = page.locator('[data-columns]');
    const step = Number(await drawn.getAttribute('data-step'));
    await drawn.click({ position: { x: 1.5 * step, y: 60 } });
    expect(await opened(page)).toEqual(expected(columns[1]));
    const slide = page.getByRole('slider');
    await slide.focus();
    await page.keyboard.press('End');
    expect(await opened(page)).toEqual(expected(columns[columns.length - 1]));
    expect(await slide.getAttribute('aria-valuetext')).toContain(columns[columns.length - 1].id);
    await page.keyboard.press('ArrowLeft');
    expect(asked(page)).toBe(columns[columns.length - 2].id);
    await page.locator('.as-table summary').click();
    await page.locator('.as-table tbody a').first().click();
    expect(await opened(page)).toEqual(expected(columns[0]));
    await close();
  });

  test('says so of a specification that is not there', async () => {
    for (const id of ['9999999', '0', '<b>0</b>', '']) {
      const { page, troubles, close } = await visit(
        browser,
        site,
        `multiverse/?specification=${encodeURIComponent(id)}`,
      );
      expect(await page.locator('[data-unknown]').textContent()).toContain(`'${id}'`);
      expect(counted.map((one) => one.id)).toContain((await opened(page)).id);
      expect(troubles).toEqual([]);
      await close();
    }
  });

  test('says which panels a reader without scripts does not see, and where their data are', async () => {
    const { page, close } = await visit(browser, site, 'multiverse/', { javaScriptEnabled: false });
    expect(await page.locator('[data-panels]:visible').count()).toBe(0);
    const link = page.locator('.specification a[href$="multiverse-tables.json.gz"]');
    expect(await link.isVisible()).toBe(true);
    const packed = await (await page.request.get(new URL((await link.getAttribute('href'))!, page.url()).href)).body();
    const text = packed[0] === 0x1f ? gunzipSync(packed).toString() : packed.toString();
    expect(JSON.parse(text)).toEqual(tables);
    await close();
  });

  test('stands in the menu of the default protocol alone', async () => {
    const links = async (address: string) => {
      const { page, close } = await visit(browser, site, address);
      const found = await page.locator('a[href$="/multiverse/"]:not(.protocols a)').count();
      await close();
      return found;
    };
    expect(await links('claims/')).toBe(2);
    expect(await links('as-coded/claims/')).toBe(0);
    expect(await links('as-coded/multiverse/')).toBe(1);
  });
});

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

describe('the page of a multiverse as large as that of the paper profile', () => {
  test.each([1440, 390])(
    'scrolls its curve and tables alone at %i pixels, to the column that is open',
    async (width) => {
      const large = await serve(await builtSite('made-up'));
      const all = countedIn(madeUpMultiverse());
      const shown = ranked(shownOnCurve(madeUpMultiverse(), all));
      const target = shown[shown.length - 1];
      const { page, troubles, close } = await visit(browser, large, `multiverse/?specification=${target.id}`, {
        width,
      });
      await unfold(page);
      expect((await opened(page)).id).toBe(target.id);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      const [frame, chosen] = await Promise.all(
        ['.curve .scroll', '[data-chosen]'].map((place) => page.locator(place).boundingBox()),
      );
      expect(chosen!.x).toBeGreaterThanOrEqual(frame!.x - 1);
      expect(chosen!.x + chosen!.width).toBeLessThanOrEqual(frame!.x + frame!.width + 1);
      expect(troubles).toEqual([]);
      await close();
      await large.close();
    },
  );
});
