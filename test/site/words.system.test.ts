import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openDetails } from '../../site/src/report/readings.ts';
import { builtSite, visitedAddressesOf } from './built.ts';
import { openSite } from './openSite.ts';
import { straySpaces, unfold, visit } from './visit.ts';

const folder = await builtSite('paper');
const { browser, site } = await openSite(folder);

describe.each(visitedAddressesOf(folder))('the words of the page /%s', (address) => {
  test('are whole, beside their full stops, and no names of parameters', async () => {
    const { page, close } = await visit(browser, site, address, { width: 1440, javaScriptEnabled: false });
    await unfold(page);
    expect(await straySpaces(page)).toEqual([]);
    for (const width of [1440, 1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await splitWords(page), `split at ${width} pixels`).toEqual([]);
    }
    const text = await page.evaluate(() => {
      for (const code of document.querySelectorAll('code, pre, .provenance, .origin, [data-key]')) code.remove();
      return document.body.innerText;
    });
    if (!['methods/', 'provenance/', 'about/'].includes(address))
      expect(openDetails.map(({ key }) => key).filter((key) => text.includes(key))).toEqual([]);
    await close();
  });

  test('name every panel by a letter of its own', async () => {
    const { page, close } = await visit(browser, site, address, { javaScriptEnabled: false });
    const letters = await page.locator('.panel-letter').allTextContents();
    expect(new Set(letters).size).toBe(letters.length);
    await close();
  });
});

/** Words of letters alone that stand on two lines. */
function splitWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      // A text that a screen shows on one line has one box.
      if (!parent?.checkVisibility() || parent.closest('.visually-hidden, pre, svg')) continue;
      // What only a screen reader reads is clipped.
      if (getComputedStyle(parent).clipPath !== 'none' || getComputedStyle(parent).clip !== 'auto') continue;
      range.selectNodeContents(node);
      if (range.getClientRects().length < 2) continue;
      for (const { 0: word, index } of (node.textContent ?? '').matchAll(/\p{L}{2,}/gu)) {
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (tops.size > 1) found.push(`${word} in ${parent.outerHTML.slice(0, 60)}`);
      }
    }
    return found.slice(0, 5);
  });
}
