import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../src/artifact/file.ts';
import { countVerdicts, VERDICTS } from '../../src/artifact/verdict.ts';
import { claimsFileSchema } from '../../src/claims/record.ts';
import { root } from './artifacts.ts';
import { BASE, builtSite } from './built.ts';
import { openSite } from './openSite.ts';

const judgedIn = (run: string) => readJson(path.join(root, 'artifacts', run, 'claims.json'), claimsFileSchema).claims;
const written = judgedIn('smoke');
const coded = judgedIn('smoke_as-coded');

const { browser, site } = await openSite(await builtSite('protocols'), { base: BASE });

async function open(address: string, options: BrowserContextOptions = {}): Promise<{ page: Page; failed: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const failed: string[] = [];
  page.on('response', (response) => response.status() >= 400 && failed.push(response.url()));
  page.on('pageerror', (error) => failed.push(error.message));
  await page.goto(`${site.address}${address}`);
  return { page, failed };
}

const verdictsOn = (page: Page) =>
  page
    .locator('article.claim')
    .evaluateAll((all) => Object.fromEntries(all.map((one) => [one.id, (one as HTMLElement).dataset.verdict])));
const byAnchor = (claims: typeof written) =>
  Object.fromEntries(claims.map(({ id, verdict }) => [`claim-${id.replaceAll('.', '-')}`, verdict]));

describe('a report under two protocols', () => {
  test('leads from every page to the same page under the other, in the address, with its verdicts', async () => {
    const { page, failed } = await open('claims/');
    expect(byAnchor(written)).toMatchObject(await verdictsOn(page));
    const choice = page.getByRole('navigation', { name: 'Protocol' });
    expect(await choice.locator('[aria-current]').innerText()).toBe('as-written');
    await choice.getByRole('link', { name: 'as-coded' }).click();
    expect(new URL(page.url()).pathname).toBe(`${BASE}as-coded/claims/`);
    const under = await verdictsOn(page);
    expect(byAnchor(coded)).toMatchObject(under);
    expect(byAnchor(written)).not.toMatchObject(under);
    await page.locator('#menu a[href$="figures/3/"]').click();
    expect(new URL(page.url()).pathname).toBe(`${BASE}as-coded/figures/3/`);
    await page.getByRole('navigation', { name: 'Protocol' }).getByRole('link', { name: 'as-written' }).click();
    expect(new URL(page.url()).pathname).toBe(`${BASE}figures/3/`);
    expect(failed).toEqual([]);
  });

  test('names on the first screen of a phone what did not hold, above the network', async () => {
    const height = 844;
    const { page } = await open('', { viewport: { width: 390, height }, reducedMotion: 'reduce' });
    const failed = page.locator('.failed a');
    expect(await failed.count()).toBe(countVerdicts(written)['not reproduced']);
    const named = await failed.last().boundingBox();
    const network = await page.locator('.hero-network').boundingBox();
    expect(named && named.y + named.height).toBeLessThan(Math.min(height, network?.y ?? 0));
  });

  test('counts both on its first screen, without JavaScript too', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { page } = await open('', { javaScriptEnabled });
      const rows = await page
        .locator('.protocol-counts tbody tr')
        .evaluateAll((all) =>
          all.map((row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent))),
        );
      const counts = [written, coded].map((claims) => VERDICTS.map(({ word }) => countVerdicts(claims)[word]));
      expect(rows).toEqual(counts);
    }
  });

  test('keeps the counts within a phone', async () => {
    const { page } = await open('', { viewport: { width: 390, height: 844 } });
    const edge = await page.locator('.protocol-counts table').evaluate((table) => table.getBoundingClientRect().right);
    expect(edge).toBeLessThanOrEqual(390);
  });

  test('has readings under the protocol alone that they depart from', async () => {
    const written = await open('claims/readings/');
    expect(await written.page.locator('.matrix').count()).toBeGreaterThan(0);
    const { page, failed } = await open('as-coded/claims/readings/');
    expect(await page.locator('.matrix, .kicker').count()).toBe(0);
    await page.getByRole('link', { name: 'under as-written' }).click();
    expect(new URL(page.url()).pathname).toBe(`${BASE}claims/readings/`);
    expect(failed).toEqual([]);
  });

  test('says beside each claim what the other protocol gives', async () => {
    const { page } = await open('claims/', { javaScriptEnabled: false });
    for (const { id, verdict } of coded) {
      const link = page.locator(`article#claim-${id.replaceAll('.', '-')} a[href*="as-coded/claims/"]`);
      expect(await link.innerText()).toBe(verdict);
    }
  });

  test('shows a panel under the other protocol beside it, on a phone without overflow', async () => {
    const { page, failed } = await open('figures/3/', { viewport: { width: 390, height: 844 } });
    const other = page.locator('#panel-3a .under-protocol');
    await other.locator('summary').click();
    const image = other.locator('img');
    await image.scrollIntoViewIfNeeded();
    await expect.poll(() => image.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBeGreaterThan(100);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    expect(failed).toEqual([]);
  });

  test('names the protocol and its values where they differ', async () => {
    const { page } = await open('as-coded/methods/');
    expect(await page.locator('.run').innerText()).toContain('as-coded');
    expect(await page.locator('main').innerText()).toContain('shared-draw');
    expect(await (await open('methods/')).page.locator('.run').innerText()).not.toContain('as-coded');
  });
});
