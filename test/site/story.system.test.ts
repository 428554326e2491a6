import { readFileSync } from 'node:fs';
import path from 'node:path';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { parity, stream } from '../../site/src/report/parity.ts';
import { steps } from '../../site/src/report/story.ts';
import { claims as known } from '../../src/claims/index.ts';
import { panelOf } from '../../src/figures/index.ts';
import { artifactsForTests } from './artifacts.ts';
import { BASE, builtSite } from './built.ts';
import { openSite } from './openSite.ts';

const folder = await builtSite('quick');
const story = new JSDOM(readFileSync(path.join(folder, 'index.html'), 'utf8')).window.document;
const { browser, site } = await openSite(folder, { base: BASE });

describe('the story', () => {
  test('has every claim once and a panel per step', () => {
    const named = steps.flatMap(({ claims, also }) => [...claims, ...also]);
    expect([...named].sort()).toEqual(known.map(({ id }) => id).sort());
    for (const { panel } of steps) expect(panelOf(panel), panel).toBeDefined();
  });

  test('shows the verdicts of claims.json', () => {
    const { artifacts } = artifactsForTests(path.join(folder, 'unused'));
    const { claims } = JSON.parse(readFileSync(path.join(artifacts, 'claims.json'), 'utf8')) as {
      claims: { id: string; verdict: string }[];
    };
    const verdicts = new Map(claims.map(({ id, verdict }) => [id, verdict]));
    for (const step of steps) {
      const section = story.querySelector(`section[aria-labelledby="${step.id}"]`)!;
      expect(section.querySelector(`[data-panel="${step.panel}"], .missing`), step.id).not.toBeNull();
      const shown = [...section.querySelectorAll('.claim-note')].map((note) => [
        note.querySelector('.claim-id')?.textContent,
        note.getAttribute('data-verdict'),
      ]);
      expect(shown).toEqual([...step.claims, ...step.also].map((id) => [id, verdicts.get(id)]));
    }
    const counted = [...story.querySelectorAll('.tally > li')].map((part) => [
      part.getAttribute('data-verdict'),
      Number(part.querySelector('.tally-count')?.textContent),
    ]);
    // Each leads to the claims that it counts.
    for (const part of story.querySelectorAll('.tally > li')) {
      const query = part.querySelector('a')?.getAttribute('href')?.split('?')[1];
      expect(new URLSearchParams(query).get('verdict')).toBe(part.getAttribute('data-verdict'));
    }
    expect(
      [...story.querySelectorAll('.failed a')].map((link) => link.getAttribute('href')?.split('/').at(-2)),
    ).toEqual(claims.filter(({ verdict }) => verdict === 'not reproduced').map(({ id }) => id));
    expect(counted.reduce((sum, [, n]) => sum + Number(n), 0)).toBe(claims.length);
    for (const [verdict, n] of counted) expect(n).toBe(claims.filter((claim) => claim.verdict === verdict).length);
  });

  test('opens with a growing network and its description', () => {
    const label = story.querySelector('.growth')?.getAttribute('aria-label') ?? '';
    expect(label).toContain(`The bit stream ${stream.join(' ')}`);
    for (const N of [2, 3, 4, 5])
      expect(label).toMatch(new RegExp(`last ${N} bits: ([01], right|[01], wrong, it is ${parity(stream, N).answer})`));
  });

  test('runs the network on the bits of the reader, from the first screen on', async () => {
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.goto(`${site.address}`);
      const hero = page.locator('[data-hero]');
      await hero.and(page.locator('[data-live]')).waitFor({ state: 'attached' });
      const bits = [...stream];
      for (const bit of [1, 1, 0, 1] as const) {
        const button = hero.getByRole('button', { name: String(bit), exact: true });
        expect((await button.boundingBox())!.y, 'on the first screen').toBeLessThan(viewport.height);
        await button.click();
        bits.push(bit);
        const rows = await hero.locator('[data-row]').evaluateAll((all) =>
          all.map((row) => ({
            N: Number((row as SVGElement).dataset.row),
            bits: [...row.querySelectorAll('.bit text')].map((text) => Number(text.textContent)),
            answer: Number(row.querySelector('[data-answer] text')?.textContent),
            wrong: row.querySelector('[data-answer]')?.classList.contains('wrong'),
          })),
        );
        for (const { N, bits: shown, answer, wrong } of rows) {
          expect(shown).toEqual(bits.slice(-shown.length));
          expect(wrong, `N = ${N}`).toBe(answer !== parity(bits, N).answer);
        }
      }
      await context.close();
    }
  });

  test('plays at once, and pauses', async () => {
    const context = await browser.newContext({ reducedMotion: 'no-preference' });
    const page = await context.newPage();
    await page.goto(`${site.address}`);
    const pause = page.locator('[data-hero] [data-play]');
    await expect.poll(() => pause.textContent()).toContain('Pause');
    const first = () => page.locator('[data-hero] [data-row="2"] .bit').allTextContents();
    const before = await first();
    await expect.poll(first).not.toEqual(before);
    await pause.click();
    expect(await pause.textContent()).toContain('Play');
    await context.close();
  });

  test('is static under reduced motion', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${site.address}`);
    const parts = await page
      .locator('.growth .step')
      .evaluateAll((all) => all.map((part) => [getComputedStyle(part).opacity, getComputedStyle(part).animationName]));
    expect(parts.length).toBeGreaterThan(40);
    expect(new Set(parts.map(String))).toEqual(new Set(['1,none']));
    await context.close();
  });

  test('finishes its animation within five seconds', async () => {
    const context = await browser.newContext({ reducedMotion: 'no-preference' });
    const page = await context.newPage();
    await page.goto(`${site.address}`);
    const ends = await page.evaluate(() =>
      document.getAnimations().map((motion) => Number(motion.effect?.getComputedTiming().endTime)),
    );
    expect(ends.length).toBeGreaterThan(0);
    expect(Math.max(...ends)).toBeLessThan(5000);
    await context.close();
  });
});

test('the menu works without scripts on a phone', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(`${site.address}`);
  const menu = page.getByRole('navigation', { name: 'Report' });
  const links = menu.getByRole('link');
  expect(await links.count()).toBe(0);
  await page.getByRole('button', { name: 'Menu' }).click();
  await menu.getByRole('link', { name: 'Figure 6', exact: true }).waitFor();
  expect(await links.count()).toBeGreaterThanOrEqual(13);
  await menu.getByRole('link', { name: 'Claims', exact: true }).click();
  expect(new URL(page.url()).pathname).toBe(`${BASE}claims/`);
  await context.close();
});

test('previews have their size, below 1 MB', () => {
  const names = ['story', 'claims', 'lab', ...[1, 2, 3, 4, 5, 6].map((figure) => `figure-${figure}`)];
  const pictures = names.map((name) => readFileSync(path.join(folder, 'preview', `${name}.png`)));
  for (const picture of pictures) {
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1200, 630]);
    // An empty sheet of one colour compresses to less than a fifth of this.
    expect(picture.length).toBeGreaterThan(20_000);
  }
  expect(pictures.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(1_000_000);
});

test('the 404 page links to the story', () => {
  const { document } = new JSDOM(readFileSync(path.join(folder, '404.html'), 'utf8')).window;
  expect(document.querySelector('h1')?.textContent).toBe('Page not found');
  expect(document.querySelector('main a')?.getAttribute('href')).toBe(BASE);
});
