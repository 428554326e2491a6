import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bitsOf } from '../../site/src/browser/lab/source.ts';
import { compileKernel } from '../../src/engine/simd/engine.ts';
import type { LiveStep } from '../../src/lab/live.ts';
import { Specimen } from '../../src/lab/specimen.ts';
import { openLibrary } from '../lab/archive.ts';
import { BASE, builtSite } from './built.ts';
import { launch } from './chromium.ts';
import { serve } from './serve.ts';
import { compressed, type Visit, visit } from './visit.ts';

const library = openLibrary('quick');
const [MODULAR, OTHER] = ['modular-05-seed-1', 'non-modular-020-seed-1'];
/** The smallest pair, two steps into its curriculum: quick to open. */
const SMALL = '#lab=1&net=5-20&N=4';

let browser: Browser;
let folder: string;
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  folder = await builtSite('based');
  site = await serve(folder, { base: BASE });
  browser = await launch();
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** What a page comes to show, however busy the machine is: a state is waited for, never a time. */
const soon = <T>(shown: () => T) => expect.poll(shown, { timeout: 170_000 });

/** The open lab, once both networks stand where the address says and their accuracy is drawn. */
async function open(fragment = SMALL, options: Parameters<typeof visit>[3] = {}): Promise<Visit> {
  const own = await visit(browser, site, `lab/${fragment}`, options);
  await settled(own.page);
  return own;
}

async function settled(page: Page): Promise<void> {
  await page.locator('[data-lab][data-open][data-settled="true"][data-estimated]').waitFor({ timeout: 60_000 });
}

