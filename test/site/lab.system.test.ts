import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { bitsOf } from '../../site/src/browser/lab/source.ts';
import { compileKernel } from '../../src/engine/simd/engine.ts';
import type { LiveStep } from '../../src/lab/live.ts';
import { Specimen } from '../../src/lab/specimen.ts';
import { openLibrary } from '../lab/archive.ts';
import { ACCESSIBLE, violations } from './accessibility.ts';
import { BASE, builtSite } from './built.ts';
import { openSite } from './openSite.ts';
import { compressed, type Visit, visit } from './visit.ts';

const library = openLibrary('quick');
const [MODULAR, OTHER] = ['modular-05-seed-1', 'non-modular-020-seed-1'];
/** The smallest pair, two steps into its curriculum: quick to open. */
const SMALL = '#lab=1&net=5-20&N=4';

const folder = await builtSite('quick');
const { browser, site } = await openSite(folder, { base: BASE });

/** Waits for a state of the page, never for a time. */
const soon = <T>(shown: () => T) => expect.poll(shown);

/** The open lab, once both networks have the state of the address and their accuracy is drawn. */
async function open(fragment = SMALL, options: Parameters<typeof visit>[3] = {}): Promise<Visit> {
  const opened = await visit(browser, site, `lab/${fragment}`, options);
  await settled(opened.page);
  return opened;
}

async function settled(page: Page): Promise<void> {
  await page.locator('[data-lab][data-open][data-settled="true"][data-estimated]').waitFor({ timeout: 300_000 });
}

