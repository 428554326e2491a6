import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch } from '../../bench/chromium.ts';
import { builtSite } from './built.ts';

let browser: Browser;
let home: string;

beforeAll(async () => {
  home = pathToFileURL(path.join(await builtSite('quick'), 'index.html')).href;
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
});

test('opened from a disk the report has its styles, drawings, verdicts and links, and says what needs a server', async () => {
  const page = await browser.newPage();
  await page.goto(home);
  const notice = page.locator('[data-from-disk]');
  expect(await notice.isVisible()).toBe(true);
  expect(await page.locator('body').evaluate((body) => getComputedStyle(body).margin)).toBe('0px');
  expect(await page.locator('.scripted:visible, .controls:visible').count()).toBe(0);

  await page.getByRole('link', { name: 'Figure 2', exact: true }).first().click();
  await page.waitForURL(/figures\/2\/index\.html$/);
  expect(await page.locator('#panel-2a .wide svg').isVisible()).toBe(true);
  expect(await page.locator('#panel-2a .claim-note').count()).toBeGreaterThan(1);

  await page.getByRole('link', { name: 'Claim 2a.1' }).first().click();
  await page.waitForURL(/claims\/2a\.1\/index\.html$/);
  expect(await page.locator('blockquote').isVisible()).toBe(true);

  await page.goto(home);
  await page.getByRole('link', { name: 'Lab', exact: true }).first().click();
  await page.waitForURL(/lab\/index\.html$/);
  expect(await notice.isVisible()).toBe(true);
  expect(await page.locator('.lab-static').isVisible()).toBe(true);
  expect(await page.locator('.lab').isVisible()).toBe(false);
  await page.close();
});
