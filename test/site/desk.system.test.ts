import { readFileSync } from 'node:fs';
import path from 'node:path';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { measured } from '../../site/src/report/intervals.ts';
import { showNumber } from '../../site/src/report/text.ts';
import { verdictOf } from '../../src/claims/judgement.ts';
import { matrixSchema } from '../../src/claims/matrixRecord.ts';
import { QUOTES } from '../../src/claims/quotes.ts';
import { claimsFileSchema } from '../../src/claims/record.ts';
import { thresholdsOf, withThreshold } from '../../src/claims/threshold.ts';
import { root } from './artifacts.ts';
import { builtSite } from './built.ts';
import { openSite } from './openSite.ts';
import { visit } from './visit.ts';

const read = (name: string) => JSON.parse(readFileSync(path.join(root, 'artifacts', 'paper', name), 'utf8'));
const { claims } = claimsFileSchema.parse(read('claims.json'));
const matrix = matrixSchema.parse(read('readings.json'));
const folder = await builtSite('paper');
const { browser, site } = await openSite(folder);
const pageOf = (id: string) =>
  new JSDOM(readFileSync(path.join(folder, 'claims', id, 'index.html'), 'utf8')).window.document;
const text = (element: Element | null | undefined) => element?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '';
/** Letters and digits. */
const plain = (words: string) => words.replaceAll(/[^a-z0-9]+/gi, '').toLowerCase();

describe.each(claims.map((claim) => [claim.id, claim] as const))('the page of claim %s', (id, claim) => {
  const document = pageOf(id);

  test("has the paper's words, our rule, the verdict and a way to dispute it", () => {
    expect(plain(text(document.querySelector('blockquote')))).toBe(plain(QUOTES[id].replaceAll('_', '')));
    expect(text(document.querySelector('.desk-verdict .verdict'))).toBe(claim.verdict);
    expect(plain(text(document.querySelector('[aria-labelledby="rule"] p'))).length).toBeGreaterThan(20);
    expect(document.querySelector('[aria-labelledby="paper"] a')?.getAttribute('href')).toMatch(/^https:/);
    expect(text(document.querySelector('.desk-files'))).toContain('src/claims/');
    expect(text(document.querySelector('[aria-labelledby="check"]'))).toContain(`npm run explain -- ${id}`);
    expect(document.querySelector('.lab-only, a.go[href*="lab/"]')).not.toBeNull();
  });

  test('draws every interval at its numbers', () => {
    const three = (value: number) => showNumber(Number(value.toPrecision(3)));
    const lines = [...document.querySelectorAll('[aria-labelledby="found"] .intervals tbody tr')];
    const expected = measured(claim);
    expect(lines.map((line) => [text(line.querySelector('.numeric')), text(line.querySelector('.ends'))])).toEqual(
      expected.map(({ value, low, high }) => [three(value), `${three(low)} to ${three(high)}`]),
    );
    lines.forEach((line, i) => {
      const style = line.querySelector('.strip span')?.getAttribute('style') ?? '';
      const [low, right, value] = ['--l', '--h', '--v'].map((name) =>
        Number(new RegExp(`${name}:([-\\d.]+)`).exec(style)?.[1]),
      );
      const high = 100 - right;
      const width = expected[i].high - expected[i].low;
      // Places are rounded to a tenth of a per cent.
      const share = width === 0 ? 0 : (expected[i].value - expected[i].low) / width;
      expect(Math.abs(value - (low + share * (high - low)))).toBeLessThanOrEqual(0.11 * (1 + Math.abs(share)));
    });
  });

  test('has the evidence under every reading that was run', () => {
    const row = matrix.claims.find((one) => one.id === id);
    const run = matrix.columns.filter((column) => column.run);
    for (const { name } of run) {
      const article = document.getElementById(`evidence-${id}-${name}`.replaceAll('.', '-'));
      const verdict = text(article?.querySelector('.evidence-verdict > :first-child')).replace('–', '').trim();
      expect(verdict, name).toBe(row?.cells[name].verdict);
    }
    expect(document.querySelectorAll('.evidence')).toHaveLength(run.length + 1);
  });

  test('has a slider for every threshold of its rule, and says where the verdict turns', () => {
    const thresholds = thresholdsOf(claim.parts);
    const sliders = [...document.querySelectorAll('[data-threshold]')];
    expect(sliders.map((slider) => Number(slider.getAttribute('data-rule')))).toEqual(
      thresholds.map(({ value }) => value),
    );
    expect(document.querySelectorAll('.turn-list').length).toBe(thresholds.length);
  });
});

describe('a threshold', () => {
  test('that is moved judges the claim again by the code of the pipeline, and can be linked', async () => {
    const claim = claims.find(({ id }) => id === '3a.1')!;
    const { page, troubles, close } = await visit(browser, site, 'claims/3a.1/', { width: 390 });
    const thresholds = thresholdsOf(claim.parts);
    // Where each key takes a threshold, by the verdict there.
    const seen = new Map<string, { index: number; key: string }>();
    const turned = async () => (await page.locator('[data-turned]').textContent())?.trim();
    for (const threshold of thresholds) {
      const slider = page.locator(`[data-threshold="${threshold.index}"]`);
      for (const key of ['Home', 'End']) {
        await slider.focus();
        await page.keyboard.press(key);
        const value = Number(await slider.inputValue());
        const expected = verdictOf(withThreshold(claim.parts, threshold, value));
        await expect.poll(turned).toBe(expected);
        seen.set(expected, { index: threshold.index, key });
      }
      await page.getByRole('button', { name: 'Restore the rule' }).click();
      await expect.poll(turned).toBe(claim.verdict);
    }
    expect(seen.size).toBeGreaterThan(1);
    const [verdict, { index, key }] = [...seen].find(([word]) => word !== claim.verdict)!;
    await page.locator(`[data-threshold="${index}"]`).focus();
    await page.keyboard.press(key);
    await expect.poll(turned).toBe(verdict);
    await expect.poll(() => new URL(page.url()).search).toContain(`threshold.${index}=`);
    await page.reload();
    await expect.poll(turned).toBe(verdict);
    expect(troubles).toEqual([]);
    await close();
  });
});