/** The rows of the table of all heads. */
function table(page: Page): Promise<string[][]> {
  return page
    .locator('[data-table] tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}

/** The same rows from the newest steps of both networks in Node. */
function expectedTable(steps: { tasks: number[]; step: LiveStep }[]): string[][] {
  const tasks = [...new Set(steps.flatMap(({ tasks }) => tasks))].sort((a, b) => a - b);
  return tasks.map((N) => [
    String(N),
    ...steps.flatMap(({ tasks: heads, step }) => {
      const k = heads.indexOf(N);
      if (!step.counts[k]) return ['too few bits', ''];
      const right = step.answers[k] === step.truth[k] ? 'right' : 'wrong';
      return [`${step.answers[k] ? 'odd' : 'even'}, ${right}`, `${Math.round(100 * step.running[k])}%`];
    }),
  ]);
}

describe('the page of the lab', () => {
  test('gives the answers of the engine in Node', async () => {
    const { page, troubles, close } = await open('#lab=1&net=5-20&N=4&fed=s40');
    await page.getByText('Every head as a table').click();
    await page.getByRole('button', { name: 'Feed 1' }).click();
    await page.getByRole('button', { name: 'Feed 0' }).click();
    await page.locator('[data-typed]').fill('1101');
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await page.locator('[data-lab][data-fed="47"]').waitFor();

    const bits = bitsOf([{ stream: 40 }, { typed: '101101' }, { stream: 1 }], 0);
    const compiled = await compileKernel();
    const steps = await Promise.all(
      [MODULAR, OTHER].map(async (network) => {
        const specimen = await Specimen.open(compiled, library, { network, N: 4 });
        return { tasks: specimen.opened.tasks, step: specimen.step(bits).at(-1) as LiveStep };
      }),
    );
    await soon(() => table(page)).toEqual(expectedTable(steps));
    expect(await page.locator('[data-answers]').textContent()).toMatch(
      /^N = 4: the last 4 bits hold \d ones?, (odd|even)\./,
    );
    expect(troubles).toEqual([]);
    await close();
  });

  test('redraws the accuracy by task under noise', async () => {
    const { page, close } = await open();
    const curve = page.locator('[data-by-task] svg');
    const before = await curve.innerHTML();
    await page.locator('[data-eps="recurrent"]').focus();
    await page.keyboard.press('End');
    await soon(() => curve.innerHTML()).not.toBe(before);
    const specimen = await Specimen.open(await compileKernel(), library, { network: MODULAR, N: 4 });
    const { epsilons } = (await library.index()).perturbation;
    specimen.intervene({ epsilons: { recurrent: epsilons[epsilons.length - 1] }, lesions: [], draw: 0 });
    await soon(() => page.locator('[data-by-task-summary]').textContent()).toContain(
      `Modular: ${specimen.estimate().solved} of 3 tasks`,
    );
    await page.keyboard.press('h');
    await soon(() => curve.innerHTML()).toBe(before);
    await close();
  });

  test('trains a module to the published bytes', async () => {
    const { page, troubles, close } = await open();
    const { steps } = await library.record(MODULAR);
    const published = steps.find(({ N }) => N === 5)?.sha256 ?? 'none';
    await page.getByRole('button', { name: 'Train the module for N = 5' }).click();
    await soon(() => page.locator('[data-grown]').textContent()).toContain(
      `SHA-256 ${published.slice(0, 16)}…: same bytes as published.`,
    );
    expect(troubles).toEqual([]);
    await close();
  });

  test('opens at N = 5 with its last bits fed, and plays', async () => {
    const { page, troubles, close } = await open('', { reducedMotion: 'no-preference' });
    expect(await page.locator('[data-N-shown]').textContent()).toBe('5');
    expect(await page.locator('[data-lab]').getAttribute('data-playing')).toBe('true');
    await soon(async () => Number(await page.locator('[data-lab]').getAttribute('data-fed'))).toBeGreaterThan(8);
    const still = await open('');
    expect(await still.page.locator('[data-lab]').getAttribute('data-fed')).toBe('8');
    expect(await still.page.locator('[data-lab]').getAttribute('data-playing')).not.toBe('true');
    expect([...troubles, ...still.troubles]).toEqual([]);
    for (const one of [close, still.close]) await one();
  });

  test('sets itself up for each thing to try, and says what to look for', async () => {
    const { page, troubles, close } = await open();
    for (const name of ['feed', 'silence', 'damage', 'grow']) {
      await page.locator(`[data-mission="${name}"]`).click();
      expect(await page.locator(`[data-caption="${name}"]`).isVisible()).toBe(true);
      expect(await page.locator('[data-caption]:visible').count()).toBe(1);
      expect(await page.locator('[data-wanted]').count()).toBe(1);
      await settled(page);
    }
    expect(await page.locator('[data-growth]').inputValue()).toBe('recurrent-random-feedforward-random');
    expect(troubles).toEqual([]);
    await close();
  });

  test('runs a module that was trained in the page with the network that it belongs to', async () => {
    const { page, troubles, close } = await open('#lab=1&net=5-20&N=3&fed=s30');
    await page.getByText('Every head as a table').click();
    await soon(() => table(page).then((rows) => rows.length)).toBe(2);
    await page.getByRole('button', { name: 'Train the module for N = 4' }).click();
    await soon(() => page.locator('[data-grow-joined]').textContent()).toContain('N = 4 now runs');
    await soon(() => table(page).then((rows) => rows.length)).toBe(3);
    expect(troubles).toEqual([]);
    await close();
  });

  test('names what it shows, with a slider and its effect on one screen of a phone', async () => {
    const { page, close } = await open(SMALL, { width: 390 });
    for (const name of ['recurrent', 'feedforward', 'tau']) {
      const label = page.locator(`label[for="lab-eps-${name}"]`);
      expect((await label.innerText()).length).toBeGreaterThan(10);
    }
    expect(await page.locator('label[for="lab-eps-feedforward"]').innerText()).toMatch(/modular network alone/);
    const slider = await page.locator('[data-eps="recurrent"]').boundingBox();
    const chart = await page.locator('[data-by-task] svg').boundingBox();
    expect(chart!.y + chart!.height - slider!.y).toBeLessThan(844);
    await close();
  });

  test('closes its keys by Escape, back to their button', async () => {
    const { page, close } = await open();
    await page.getByRole('button', { name: 'Keys' }).click();
    expect(await page.locator('[data-keys-list]').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('[data-keys-list]').isVisible()).toBe(false);
    expect(await page.locator('[data-keys]').evaluate((button) => button === document.activeElement)).toBe(true);
    await close();
  });

  test('computes a curve equal to the archived one', async () => {
    const { page, close } = await open('#lab=1&net=5-20&N=4&curve=tau');
    await page.getByRole('button', { name: 'Compute this curve again' }).click();
    const answers = page.locator('[data-rederived]');
    await soon(() => answers.textContent()).toMatch(
      /^Modular: (\d+) of \1 points equal the archive's, to 6 digits\. Non-modular: (\d+) of \2 points/,
    );
    await close();
  });

  test('keeps its state in the address', async () => {
    const { page, close } = await open();
    await page.locator('[data-N-less]').click();
    await page.locator('[data-canvas]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('x');
    await page.locator('[data-estimated*="m2.1"]').waitFor();
    for (const key of ['s', 's', '1', '0', 's']) await page.keyboard.press(key);
    await page.locator('[data-lab][data-fed="5"]').waitFor();
    await page.locator('[data-speed]').selectOption('10');
    await soon(() => page.evaluate(() => location.hash)).toBe(
      '#lab=1&net=5-20&N=3&task=3&fed=s2t10s1&cut=m2.1&speed=10',
    );
    const answers = await page.locator('[data-answers]').textContent();
    await page.reload();
    await settled(page);
    expect(await page.locator('[data-N-shown]').textContent()).toBe('3');
    expect(await page.locator('[data-lesions]').textContent()).toContain('neuron 1 of module 2');
    expect(await page.locator('[data-speed]').inputValue()).toBe('10');
    expect(await page.locator('[data-answers]').textContent()).toBe(answers);
    await page.getByRole('button', { name: 'Reset' }).click();
    expect(await page.evaluate(() => location.hash)).toBe('');
    await close();
  });

  test('reports invalid values of an address', async () => {
    const { page, close } = await open('#lab=1&net=5-20&N=4&eps=7&seed=99&cut=m4.9');
    const note = await page.locator('[data-note]').textContent();
    expect(note).toContain('eps=7');
    expect(note).toContain('no seed 99');
    expect(note).toContain('no neuron 9 of module 4');
    expect(await page.locator('[data-N-shown]').textContent()).toBe('4');
    await close();
  });

  test('works by keyboard alone', async () => {
    const { page, troubles, close } = await open();
    await page.locator('[data-play]').focus();
    const state = (name: string) => page.locator('[data-lab]').getAttribute(`data-${name}`);
    await page.keyboard.press('1');
    await soon(() => state('fed')).toBe('1');
    await page.keyboard.press('s');
    await soon(() => state('fed')).toBe('2');
    await page.keyboard.press(' ');
    expect(await state('playing')).toBe('true');
    await soon(async () => Number(await state('fed'))).toBeGreaterThan(3);
    await page.keyboard.press(' ');
    expect(await state('playing')).toBe('false');
    await page.keyboard.press('[');
    await soon(() => page.locator('[data-N-shown]').textContent()).toBe('3');
    await page.locator('[data-canvas]').focus();
    await page.keyboard.press('ArrowDown');
    await soon(() => page.locator('[data-cursor]').textContent()).toMatch(/^Neuron 2 of module 1/);
    await page.keyboard.press('m');
    await soon(() => page.locator('[data-lesions]').textContent()).toContain('module 1');
    await page.keyboard.press('?');
    expect(await page.locator('[data-keys-list]').isVisible()).toBe(true);
    // A field for text takes its keys for itself.
    const fed = Number(await state('fed'));
    await page.locator('[data-typed]').focus();
    await page.keyboard.press('s');
    expect(Number(await state('fed'))).toBe(fed);
    expect(troubles).toEqual([]);
    await close();
  });

  test('shows two drawings without JavaScript', async () => {
    const { page, troubles, close } = await visit(browser, site, 'lab/', { javaScriptEnabled: false });
    expect(await page.locator('[data-lab]').isVisible()).toBe(false);
    expect(await page.locator('[data-lab-static]').textContent()).toMatch(/needs JavaScript/);
    expect(await page.locator('[data-lab-static] .wide svg:visible').count()).toBe(2);
    expect(troubles).toEqual([]);
    await close();
  });

  test('explains why it needs WebAssembly', async () => {
    const context = await browser.newContext();
    await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
    const page = await context.newPage();
    await page.goto(`${site.address}lab/`);
    await soon(() => page.locator('[data-lab-trouble]').textContent()).toMatch(/does not run WebAssembly/);
    expect(await page.locator('[data-lab]').isVisible()).toBe(false);
    expect(await page.locator('[data-lab-static]').isVisible()).toBe(true);
    await context.close();
  });

  test('loads under 150 kB of scripts and one pair', async () => {
    const { requests, close } = await open('');
    const scripts = requests.filter((file) => file.endsWith('.js'));
    expect(compressed(folder, scripts)).toBeLessThan(150_000);
    const networks = requests.filter((file) => file.endsWith('.safetensors'));
    expect(new Set(networks.map((file) => file.split('/').at(-2))).size).toBe(2);
    await close();
  });

  test.each([1440, 390])('is accessible at %i pixels in both themes', async (width) => {
    const { page, troubles, close } = await open('#lab=1&net=5-20&N=4&fed=s40&eps=1,0,0&cut=m2', { width });
    await page.getByRole('button', { name: 'Keys' }).click();
    await page.getByText('Every head as a table').click();
    const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    expect(await page.evaluate(overflow)).toBe(0);
    expect(await violations(page)).toEqual(ACCESSIBLE);
    expect(troubles).toEqual([]);
    await close();
  });
});
