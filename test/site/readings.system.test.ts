import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { claims } from '../../src/claims/index.ts';
import { findingSentence } from '../../src/claims/sentence.ts';
import { madeUpMatrix } from '../claims/columns.ts';
import { ACCESSIBLE, violations } from './accessibility.ts';
import { root } from './artifacts.ts';
import { builtSite } from './built.ts';
import { openSite } from './openSite.ts';

const screenshots = path.join(root, 'test', 'output', 'screenshots');
const matrix = madeUpMatrix(['bits-half']);
/** The claims in the order of the rows: by figure. */
const ids = claims.toSorted((a, b) => (a.figure ?? 99) - (b.figure ?? 99)).map(({ id }) => id);
const row = (id: string) => matrix.claims.find((claim) => claim.id === id)!;

mkdirSync(screenshots, { recursive: true });
const { browser, site } = await openSite(await builtSite('made-up'));

async function open(options: BrowserContextOptions = {}, fragment = ''): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(`${site.origin}/claims/readings/${fragment}`);
  return page;
}

const mark = (page: Page, claim: string, column: string) =>
  page.locator(`tr.marks a[href$="#evidence-${claim.replace('.', '-')}-${column}"]`);
const evidence = (page: Page, claim: string, column: string) =>
  page.locator(`#evidence-${claim.replace('.', '-')}-${column}`);

/** The letters and digits of a finding. */
const words = (text: string | null) => (text ?? '').replaceAll(/[^a-z0-9.]+/gi, '').toLowerCase();

test.each([1440, 768, 390])('claims x readings at %i pixels fits and is accessible in both themes', async (width) => {
  const page = await open({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
  await mark(page, '2c.1', 'generalize-module-all').click();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join(screenshots, `readings-${width}-${colorScheme}.png`) });
  }
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'horizontal scroll').toBe(0);
  const target = await mark(page, '2c.1', 'leak-outside').boundingBox();
  expect(target?.width).toBeGreaterThanOrEqual(24);
  expect(target?.height).toBeGreaterThanOrEqual(44);
  // The whole page, folded, is checked with all others; here what has been opened, which is laid out as on a phone or as on a desk.
  if (width !== 768) expect(await violations(page, '.legend', '#readings-2c-1')).toEqual(ACCESSIBLE);
  await page.context().close();
});

test.each([1000, 390])('at %i pixels the names of the readings end above the first claim', async (width) => {
  const page = await open({ viewport: { width, height: 900 } });
  const over = await page.locator('.matrix').evaluate((matrix) => {
    const first = matrix.querySelector('tbody')?.getBoundingClientRect().top ?? 0;
    const names = [...matrix.querySelectorAll('thead .values th > span')].map((name) => name.getBoundingClientRect());
    return { names: names.length, below: names.filter(({ bottom }) => bottom > first + 1).length };
  });
  expect(over.names).toBeGreaterThan(5);
  expect(over.below).toBe(0);
  await page.context().close();
});

test('has a row per claim and a column per reading', async () => {
  const page = await open();
  expect(await page.locator('tr.marks th a').allTextContents()).toEqual(ids);
  const heads = await page.locator('.matrix .values th').allTextContents();
  expect(heads.map((text) => text.replace(/^.*: /, '').trim())).toEqual([
    'in full',
    'at this scale',
    ...['everything copied', 'one shared draw', 'after the leak in non-modular networks', 'one probability a batch'],
    ...['a module against all weights', 'readouts alone', 'others copied', 'fewer weights'],
    ...['input weights copied', '0.2'],
  ]);
  const cells = await page.locator('tbody#readings-2c-1 .marks td').allTextContents();
  expect(cells.map((text) => text.replace('–', '').trim())).toEqual([
    ...['reproduced', 'reproduced', 'reproduced', 'reproduced', 'reproduced', 'reproduced'],
    ...['not reproduced', 'reproduced', 'not affected', 'not affected', 'not affected', 'reproduced'],
  ]);
  expect(await page.locator('body').textContent()).toContain('Not run in this profile: input bits: fair coins.');
  await page.context().close();
});

test('highlights changed verdicts and their details', async () => {
  const page = await open();
  const changing = matrix.claims.flatMap(({ decisions }) =>
    decisions.flatMap(({ verdicts }) => verdicts.filter(({ verdict }) => verdict !== verdicts[0].verdict)),
  );
  expect(changing.length).toBeGreaterThan(2);
  expect(await page.locator('td[data-turns="true"]').count()).toBe(changing.length);
  const run = matrix.columns.filter((column) => column.run);
  const over = matrix.claims.flatMap(({ decisions }) =>
    decisions.flatMap(({ key }) => run.filter((column) => column.key === key)),
  );
  expect(await page.locator('td[data-decides="true"]').count()).toBe(over.length);
  expect(await page.locator('tbody#readings-6a-1 .summary').textContent()).toContain(
    'Depends on freezing: reproduced (others random); not reproduced (others copied).',
  );
  const decides = page.locator('.deciding article').filter({ hasText: 'Weights beside frozen weights' });
  expect(await decides.locator('li > a').allTextContents()).toContain('6a.1');
  await page.context().close();
});

