import { readFileSync } from 'node:fs';
import path from 'node:path';
import { JSDOM } from 'jsdom';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { panels } from '../../src/figures/index.ts';
import type { Panel } from '../../src/figures/panel.ts';
import { BASE, builtSite, visitedAddressesOf } from './built.ts';
import { openSite } from './openSite.ts';
import { serve } from './serve.ts';
import { unfold, visit } from './visit.ts';

const folder = await builtSite('quick');
const { browser, site } = await openSite(folder, { base: BASE });

test.each(visitedAddressesOf(folder))(
  'without JavaScript /%s has every drawing, verdict and table, and no control that does nothing',
  async (address) => {
    const { document } = new JSDOM(readFileSync(path.join(folder, address, 'index.html'), 'utf8')).window;
    const { page, troubles, close } = await visit(browser, site, address, { javaScriptEnabled: false });
    await unfold(page);
    const drawings = page.locator('[data-panel] svg:visible');
    for (const drawing of await drawings.all()) {
      expect((await drawing.boundingBox())?.height).toBeGreaterThan(20);
      expect(await drawing.locator('path, circle, rect, line').count()).toBeGreaterThan(5);
    }
    const drawn = new Set(await page.locator('[data-panel]:has(svg:visible)').evaluateAll(names));
    expect([...drawn].sort()).toEqual([...new Set(names([...document.querySelectorAll('[data-panel]')]))].sort());
    const unscripted = ':not(.lab *):not(.evidence *):not(.scripted *)';
    for (const kind of ['.verdict', 'table'])
      expect(await page.locator(`main ${kind}${unscripted}:visible`).count(), kind).toBe(
        document.querySelectorAll(`main ${kind}${unscripted}`).length,
      );
    const figure = /^figures\/(\d)\/$/.exec(address)?.[1];
    if (figure)
      await expectPanels(
        page,
        panels.filter((panel) => panel.figure === Number(figure)),
      );
    const idle = page.locator('button:visible:not([popovertarget])');
    expect(await idle.evaluateAll((all) => all.map(({ outerHTML }) => outerHTML.slice(0, 100)))).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  },
);

/** Every panel of a figure is drawn with its table and the paper's spread, or missing, and has no control. */
async function expectPanels(page: Page, expected: readonly Panel[]): Promise<void> {
  const missing = await page.locator('section.panel .missing').count();
  expect((await page.locator('[data-panel] .wide svg:visible').count()) + missing).toBe(expected.length);
  const drawn = await page.locator('section.panel [data-panel]').evaluateAll(names);
  expect(await page.locator('section.panel [data-table] tbody tr:first-child').count()).toBe(drawn.length);
  const switched = expected.filter(({ id, spread }) => spread && drawn.includes(id));
  expect(await page.locator('[data-spread]').count()).toBe(switched.length);
  expect(await page.locator('.controls:visible, .guess:visible, .guess-result:visible').count()).toBe(0);
  expect(await page.locator('[data-spread]:visible').count()).toBe(0);
}

test('filters work without JavaScript', async () => {
  const { page, close } = await visit(browser, site, 'claims/', { javaScriptEnabled: false });
  const all = await page.locator('.claim').count();
  const reproduced = await page.locator('.claim[data-verdict="reproduced"]').count();
  expect(await page.locator('.claim:visible').count()).toBe(all);
  await page.getByRole('radio', { name: /^reproduced/ }).check({ force: true });
  expect(await page.locator('.claim:visible').count()).toBe(reproduced);
  await close();
});

test('the lab runs without the WebAssembly media type', async () => {
  const plain = await serve(folder, { base: BASE, types: { wasm: 'application/octet-stream' } });
  const { page, troubles, close } = await visit(browser, plain, 'lab/');
  const kernel = await page.request.get(`${plain.address}data/lab/kernel.wasm`);
  expect(kernel.headers()['content-type']).toBe('application/octet-stream');
  await page.locator('[data-estimated]').waitFor({ state: 'attached' });
  expect(await page.locator('[data-by-task] path').count()).toBeGreaterThan(0);
  expect(troubles).toEqual([]);
  await close();
  await plain.close();
});

function names(places: Element[]): (string | null)[] {
  return places.map((place) => place.getAttribute('data-panel'));
}
