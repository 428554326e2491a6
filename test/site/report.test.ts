import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { panels } from '../../src/figures/index.ts';
import { root } from './artifacts.ts';
import { builtSite } from './built.ts';
import { launch } from './chromium.ts';
import { serve } from './serve.ts';

const screenshots = path.join(root, 'test', 'output', 'screenshots');
const addresses = [
  '',
  ...[1, 2, 3, 4, 5, 6].map((figure) => `figures/${figure}/`),
  'findings/',
  'claims/',
  'claims/readings/',
  'beyond/',
  'methods/',
  'crosscheck/',
  'performance/',
  'provenance/',
  'about/',
];
const settings = [1440, 390].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

let browser: Browser;
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  site = await serve(await builtSite('quick'));
  browser = await launch();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** A page with what went wrong in it: console errors, requests that failed or left the site's origin. */
async function open(context: BrowserContext, address: string): Promise<{ page: Page; troubles: string[] }> {
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => troubles.push(`failed: ${request.url()}`));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== site.origin) troubles.push(`foreign: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`HTTP ${response.status()}: ${response.url()}`);
  });
  await page.goto(`${site.origin}/${address}`);
  return { page, troubles };
}

/** Contrast depends on the theme alone, and all other rules on everything else: no rule is run twice for nothing. */
function rulesFor(axe: AxeBuilder, width: number, colorScheme: string): AxeBuilder {
  if (width === 390) return axe.disableRules(['color-contrast']);
  return colorScheme === 'dark' ? axe.withRules(['color-contrast']) : axe;
}

/** Scrolls through the page, as a reader does, until every panel is interactive. */
async function readThrough(page: Page): Promise<void> {
  for (const panel of await page.locator('[data-panel]').all()) {
    await panel.scrollIntoViewIfNeeded();
    await panel.and(page.locator('[data-live]')).waitFor({ state: 'attached' });
  }
  await page.evaluate(() => scrollTo(0, 0));
}

/** Marks with a size in the drawing of each panel that is shown. */
function marks(page: Page): Promise<{ id: string; count: number }[]> {
  return page.locator('[data-panel]').evaluateAll((places) =>
    places.map((place) => ({
      id: (place as HTMLElement).dataset.panel ?? '',
      count: [...place.querySelectorAll<SVGGraphicsElement>('path, circle, rect, line')].filter((mark) => {
        const { width, height } = mark.getBoundingClientRect();
        return width + height > 0;
      }).length,
    })),
  );
}

describe.each(settings)('at $width pixels in the $colorScheme theme', ({ width, colorScheme }) => {
  test.each(addresses)(
    'the page /%s works, fits and is accessible',
    async (address) => {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme,
        reducedMotion: 'reduce',
      });
      const { page, troubles } = await open(context, address);
      await readThrough(page);
      await page.locator('[data-build]:not(:empty)').waitFor();

      expect(await page.title()).toMatch(/Modular growth/);
      for (const { id, count } of await marks(page)) expect(count, `marks of panel ${id}`).toBeGreaterThan(5);
      const name = `${address.replace(/\/$/, '').replaceAll('/', '-') || 'overview'}-${width}-${colorScheme}.png`;
      await page.screenshot({ path: path.join(screenshots, name), fullPage: true });

      // What is folded away must fit and be accessible too.
      for (const folded of await page.locator('details').all())
        await folded.evaluate((element) => element.setAttribute('open', ''));
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, 'horizontal scroll').toBe(0);
      const { violations } = await rulesFor(new AxeBuilder({ page }), width, colorScheme).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`)).toEqual([]);
      expect(troubles).toEqual([]);
      await context.close();
    },
    60_000,
  );
});

test('every panel is on the page of its figure, or of what goes beyond the paper', async () => {
  const context = await browser.newContext();
  const seen: string[] = [];
  for (const address of [...[1, 2, 3, 4, 5, 6].map((figure) => `figures/${figure}/`), 'beyond/']) {
    const { page } = await open(context, address);
    const sections = page.locator('section.panel');
    seen.push(...(await sections.evaluateAll((all) => all.map(({ id }) => id.replace('panel-', '')))));
  }
  expect(seen).toEqual(panels.map(({ id }) => id));
  await context.close();
}, 60_000);

test('without JavaScript the drawings stand, and the claims can still be filtered', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1440, height: 900 } });
  for (const figure of [1, 2, 3, 4, 5, 6]) {
    const { page } = await open(context, `figures/${figure}/`);
    const drawings = page.locator('[data-panel] .wide svg');
    for (const drawing of await drawings.all()) {
      const box = await drawing.boundingBox();
      expect(box?.height).toBeGreaterThan(100);
      expect(await drawing.locator('path, circle').count()).toBeGreaterThan(5);
    }
    const missing = await page.locator('section.panel .missing').count();
    expect((await drawings.count()) + missing).toBe(panels.filter((panel) => panel.figure === figure).length);
  }
  const { page } = await open(context, 'claims/');
  const all = await page.locator('.claim').count();
  const reproduced = await page.locator('.claim[data-verdict="reproduced"]').count();
  expect(await page.locator('.claim:visible').count()).toBe(all);
  await page.getByRole('radio', { name: /^reproduced/ }).check({ force: true });
  expect(await page.locator('.claim:visible').count()).toBe(reproduced);
  await context.close();
}, 60_000);

test('a drawing that becomes interactive keeps its place, and says what is under the pointer', async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const { page } = await open(context, 'figures/2/');
  const panel = page.locator('[data-panel="2a"]');
  const before = await panel.boundingBox();
  await readThrough(page);
  expect(await panel.boundingBox()).toEqual(before);
  await panel.scrollIntoViewIfNeeded();
  const box = (await panel.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.6, { steps: 4 });
  await expect.poll(() => panel.locator('.point-card').textContent()).toMatch(/mean of \d+ networks|network modular-/);
  await context.close();
}, 60_000);

test.each([1440, 390])(
  'at %i pixels every stop of the keyboard is seen',
  async (width) => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const { page } = await open(context, '');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Skip to the content');
    for (let stop = 0; stop < 14; stop++) {
      const focus = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const { width: w, height: h, top } = element.getBoundingClientRect();
        return {
          name: element.outerHTML.slice(0, 80),
          seen: outlineStyle !== 'none' && outlineWidth !== '0px' && w * h > 0 && top >= 0,
        };
      });
      expect(focus.seen, focus.name).toBe(true);
      await page.keyboard.press('Tab');
    }
    await context.close();
  },
  60_000,
);

test('the reader chooses the theme, and the choice stays', async () => {
  const context = await browser.newContext({ colorScheme: 'light' });
  const { page } = await open(context, '');
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.getByRole('button', { name: 'Switch to the dark theme' }).click();
  const dark = await paper();
  expect(dark).not.toBe(light);
  await page.goto(`${site.origin}/methods/`);
  expect(await paper()).toBe(dark);
  await context.close();
});

test('the foot tells the commit with scripts, and the digest of the verdicts without', async () => {
  const context = await browser.newContext();
  const { page } = await open(context, '');
  await expect.poll(() => page.locator('.footer').textContent()).toMatch(/0123456789/);
  const quiet = await browser.newContext({ javaScriptEnabled: false });
  const { page: still } = await open(quiet, '');
  expect(await still.locator('.footer').textContent()).toMatch(/Verdicts [0-9a-f]{12}/);
  await Promise.all([context.close(), quiet.close()]);
});