test('the evidence of a mark is that of the claim, beside the protocol', async () => {
  const page = await open();
  const cell = row('2c.1').cells['generalize-module-all'];
  await mark(page, '2c.1', 'generalize-module-all').click();
  const opened = page.locator('#readings-2c-1 .evidence:visible');
  await opened.first().waitFor();
  expect(await opened.locator('h3').allTextContents()).toEqual([
    'Protocol, in full',
    'Protocol, at this scale',
    'Generalisation, a module against all weights',
  ]);
  const shown = opened.last();
  expect(await shown.locator('.evidence-verdict .verdict').textContent()).toContain(cell.verdict);
  const finding = findingSentence(cell, {
    opening: 'none',
    intervals: (await shown.locator('.intervals tr').count()) < 3,
  });
  expect(words(await shown.locator('.evidence-verdict + p').textContent())).toBe(words(finding));
  const [name] = Object.keys(cell.numbers).filter((number) => number.endsWith(', low'));
  const [low, high] = [cell.numbers[name], cell.numbers[name.replace(/low$/, 'high')]].map((end) =>
    String(Number((end as number).toPrecision(3))).replace('-', '−'),
  );
  expect(await shown.locator('.ends').first().textContent()).toContain(`${low} to ${high}`);
  // What a claim has under all readings is fetched once.
  const fetched: string[] = [];
  page.on('request', (request) => request.url().includes('/claims/') && fetched.push(request.url()));
  await mark(page, '2c.1', 'leak-outside').click();
  await evidence(page, '2c.1', 'leak-outside').waitFor();
  expect(fetched).toEqual([]);
  await page.context().close();
});

test('without JavaScript a mark leads to its evidence on the page of the claim', async () => {
  const page = await open({ javaScriptEnabled: false });
  expect(await page.locator('.evidence-row:visible').count()).toBe(0);
  await mark(page, '5c.1', 'leak-outside').click();
  await page.waitForURL('**/claims/5c.1/#evidence-5c-1-leak-outside');
  expect(await evidence(page, '5c.1', 'leak-outside').isVisible()).toBe(true);
  expect(await evidence(page, '5c.1', 'protocol').isVisible()).toBe(true);
  await page.context().close();
});

test('the page stays light: evidence is fetched for the row that is opened', async () => {
  const page = await open();
  expect(await page.locator('*').count()).toBeLessThanOrEqual(5000);
  await page.context().close();
});

test('the grid works by keyboard with one tab stop', async () => {
  const page = await open({ reducedMotion: 'reduce' });
  const focused = () => page.evaluate(() => (document.activeElement as HTMLAnchorElement).hash);
  const cell = mark(page, ids[0], 'full');
  await page.locator('.matrix [tabindex="0"]').focus();
  expect(await page.locator('tr.marks [tabindex="0"]').count()).toBe(1);
  await page.keyboard.press('ArrowRight');
  expect(await cell.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe(`#evidence-${ids[1].replace('.', '-')}-growth-copy-all`);
  await page.keyboard.press('End');
  expect(await focused()).toContain('-rate-0-2');
  const last = await focused();
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toBe(last);

  const stop = page.locator('tr.marks [tabindex="0"]');
  expect(await stop.getAttribute('aria-expanded')).toBe('false');
  await page.keyboard.press('Enter');
  await page.locator(last).waitFor();
  expect(await stop.getAttribute('aria-expanded')).toBe('true');
  expect(new URL(page.url()).hash).toBe(last);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press(' ');
  await page.locator(last).waitFor({ state: 'hidden' });
  const next = await focused();
  expect(await page.locator(next).isVisible()).toBe(true);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  expect(await page.locator('.evidence-row:visible').count()).toBe(0);
  expect(await focused()).toBe(next);
  expect(new URL(page.url()).hash).toBe('');
  await page.context().close();
});

test('an address opens its evidence', async () => {
  const page = await open({}, '#evidence-2c-1-leak-outside');
  await evidence(page, '2c.1', 'leak-outside').waitFor();
  expect(await mark(page, '2c.1', 'leak-outside').getAttribute('aria-expanded')).toBe('true');
  expect(await evidence(page, '2c.1', 'leak-outside').isVisible()).toBe(true);
  await page.locator('#readings-2c-1 .marks th').waitFor();
  await page.locator('.deciding li > a', { hasText: '6a.1' }).click();
  await evidence(page, '6a.1', 'freeze-rest-copied').waitFor();
  const shown = await page.locator('#readings-6a-1 .evidence:visible').evaluateAll((all) => all.map(({ id }) => id));
  expect(shown).toEqual(['evidence-6a-1-full', 'evidence-6a-1-protocol', 'evidence-6a-1-freeze-rest-copied']);
  await page.context().close();
});

test('marks keep their place on the screen', async () => {
  const page = await open({ reducedMotion: 'reduce' });
  await mark(page, '2a.1', 'leak-outside').click();
  await evidence(page, '2a.1', 'leak-outside').waitFor();
  const target = mark(page, '2c.1', 'leak-outside');
  await target.scrollIntoViewIfNeeded();
  const before = await target.boundingBox();
  await target.click();
  await evidence(page, '2c.1', 'leak-outside').waitFor();
  expect(Math.abs((await target.boundingBox())!.y - before!.y)).toBeLessThan(2);
  await page.context().close();
});
