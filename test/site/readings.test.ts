import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claims } from '../../src/claims/index.ts';
import { madeUpMatrix } from '../claims/columns.ts';
import { root } from './artifacts.ts';
import { builtSite } from './built.ts';
import { launch } from './chromium.ts';
import { serve } from './serve.ts';

const screenshots = path.join(root, 'test', 'output', 'screenshots');
const matrix = madeUpMatrix(['bits-half']);
const row = (id: string) => matrix.claims.find((claim) => claim.id === id)!;

let browser: Browser;
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  site = await serve(await builtSite('readings'));
  browser = await launch();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

async function open(options: BrowserContextOptions = {}, fragment = ''): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(`${site.origin}/claims/readings/${fragment}`);
  return page;
}

describe.each(
  [1440, 390].flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme }))),
)('claims x readings at $width pixels in the $colorScheme theme', ({ width, colorScheme }) => {
  test('fits and is accessible, with all evidence open', async () => {
    const page = await open({ viewport: { width, height: 900 }, colorScheme });
    await page.screenshot({ path: path.join(screenshots, `readings-${width}-${colorScheme}.png`), fullPage: true });
    for (const folded of await page.locator('details').all())
      await folded.evaluate((element) => element.setAttribute('open', ''));
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, 'horizontal scroll').toBe(0);
    const widest = await page
      .locator('.held')
      .evaluateAll((all) => Math.max(...all.map((held) => held.getBoundingClientRect().width)));
    expect(widest).toBeLessThanOrEqual(width - 39);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`)).toEqual([]);
    await page.context().close();
  }, 120_000);
});

test('every claim is a row, and every reading that was run a column with its verdict in words', async () => {
  const page = await open();
  expect(await page.locator('.marks th a').allTextContents()).toEqual(claims.map(({ id }) => id));
  const heads = await page.locator('.matrix thead .value').allTextContents();
  expect(heads.map((text) => text.trim())).toEqual([
    'in full',
    'at this scale',
    ...['copy-all', 'as-coded', 'outside', 'per-batch', 'module/all', 'readout/readout', 'copied', 'with-input', '0.2'],
  ]);
  const cells = await page.locator('tbody#readings-2c-1 .marks td').allTextContents();
  expect(cells.map((text) => text.replace('–', '').trim())).toEqual([
    ...['reproduced', 'reproduced', 'reproduced', 'reproduced', 'reproduced', 'reproduced'],
    ...['not reproduced', 'reproduced', 'does not bear', 'does not bear', 'reproduced'],
  ]);
  expect(await page.locator('body').textContent()).toContain('bits-half');
  await page.context().close();
}, 120_000);

test('a verdict that a reading changes is framed, and the detail that decides it is named', async () => {
  const page = await open();
  const changing = matrix.claims.flatMap(({ decisions }) =>
    decisions.flatMap(({ verdicts }) => verdicts.filter(({ verdict }) => verdict !== verdicts[0].verdict)),
  );
  expect(changing.length).toBeGreaterThan(2);
  expect(await page.locator('[data-turns="true"]').count()).toBe(changing.length);
  expect(await page.locator('tbody#readings-6a-1 summary').textContent()).toContain(
    'Holds only under fresh (freezing): not reproduced under copied.',
  );
  const decides = page.locator('.deciding article').filter({ hasText: 'What stands beside frozen weights' });
  expect(await decides.locator('li > a').allTextContents()).toContain('6a.1');
  await page.context().close();
}, 120_000);

test('evidence opens without JavaScript, by mouse and by keyboard', async () => {
  const page = await open({ javaScriptEnabled: false });
  const own = page.locator('tbody#readings-5c-1');
  await own.locator('summary').click();
  const said = own.locator('#evidence-5c-1-leak-outside');
  expect(await said.isVisible()).toBe(true);
  expect(await said.textContent()).toContain(
    row('5c.1')
      .cells['leak-outside'].finding.replace(/^.*?: f/, 'F')
      .slice(0, 20),
  );
  const other = page.locator('tbody#readings-6a-1');
  await other.locator('summary').focus();
  await page.keyboard.press('Enter');
  expect(await other.locator('.evidence').isVisible()).toBe(true);
  await page.context().close();
}, 120_000);

test('a mark leads to its evidence', async () => {
  const page = await open();
  await page.locator('tbody#readings-2c-1 .marks a[href="#evidence-2c-1-generalize-module-all"]').click();
  await expect.poll(() => page.locator('#evidence-2c-1-generalize-module-all').isVisible()).toBe(true);
  await page.context().close();
}, 120_000);

test('on a narrow screen the claim stays in sight while its marks scroll', async () => {
  const page = await open({ viewport: { width: 390, height: 900 } });
  const frame = page.locator('.matrix-frame');
  const [id, held] = [page.locator('tbody#readings-2c-1 .marks th'), page.locator('tbody#readings-2c-1 .held')];
  const before = await Promise.all([id.boundingBox(), held.boundingBox()]);
  await frame.evaluate((element) => element.scrollTo({ left: element.scrollWidth, behavior: 'instant' }));
  expect(await frame.evaluate((element) => element.scrollLeft)).toBeGreaterThan(300);
  const after = await Promise.all([id.boundingBox(), held.boundingBox()]);
  for (const [i, box] of after.entries()) expect(Math.abs(box!.x - before[i]!.x)).toBeLessThan(2);
  await page.context().close();
}, 120_000);
