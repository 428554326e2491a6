import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from '../../bench/chromium.ts';
import { compareRevisions } from '../../pipeline/compare/compare.ts';
import { warn } from '../../pipeline/compare/warning.ts';
import { writeComparison } from '../../pipeline/compare/write.ts';
import { study } from '../../pipeline/study.ts';
import type { RuleChange } from '../../src/comparison/change.ts';
import { ROOT } from '../pipeline/checkout.ts';
import { makeResults } from '../pipeline/results.ts';
import { ACCESSIBLE, violations } from './accessibility.ts';
import { serve } from './serve.ts';
import { type Served, straySpaces, unfold, visit } from './visit.ts';

const RUNS = ['paper', 'paper_as-coded', 'quick_as-coded', 'smoke'];
/** A rule that judges the tables of many runs otherwise. */
const RULE: RuleChange = {
  id: '3a.2',
  statement: 'It holds.',
  before: 'below 2',
  after: 'below 1.2',
  thresholds: [],
  numbers: [],
  verdicts: RUNS.flatMap((profile) =>
    [null, 'bits-half'].map((reading) => ({ profile, reading, tables: 'head', before: 'reproduced', after: 'partly' })),
  ),
};

// A verdict, the numbers of a curve, a drawing and a parameter changed, in the results of this project.
let folder: string;
let site: Served;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'modular-growth-diff-'));
  const results = await makeResults();
  try {
    const figures = 'artifacts/quick/figures';
    results.edit(`${figures}/3a.csv`, (text) =>
      text.replace(
        /^(mean,modular,(?:5|15),connections,,[\d.]+,)([\d.]+)/gm,
        (_, start, solved) => `${start}${solved * 0.8}`,
      ),
    );
    results.edit(`${figures}/3a.svg`, (text) =>
      text.replaceAll('#d76f04', '#1a7f5a').replace('</svg>', '<rect x="300" y="60" width="160" height="120"/></svg>'),
    );
    results.edit(`${figures}/2b.svg`, (text) => text.replace('</svg>', '<circle cx="200" cy="150" r="30"/></svg>'));
    results.edit('artifacts/quick/claims.json', (text) =>
      text.replace(/^( {6}"verdict": )"reproduced"/m, '$1"partly"'),
    );
    results.edit('params.yaml', (text) => text.replace('warmUp: 100 ', 'warmUp: 120 '));
    const compared = await compareRevisions({ study, root: results.root, base: 'base' });
    const { rules, warnings } = compared.comparison;
    rules.changes.push(RULE);
    for (const run of RUNS)
      warn(warnings, { text: warnings[0].text, cases: [`${run}: it was not run`], remake: [run] });
    await writeComparison(compared, ROOT, folder, true);
  } finally {
    results.remove();
  }
  site = await serve(folder, { base: '/below/' });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const PAGES = ['index.html', 'quick.html'];
const panel = (page: Page) => page.locator('#panel-3a');
/** The drawings of panel 3a as they are seen. */
const seen = async (page: Page) => (await panel(page).locator('.compare-stage').screenshot()).toString('base64');

describe('the pages of a comparison', () => {
  it.each(PAGES.flatMap((address) => [1440, 390].map((width) => [address, width] as const)))(
    '%s stands at %i pixels in both themes: no error, nothing foreign, accessible, nothing past the edge',
    async (address, width) => {
      const { page, troubles, close } = await visit(browser, site, address, { width });
      await unfold(page);
      const past = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      expect(past).toBeLessThanOrEqual(0);
      expect(await straySpaces(page)).toEqual([]);
      expect(await violations(page)).toEqual(ACCESSIBLE);
      expect(troubles).toEqual([]);
      await close();
    },
  );

  it('link changes to panels', async () => {
    const { page, troubles, close } = await visit(browser, site, 'index.html');
    expect(await page.locator('h1').innerText()).toMatch(
      /1 verdict moved, 1 panel with other data, 1 panel only drawn/,
    );
    await page.getByRole('link', { name: '3a', exact: true }).click();
    expect(page.url()).toContain('quick.html#panel-3a');
    expect(await panel(page).locator('.change').innerText()).toContain('Largest change');
    expect(await page.locator('#panel-2b .change').innerText()).toBe('Data same, drawing changed.');
    expect(troubles).toEqual([]);
    await close();
  });

  it('tell rules first, then each warning once, with all that it holds for and commands that no line end parts', async () => {
    for (const width of [1440, 390]) {
      const { page, close } = await visit(browser, site, 'index.html', { width });
      const headings = await page.locator('main h2').allInnerTexts();
      expect(headings.slice(0, 2)).toEqual(['Changed rules', 'Notes']);
      await unfold(page);
      const text = await page.locator('main').innerText();
      expect(text).not.toMatch(/and \d+ more/);
      for (const run of RUNS) {
        expect(text).toContain(`on the tables of ${run} under bits-half (head): reproduced → partly`);
        expect(text.split(`${run}: it was not run`)).toHaveLength(2);
      }
      expect(text.match(/were not run again/g)).toHaveLength(1);
      const commands = page.locator('.commands li');
      expect(await commands.allInnerTexts()).toContain('npm run reproduce -- --profile quick --protocol as-coded');
      const whole = page.locator('.word');
      const options = (await whole.allInnerTexts()).filter((word) => word.includes('--profile'));
      expect(options.length).toBe(text.match(/--profile/g)?.length);
      expect(options.length).toBeGreaterThanOrEqual(RUNS.length);
      const lines = await whole.evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(one).lineHeight)),
      );
      expect(Math.max(...lines)).toBeLessThan(1.5);
      await close();
    }
  });

  it('need no server', async () => {
    for (const address of PAGES) {
      const links = readFileSync(join(folder, address), 'utf8').matchAll(/(?:href|src)="([^"]*)"/g);
      for (const [, link] of links) expect(link).toMatch(/^(\.\/|#|data:image\/svg)/);
    }
  });
});

