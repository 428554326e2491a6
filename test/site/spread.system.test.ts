import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { unpackRows } from '../../src/artifact/packedRows.ts';
import { claims } from '../../src/claims/index.ts';
import { ACCESSIBLE, violations } from './accessibility.ts';
import { builtSite } from './built.ts';
import { openSite } from './openSite.ts';

const { browser, site } = await openSite(await builtSite('made-up'));

/** A page of a figure, once the panel asked for can be switched. */
async function open(figure: number, panel: string, width = 1440): Promise<{ page: Page; place: Locator }> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${site.origin}/figures/${figure}/`);
  const place = page.locator(`[data-panel="${panel}"]`);
  await place.scrollIntoViewIfNeeded();
  await place.and(page.locator('[data-live]')).waitFor({ state: 'attached' });
  return { page, place };
}

const choice = (page: Page, panel: string, name: string | RegExp) =>
  page.getByRole('group', { name: `Spread of panel ${panel}`, exact: true }).getByRole('radio', { name });

/** Thin lines, one a seed, in the drawing of the column's width. */
const thin = (place: Locator) => place.locator('.wide g[stroke-width="0.9"] path');

test('single seeds draw a line per seed', async () => {
  const { page, place } = await open(2, '2a');
  const file = await page.evaluate(async () => (await fetch('/data/figures/2a.json')).json());
  const rows = unpackRows(file);
  const seeds = new Set(
    rows.filter(({ kind }) => kind === 'seed').map(({ architecture, size, seed }) => `${architecture} ${size} ${seed}`),
  );
  expect(seeds.size).toBeGreaterThan(20);
  // As in the paper: the one stuck network alone.
  expect(await thin(place).count()).toBe(1);
  await choice(page, '2a', 'single seeds').check();
  expect(await thin(place).count()).toBe(seeds.size);
  await expect(place.locator('.wide svg').getAttribute('aria-label')).resolves.toBe(
    'Learning curves, means with single seeds',
  );
  await choice(page, '2a', 'standard deviation').check();
  expect(await thin(place).count()).toBe(1);

  const other = page.locator('[data-panel="2c"]');
  await other.scrollIntoViewIfNeeded();
  await choice(page, '2a', 'single seeds').check();
  expect(await choice(page, '2c', 'standard deviation').isChecked()).toBe(true);
  await page.context().close();
});

test('spreads can be chosen by arrow keys', async () => {
  const { page, place } = await open(6, '6a');
  const text = () => place.locator('.wide svg').evaluate((svg) => svg.outerHTML);
  await choice(page, '6a', 'standard error').focus();
  const seen = [await text()];
  for (const name of [/^bootstrap 95%/, 'single seeds']) {
    await page.keyboard.press('ArrowRight');
    const radio = choice(page, '6a', name);
    expect(await radio.isChecked()).toBe(true);
    expect(await radio.evaluate((element) => element === document.activeElement)).toBe(true);
    const outline = await radio.evaluate((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element.closest('label') as HTMLElement);
      return `${outlineStyle} ${outlineWidth}`;
    });
    expect(outline).toBe('solid 3px');
    seen.push(await text());
  }
  expect(new Set(seen).size).toBe(3);
  await page.context().close();
});

test.each([1440, 390])('at %i pixels nothing moves when a spread is chosen', async (width) => {
  const { page, place } = await open(3, '3a', width);
  await page.evaluate(() => {
    const seen = window as unknown as { shifts: number };
    seen.shifts = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shifts += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: 'layout-shift' });
  });
  // A choice out of sight is scrolled to before it is made: what counts is the place on the page.
  const box = () =>
    place.evaluate((element) => {
      const { x, y, width: w, height } = element.getBoundingClientRect();
      return { x, y: Math.round(y + scrollY), w, height };
    });
  const before = await box();
  for (const name of [/^bootstrap/, 'single seeds', 'standard deviation']) {
    await choice(page, '3a', name).check();
    expect(await box()).toEqual(before);
  }
  expect(await page.evaluate(() => (window as unknown as { shifts: number }).shifts)).toBe(0);
  await page.context().close();
});

test('choices are large enough on a phone', async () => {
  const { page } = await open(4, '4a', 390);
  for (const radio of await page.getByRole('radio').all()) {
    const box = await radio.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
  await page.context().close();
});

test('judged claims report how many seeds they need', async () => {
  const folder = await builtSite('made-up');
  const pageOf = (id: string) => readFileSync(path.join(folder, 'claims', id, 'index.html'), 'utf8');
  expect(pageOf('2a.2')).toMatch(/With 2 of the 5 seeds\b.*\b100% of draws/);
  expect(pageOf('2a.2')).not.toContain('#provisional');
  // Seven of 32 rest on no seeds or are not run in the made-up tables at most.
  const told = claims.filter(({ id }) => /With \d+ of the .* of draws/.test(pageOf(id)));
  expect(told.length).toBeGreaterThanOrEqual(25);
  expect(pageOf('6a.7')).not.toContain('of draws');
});

test('the numbers of Fig. 3 stand in a table', async () => {
  const { page } = await open(3, '3a');
  const table = page.getByRole('region', { name: 'Numbers of panel 3a', exact: true });
  expect(await table.locator('tbody tr').count()).toBe(8);
  expect(await table.locator('tbody tr').first().textContent()).toMatch(/modular\s*5\s*0\.\d+/);
  await page.context().close();
});

test('the choice is accessible in both themes', async () => {
  const { page } = await open(5, '5a');
  await choice(page, '5a', 'single seeds').check();
  expect(await violations(page, '[data-spread]')).toEqual(ACCESSIBLE);
  await page.context().close();
});