/** What the table of all heads says, N by N: the two answers and how often they were right. */
function table(page: Page): Promise<string[][]> {
  return page
    .locator('[data-table] tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}

/** The same from the newest steps of both networks in Node. */
function expectedTable(steps: { tasks: number[]; step: LiveStep }[]): string[][] {
  const tasks = [...new Set(steps.flatMap((own) => own.tasks))].sort((a, b) => a - b);
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

describe('the page of the lab', { timeout: 240_000 }, () => {
  test('answers bit for bit as the engine does in Node, for bits of the stream and of the reader', async () => {
    const { page, troubles, close } = await open('#lab=1&net=5-20&N=4&fed=s40');
    await page.getByText('Every head as a table').click();
    await page.getByRole('button', { name: 'Feed 1' }).click();
    await page.getByRole('button', { name: 'Feed 0' }).click();
    await page.locator('[data-typed]').fill('1101');
    await page.getByRole('button', { name: 'Step' }).click();
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
    expect(await page.locator('[data-said]').textContent()).toMatch(
      /^N = 4: the last 4 bits hold \d ones?, (odd|even)\./,
    );
    expect(troubles).toEqual([]);
    await close();
  });

  test('redraws the accuracy by task when noise is put on weights, and gives it back when it is taken off', async () => {
    const { page, close } = await open();
    const curve = page.locator('[data-by-task] svg');
    const before = await curve.innerHTML();
    await page.locator('[data-eps="recurrent"]').focus();
    await page.keyboard.press('End');
    await soon(() => curve.innerHTML()).not.toBe(before);
    const specimen = await Specimen.open(await compileKernel(), library, { network: MODULAR, N: 4 });
    const { epsilons } = (await library.index()).perturbation;
    specimen.harm({ epsilons: { recurrent: epsilons[epsilons.length - 1] }, lesions: [], draw: 0 });
    await soon(() => page.locator('[data-by-task-said]').textContent()).toContain(
      `Modular: ${specimen.estimate().solved} of 3 tasks`,
    );
    await page.keyboard.press('h');
    await soon(() => curve.innerHTML()).toBe(before);
    await close();
  });

  test('trains a module to the bytes that are published', async () => {
    const { page, troubles, close } = await open();
    const { steps } = await library.record(MODULAR);
    const published = steps.find(({ N }) => N === 5)?.sha256 ?? 'none';
    await page.getByRole('button', { name: 'Grow the module of N = 5' }).click();
    await soon(() => page.locator('[data-grown]').textContent()).toContain(
      `SHA-256 ${published.slice(0, 16)}…: the same bytes as published.`,
    );
    expect(troubles).toEqual([]);
    await close();
  });

  test('derives a curve again and holds it against the archive', async () => {
    const { page, close } = await open('#lab=1&net=5-20&N=4&curve=tau');
    await page.getByRole('button', { name: 'Re-derive this curve' }).click();
    const said = page.locator('[data-rederived]');
    await soon(() => said.textContent()).toMatch(
      /^Modular: (\d+) of \1 points equal the archive's, to 6 digits\. Non-modular: (\d+) of \2 points/,
    );
    await close();
  });

  test('keeps its state in the address, through a reload', async () => {
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
    const said = await page.locator('[data-said]').textContent();
    await page.reload();
    await settled(page);
    expect(await page.locator('[data-N-shown]').textContent()).toBe('3');
    expect(await page.locator('[data-lesions]').textContent()).toContain('neuron 1 of module 2');
    expect(await page.locator('[data-speed]').inputValue()).toBe('10');
    expect(await page.locator('[data-said]').textContent()).toBe(said);
    await page.getByRole('button', { name: 'Reset' }).click();
    expect(await page.evaluate(() => location.hash)).toBe('');
    await close();
  });

  test('leaves out what an address cannot mean, and says so', async () => {
    const { page, close } = await open('#lab=1&net=5-20&N=4&eps=7&seed=99&cut=m4.9');
    const note = await page.locator('[data-note]').textContent();
    expect(note).toContain('eps=7');
    expect(note).toContain('no seed 99');
    expect(note).toContain('no neuron 9 of module 4');
    expect(await page.locator('[data-N-shown]').textContent()).toBe('4');
    await close();
  });

  test('is worked by the keyboard alone', async () => {
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

  test('without JavaScript says what it is, and shows the networks and what noise does to them', async () => {
    const { page, troubles, close } = await visit(browser, site, 'lab/', { javaScriptEnabled: false });
    expect(await page.locator('[data-lab]').isVisible()).toBe(false);
    expect(await page.locator('[data-lab-still]').textContent()).toMatch(/needs JavaScript/);
    expect(await page.locator('[data-lab-still] .wide svg:visible').count()).toBe(2);
    expect(troubles).toEqual([]);
    await close();
  });

  test('says what a browser lacks that runs no WebAssembly', async () => {
    const context = await browser.newContext();
    await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
    const page = await context.newPage();
    await page.goto(`${site.address}lab/`);
    await soon(() => page.locator('[data-lab-trouble]').textContent()).toMatch(/runs no WebAssembly/);
    expect(await page.locator('[data-lab]').isVisible()).toBe(false);
    expect(await page.locator('[data-lab-still]').isVisible()).toBe(true);
    await context.close();
  });

  test('loads little JavaScript, and the kernel and one pair of networks only', async () => {
    const { requests, close } = await open('');
    const scripts = requests.filter((file) => file.endsWith('.js'));
    expect(compressed(folder, scripts)).toBeLessThan(150_000);
    const networks = requests.filter((file) => file.endsWith('.safetensors'));
    expect(new Set(networks.map((file) => file.split('/').at(-2))).size).toBe(2);
    await close();
  });

  test.each([
    { width: 1440, colorScheme: 'light' },
    { width: 1440, colorScheme: 'dark' },
    { width: 390, colorScheme: 'light' },
  ] as const)('is accessible and fits at $width pixels, $colorScheme', async ({ width, colorScheme }) => {
    const { page, troubles, close } = await open('#lab=1&net=5-20&N=4&fed=s40&eps=1,0,0&cut=m2', {
      width,
      colorScheme,
    });
    await page.getByRole('button', { name: 'Keys' }).click();
    await page.getByText('Every head as a table').click();
    const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    expect(await page.evaluate(overflow)).toBe(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`)).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });
});