describe('two drawings over each other', () => {
  it('swipe and onion skin work by keyboard', async () => {
    const { page, troubles, close } = await visit(browser, site, 'quick.html');
    const range = panel(page).getByRole('slider');
    expect(await range.isVisible()).toBe(false);
    await panel(page).getByRole('radio', { name: 'side by side' }).focus();
    for (const mode of ['swipe', 'onion skin']) {
      await page.keyboard.press('ArrowRight');
      expect(await panel(page).getByRole('radio', { name: mode }).isChecked()).toBe(true);
      await range.waitFor();
      const middle = await seen(page);
      await page.keyboard.press('Tab');
      expect(await range.evaluate((element) => element === document.activeElement)).toBe(true);
      await page.keyboard.press('Home');
      const before = await seen(page);
      await page.keyboard.press('End');
      const after = await seen(page);
      expect(new Set([before, middle, after]).size, mode).toBe(3);
      await page.keyboard.press('Shift+Tab');
    }
    expect(troubles).toEqual([]);
    await close();
  });

  it('pixels that differ are counted in words', async () => {
    const { page, troubles, close } = await visit(browser, site, 'quick.html');
    await panel(page).getByRole('radio', { name: 'pixel difference' }).check();
    await panel(page)
      .getByText(/% of the pixels differ\./)
      .waitFor();
    expect(await panel(page).locator('canvas').isVisible()).toBe(true);
    expect(troubles).toEqual([]);
    await close();
  });

  it('are swiped by dragging too', async () => {
    const { page, troubles, close } = await visit(browser, site, 'quick.html');
    await panel(page).getByRole('radio', { name: 'swipe' }).check();
    const stage = panel(page).locator('.compare-stage');
    await stage.scrollIntoViewIfNeeded();
    const { x, y, width } = (await stage.boundingBox())!;
    await page.mouse.move(x + width / 2, y + 60);
    await page.mouse.down();
    await page.mouse.move(x + width / 4, y + 60);
    await page.mouse.up();
    expect(await panel(page).getByRole('slider').inputValue()).toBe('75');
    expect(troubles).toEqual([]);
    await close();
  });

  it('mark differing pixels without a server', async () => {
    const page = await browser.newPage();
    await page.goto(`${pathToFileURL(folder).href}/quick.html`);
    const redrawn = page.locator('#panel-2b');
    await redrawn.getByRole('radio', { name: 'pixel difference' }).check();
    await redrawn.getByText(/% of the pixels differ\./).waitFor();
    const marked = await redrawn.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d', { willReadFrequently: true })!.getImageData(0, 0, width, height);
      const places: [number, number][] = [];
      for (let at = 0; at < data.length; at += 4) {
        // Blue, orange and purple are the marks; what is the same is paler than all of them.
        const [low, high] = [Math.min(...data.slice(at, at + 3)), Math.max(...data.slice(at, at + 3))];
        if (low < 80 && high - low > 60) places.push([(at / 4) % width, Math.floor(at / 4 / width)]);
      }
      return places;
    });
    // The circle that was added, of radius 30 around 200, 150, at two pixels of the canvas for each of the drawing.
    expect(marked.length).toBeGreaterThan(0.8 * Math.PI * 60 ** 2);
    for (const [x, y] of marked) expect(Math.hypot(x - 400, y - 300)).toBeLessThan(62);
    await page.close();
  });

  it('stand side by side without JavaScript', async () => {
    const { page, close } = await visit(browser, site, 'quick.html', { javaScriptEnabled: false });
    const boxes = await Promise.all(
      ['before', 'after'].map((side) => panel(page).locator(`[data-side=${side}] img`).boundingBox()),
    );
    expect(boxes[0]?.width).toBeGreaterThan(300);
    expect(boxes[1]?.y).toBe(boxes[0]?.y);
    expect(boxes[1]?.x).toBeGreaterThan((boxes[0]?.x ?? 0) + (boxes[0]?.width ?? 0));
    expect(await panel(page).getByRole('slider').isVisible()).toBe(false);
    await close();
  });
});
