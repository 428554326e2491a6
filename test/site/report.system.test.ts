import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { panels } from '../../src/figures/index.ts';
import { BASE, builtSite } from './built.ts';
import { openSite } from './openSite.ts';
import { readThrough } from './visit.ts';

const { browser, site } = await openSite(await builtSite('quick'), { base: BASE });

async function open(context: BrowserContext, address: string): Promise<{ page: Page }> {
  const page = await context.newPage();
  await page.goto(`${site.address}${address}`);
  return { page };
}

test('every panel is on its page', async () => {
  const context = await browser.newContext();
  const seen: string[] = [];
  for (const address of [...[1, 2, 3, 4, 5, 6].map((figure) => `figures/${figure}/`), 'beyond/']) {
    const { page } = await open(context, address);
    const sections = page.locator('section.panel');
    seen.push(...(await sections.evaluateAll((all) => all.map(({ id }) => id.replace('panel-', '')))));
  }
  expect(seen).toEqual(panels.map(({ id }) => id));
  await context.close();
});

test('interactive drawings keep their place', async () => {
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
});

test.each([1440, 390])('at %i pixels every stop of the keyboard is seen', async (width) => {
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
});

test('the chosen theme is kept', async () => {
  const context = await browser.newContext({ colorScheme: 'light' });
  const { page } = await open(context, '');
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.getByRole('button', { name: 'Switch to the dark theme' }).click();
  const dark = await paper();
  expect(dark).not.toBe(light);
  await page.goto(`${site.address}methods/`);
  expect(await paper()).toBe(dark);
  await context.close();
});

test('the footer has commit and digest', async () => {
  const context = await browser.newContext();
  const { page } = await open(context, '');
  await expect.poll(() => page.locator('.footer').textContent()).toMatch(/0123456789/);
  const quiet = await browser.newContext({ javaScriptEnabled: false });
  const { page: still } = await open(quiet, '');
  expect(await still.locator('.footer').textContent()).toMatch(/Verdicts [0-9a-f]{12}/);
  await Promise.all([context.close(), quiet.close()]);
});
