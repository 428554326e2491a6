import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { ACCESSIBLE, violations } from './accessibility.ts';
import { BASE, builtSite, visitedAddressesOf } from './built.ts';
import { openSite } from './openSite.ts';
import { compressed, readThrough, shiftsOf, unfold, visit } from './visit.ts';

/** Scripts of a page, compressed as in `compressed`, without what runs networks: the drawings, and 16 kB of schemas that what is fetched is read by. */
const SCRIPT_BUDGET = 160_000;
/** Cumulative layout shift of a page, from its first paint until all its panels are interactive. */
const SHIFT_BUDGET = 0.01;
/** Files of the networks that run in a page: their kernel and bytes, the worker that runs them with its parts, and their controls. They load when the networks come into view. */
const ON_DEMAND = /^data\/lab\/|\/worker-|\/timescales-|\/running[A-Z]/;
/** A sheet of A4 less its margins, pixels. */
const SHEET = 718;

const folder = await builtSite('quick');
const { browser, site } = await openSite(folder, { base: BASE });

/** One load at the width of the column and one at that of a phone, then narrower: the layouts of three columns, of a tablet and of a small phone. */
const widths = [
  { width: 1440, also: [1280, 768] },
  { width: 390, also: [320] },
];

describe.each(widths)('loaded at $width pixels', ({ width, also }) => {
  test.each(visitedAddressesOf(folder))('the page /%s works, stands still, fits and is accessible', async (address) => {
    const { page, troubles, requests, close } = await visit(browser, site, address, { width });
    await readThrough(page);
    for (const running of await page.locator('[data-running-noise]').all()) {
      await running.scrollIntoViewIfNeeded();
      await running.and(page.locator('[data-shown]')).waitFor({ state: 'attached' });
    }
    if (address === 'lab/') await page.locator('[data-estimated]').waitFor({ state: 'attached' });
    const shifts = await shiftsOf(page);
    expect(sum(shifts.map(({ value }) => value)), JSON.stringify(shifts)).toBeLessThan(SHIFT_BUDGET);
    expect(
      compressed(
        folder,
        requests.filter((file) => file.endsWith('.js') && !ON_DEMAND.test(file)),
      ),
    ).toBeLessThan(SCRIPT_BUDGET);
    const demanded = requests.filter((file) => ON_DEMAND.test(file));
    if (address === 'lab/' || address === '') expect(demanded).toContain('data/lab/kernel.wasm');
    else expect(demanded).toEqual([]);
    expect(await page.evaluate(() => document.getAnimations().length), 'what moves').toBe(0);
    for (const { id, count } of await marks(page)) expect(count, `marks of panel ${id}`).toBeGreaterThan(5);

    const all = [width, ...also];
    if (width > 1000) {
      await page.setViewportSize({ width: SHEET, height: 900 });
      await page.emulateMedia({ media: 'print', colorScheme: 'light' });
      expect(await lost(page), 'on paper').toEqual([]);
      expect(await overflow(page), 'beyond the paper').toEqual([]);
      await page.emulateMedia({ media: 'screen' });
    }
    await unfold(page);
    for (const other of all.reverse()) {
      await page.setViewportSize({ width: other, height: 900 });
      expect(await overflow(page), `horizontal scroll at ${other} pixels`).toEqual([]);
    }
    expect(await violations(page)).toEqual(ACCESSIBLE);
    expect(troubles).toEqual([]);
    await close();
  });
});

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Marks with a size in the drawing of each panel that is shown. */
function marks(page: Page): Promise<{ id: string; count: number }[]> {
  return page.locator('[data-panel]:visible').evaluateAll((places) =>
    places.map((place) => ({
      id: (place as HTMLElement).dataset.panel ?? '',
      count: [...place.querySelectorAll<SVGGraphicsElement>('path, circle, rect, line')].filter((mark) => {
        const { width, height } = mark.getBoundingClientRect();
        return width + height > 0;
      }).length,
    })),
  );
}

/** What reaches beyond the right edge of the page, where the page scrolls sideways. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('main *, header *, footer *')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .map((element) => element.outerHTML.slice(0, 100))
      .slice(0, 5);
  });
}

/** What paper cannot show: what is there for a pointer only, and what is cut off where a screen would scroll. */
function lost(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const shown = [...document.querySelectorAll<HTMLElement>('body *')].filter((element) => element.checkVisibility());
    const idle = shown.filter((element) => element.matches('nav.menu, .menu-open, .theme, .skip, .downloads, select'));
    const cut = shown.filter((element) => {
      const { overflowX, overflowY, clip, clipPath } = getComputedStyle(element);
      // What only a screen reader reads is cut off on purpose.
      if (element instanceof SVGElement || clip !== 'auto' || clipPath !== 'none') return false;
      const across = overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
      return across || (overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1);
    });
    return [...idle, ...cut].map((element) => element.outerHTML.slice(0, 120)).slice(0, 8);
  });
}
