import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { countedIn, crossedIn, ranked, shownOnCurve } from '../../site/src/report/specifications.ts';
import { VERDICTS } from '../../src/artifact/verdict.ts';
import { ACCESSIBLE, violations } from './accessibility.ts';
import { BASE, builtSite } from './built.ts';
import { madeUpMultiverse } from './madeUpMultiverse.ts';
import { asked, columns, counted, expected, last, multiverse, opened, tables } from './multiversePage.ts';
import { openSite } from './openSite.ts';
import { serve } from './serve.ts';
import { unfold, visit } from './visit.ts';

const { browser, site } = await openSite(await builtSite('protocols'), { base: BASE });

describe('the page of the multiverse', () => {
  test.each([1440, 390])('fits, is accessible in both themes and works at %i pixels', async (width) => {
    const { page, troubles, close } = await visit(browser, site, 'multiverse/', { width });
    await unfold(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, 'horizontal scroll').toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual(ACCESSIBLE);
    expect(troubles).toEqual([]);
    await close();
  });

  test('draws a column for each specification, with the verdict of every claim', async () => {
    const { page, close } = await visit(browser, site, 'multiverse/', { javaScriptEnabled: false });
    const drawn = page.locator('[data-columns] svg');
    expect(await drawn.getAttribute('role')).toBe('img');
    for (const { word } of VERDICTS) {
      // One path a row, with a square for each specification.
      const paths = drawn.locator(`[data-shown="${word}"]`);
      const squares = await paths.evaluateAll((all) => all.map((path) => path.getAttribute('d')).join(''));
      expect(squares.split('M').length - 1, word).toBe(columns.reduce((all, { counts }) => all + counts[word], 0));
    }
    await unfold(page);
    const rows = page.locator('.as-table tbody tr th');
    expect((await rows.allTextContents()).map((text) => text.trim())).toEqual(columns.map(({ id }) => id));
    expect(await page.locator('select:visible, input:visible').count()).toBe(0);
    await close();
  });

  test('opens any specification by a value of each choice, and keeps it in the address', async () => {
    const { page, close } = await visit(browser, site, 'multiverse/');
    for (const choice of crossedIn(multiverse))
      await page.locator(`#choice-${choice}`).selectOption(String(last.levels[choice]));
    expect(await opened(page)).toEqual(expected(last));
    expect(asked(page)).toBe(last.id);
    // No option of its command is broken over two lines.
    expect(await page.locator('.specification-command .word').allTextContents()).toContain('--profile');
    await page.reload();
    expect(await opened(page)).toEqual(expected(last));
    await close();
  });

  test('opens one by a column, by the slider from the keyboard, and by a row of the table', async () => {
    const { page, close } = await visit(browser, site, 'multiverse/');
    const drawn = page.locator('[data-columns]');
    const step = Number(await drawn.getAttribute('data-step'));
    await drawn.click({ position: { x: 1.5 * step, y: 60 } });
    expect(await opened(page)).toEqual(expected(columns[1]));
    const slide = page.getByRole('slider');
    await slide.focus();
    await page.keyboard.press('End');
    expect(await opened(page)).toEqual(expected(columns[columns.length - 1]));
    expect(await slide.getAttribute('aria-valuetext')).toContain(columns[columns.length - 1].id);
    await page.keyboard.press('ArrowLeft');
    expect(asked(page)).toBe(columns[columns.length - 2].id);
    await page.locator('.as-table summary').click();
    await page.locator('.as-table tbody a').first().click();
    expect(await opened(page)).toEqual(expected(columns[0]));
    await close();
  });

  test('says so of a specification that is not there', async () => {
    for (const id of ['9999999', '0', '<b>0</b>', '']) {
      const { page, troubles, close } = await visit(
        browser,
        site,
        `multiverse/?specification=${encodeURIComponent(id)}`,
      );
      expect(await page.locator('[data-unknown]').textContent()).toContain(`'${id}'`);
      expect(counted.map((one) => one.id)).toContain((await opened(page)).id);
      expect(troubles).toEqual([]);
      await close();
    }
  });

  test('says which panels a reader without scripts does not see, and where their data are', async () => {
    const { page, close } = await visit(browser, site, 'multiverse/', { javaScriptEnabled: false });
    expect(await page.locator('[data-panels]:visible').count()).toBe(0);
    const link = page.locator('.specification a[href$="multiverse-tables.json.gz"]');
    expect(await link.isVisible()).toBe(true);
    const packed = await (await page.request.get(new URL((await link.getAttribute('href'))!, page.url()).href)).body();
    const text = packed[0] === 0x1f ? gunzipSync(packed).toString() : packed.toString();
    expect(JSON.parse(text)).toEqual(tables);
    await close();
  });

  test('stands in the menu of the default protocol alone', async () => {
    const links = async (address: string) => {
      const { page, close } = await visit(browser, site, address);
      const found = await page.locator('a[href$="/multiverse/"]:not(.protocols a)').count();
      await close();
      return found;
    };
    expect(await links('claims/')).toBe(2);
    expect(await links('as-coded/claims/')).toBe(0);
    expect(await links('as-coded/multiverse/')).toBe(1);
  });
});

describe('the page of a multiverse as large as that of the paper profile', () => {
  test.each([1440, 390])(
    'scrolls its curve and tables alone at %i pixels, to the column that is open',
    async (width) => {
      const large = await serve(await builtSite('made-up'));
      const all = countedIn(madeUpMultiverse());
      const shown = ranked(shownOnCurve(madeUpMultiverse(), all));
      const target = shown[shown.length - 1];
      const { page, troubles, close } = await visit(browser, large, `multiverse/?specification=${target.id}`, {
        width,
      });
      await unfold(page);
      expect((await opened(page)).id).toBe(target.id);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      const [frame, chosen] = await Promise.all(
        ['.curve .scroll', '[data-chosen]'].map((place) => page.locator(place).boundingBox()),
      );
      expect(chosen!.x).toBeGreaterThanOrEqual(frame!.x - 1);
      expect(chosen!.x + chosen!.width).toBeLessThanOrEqual(frame!.x + frame!.width + 1);
      expect(troubles).toEqual([]);
      await close();
      await large.close();
    },
  );
});
