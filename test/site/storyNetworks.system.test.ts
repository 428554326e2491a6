import { describe, expect, test } from 'vitest';
import { streamBits } from '../../site/src/browser/lab/source.ts';
import { compileKernel } from '../../src/engine/simd/engine.ts';
import type { Intervention } from '../../src/lab/intervention.ts';
import { Specimen } from '../../src/lab/specimen.ts';
import { openLibrary } from '../lab/archive.ts';
import { openStory, soon } from './storyPage.ts';

const open = await openStory();
const library = openLibrary('quick');
const { pairs, perturbation } = await library.index();
const compiled = await compileKernel();
const openNetwork = (network: string) => Specimen.open(compiled, library, { network });
const openPair = () => Promise.all([pairs[0].modular, pairs[0].nonModular].map(openNetwork));
const solvedOf = (running: Iterable<number>) => [...running].filter((share) => share > perturbation.solvedAbove).length;

describe('the networks that run in the story', () => {
  test('load when they come into view, and answer under the noise of the keyboard as the engine does', async () => {
    const { page, requests, close } = await open();
    await page.locator('[data-build]:not(:empty)').waitFor({ state: 'attached' });
    expect(requests.filter((url) => url.includes('data/lab/'))).toEqual([]);
    const place = page.locator('[data-running-noise]');
    await place.scrollIntoViewIfNeeded();
    const shown = () => place.getAttribute('data-shown');
    await soon(shown).not.toBeNull();

    const specimens = await openPair();
    const next = streamBits(0);
    let taken = 0;
    const take = (count: number) => Array.from({ length: count }, () => next(taken++));
    const bits = take(Math.max(...specimens.map(({ opened }) => opened.tasks.at(-1) ?? 0)));
    for (const specimen of specimens) specimen.step(bits);
    const expected = (recurrent: number, feedforward: number) => {
      const fed = take(200);
      return specimens.map((specimen, i) => {
        specimen.intervene({ epsilons: i === 0 ? { recurrent, feedforward } : { recurrent }, lesions: [], draw: 0 });
        const running = specimen.step(fed).at(-1)?.running ?? new Float32Array();
        return `modular ${solvedOf(running)} of ${running.length} tasks`;
      });
    };
    const read = place.locator('[data-read]');
    const [recurrent, feedforward] = ['recurrent', 'feedforward'].map((name) => page.locator(`#running-${name}`));
    const first = perturbation.epsilons[Number(await recurrent.inputValue())];
    for (const part of expected(first, 0)) expect(await read.textContent()).toContain(part);
    await feedforward.focus();
    await page.keyboard.press('PageUp');
    const second = perturbation.epsilons[Number(await feedforward.inputValue())];
    expect(second).toBeGreaterThan(0);
    await soon(shown).toContain(` ${first} ${second}`);
    for (const part of expected(first, second)) expect(await read.textContent()).toContain(part);
    expect(await place.locator('.errors').getAttribute('d')).toContain('M');
    await place.getByRole('button', { name: 'Remove the noise' }).press('Enter');
    await soon(shown).toMatch(/ 0 0$/);
    for (const part of expected(0, 0)) expect(await read.textContent()).toContain(part);
    await close();
  });

  test('run with changed weights of one kind beside the unchanged network, as the engine does', async () => {
    const { page, close } = await open();
    const place = page.locator('[data-running-weights]');
    await place.scrollIntoViewIfNeeded();
    const shown = () => place.getAttribute('data-shown');
    await soon(shown).not.toBeNull();

    const next = streamBits(0);
    const solved = async (network: string, intervention: Partial<Intervention>) => {
      const specimen = await openNetwork(network);
      const { tasks } = specimen.opened;
      const last = tasks.at(-1) ?? 0;
      const only = intervention.only === undefined ? undefined : tasks.indexOf(intervention.only);
      specimen.intervene({ epsilons: {}, lesions: [], draw: 0, ...intervention, only });
      const running = specimen.step(Array.from({ length: last + 200 }, (_, t) => next(t))).at(-1)?.running ?? [];
      return { last, all: tasks.length, held: solvedOf(running) };
    };
    const check = async (network: string, ofKind: (kind: 'recurrent' | 'feedforward') => Partial<Intervention>) => {
      const recurrent = await solved(network, ofKind('recurrent'));
      const feedforward = await solved(network, ofKind('feedforward'));
      const intact = await solved(network, {});
      const text = await place.locator('[data-read]').textContent();
      expect(text).toContain(`still solves ${recurrent.held} of ${recurrent.all} tasks`);
      expect(text).toContain(`and ${feedforward.held} if`);
      expect(text).toContain(`unchanged, it solves ${intact.held}.`);
      return { recurrent: recurrent.held, feedforward: feedforward.held, last: intact.last };
    };
    const noise = place.locator('[data-epsilon]');
    const epsilon = async () => perturbation.epsilons[Number(await noise.inputValue())];
    const largest = pairs.at(-1)?.modular ?? '';
    const first = await epsilon();
    const { last } = await check(largest, (kind) => ({ epsilons: { [kind]: first } }));
    await noise.press('PageUp');
    const second = await epsilon();
    expect(second).toBeGreaterThan(first);
    await soon(shown).toContain(` ${second} all`);
    await check(largest, (kind) => ({ epsilons: { [kind]: second } }));
    await place.getByRole('radio', { name: 'the weights of the module before' }).check();
    await soon(shown).toContain(' copied all');
    expect(await noise.isDisabled()).toBe(true);
    await check(largest, (kind) => ({ copied: kind }));
    const module = place.locator('[data-module]');
    await module.press('End');
    await soon(shown).toContain(` copied ${last}`);
    await module.press('Home');
    await module.press('ArrowRight');
    await soon(shown).toContain(' copied 4');
    await check(largest, (kind) => ({ copied: kind, only: 4 }));
    await place.getByRole('radio').first().check();
    await soon(shown).toMatch(/^5-20 copied 4$/);
    await check(pairs[0].modular, (kind) => ({ copied: kind, only: 4 }));
    expect(await place.locator('[data-errors="feedforward"] .errors').getAttribute('d')).toContain('M');
    await close();
  });

  test('show which tasks survive without a kind of memory, and how long activity stays correlated', async () => {
    const { page, close } = await open();
    const place = page.locator('[data-running-memory]');
    await place.scrollIntoViewIfNeeded();
    const shown = () => place.getAttribute('data-shown');
    await soon(shown).toMatch(/^intact \d+$/);
    const protocol = JSON.parse((await place.getAttribute('data-running-memory')) ?? '');

    const specimens = await openPair();
    const next = streamBits(0);
    let taken = 0;
    const take = (count: number) => Array.from({ length: count }, () => next(taken++));
    const first = take(Math.max(...specimens.map(({ opened }) => opened.tasks.at(-1) ?? 0)));
    for (const specimen of specimens) specimen.step(first);
    const expected = async (disabled: Intervention['disabled'], N: number) => {
      const fed = take(200);
      const parts = specimens.map(async (specimen, i) => {
        specimen.intervene({ epsilons: {}, disabled, lesions: [], draw: 0 });
        const running = [...(specimen.step(fed).at(-1)?.running ?? [])];
        const { opened } = specimen;
        const { effective } = await specimen.timescales(i === 0 ? N : (opened.tasks.at(-1) ?? 0), protocol);
        const fitted = effective.filter((tau) => tau !== null);
        return [
          `modular ${solvedOf(running)} of ${running.length} tasks`,
          `${(fitted.reduce((sum, tau) => sum + tau, 0) / fitted.length).toFixed(1)} steps`,
        ];
      });
      return (await Promise.all(parts)).flat();
    };
    const slider = place.locator('input[type="range"]');
    const read = place.locator('[data-read]');
    const N = Number(await slider.inputValue());
    const check = async (disabled: Intervention['disabled'], task: number) => {
      const text = await read.textContent();
      for (const part of await expected(disabled, task)) expect(text).toContain(part);
    };
    await check(undefined, N);
    await place.getByRole('radio', { name: 'everything' }).focus();
    await page.keyboard.press('ArrowRight');
    await soon(shown).toBe(`tau ${N}`);
    await check('tau', N);
    await slider.press('ArrowLeft');
    await soon(shown).toBe(`tau ${N - 1}`);
    await check('tau', N - 1);
    await place.getByRole('radio', { name: 'R = 0' }).check();
    await soon(shown).toBe(`recurrent ${N - 1}`);
    await check('recurrent', N - 1);
    expect(await place.locator('[data-correlation] path').count()).toBe(4);
    await close();
  });

  test('play where motion is welcome alone, and pause', async () => {
    for (const reducedMotion of ['reduce', 'no-preference'] as const) {
      const { page, close } = await open({ reducedMotion });
      const place = page.locator('[data-running-noise]');
      await place.scrollIntoViewIfNeeded();
      await soon(() => place.getAttribute('data-shown')).not.toBeNull();
      const play = place.locator('[data-play]');
      const isMoving = reducedMotion === 'no-preference';
      expect(await play.getAttribute('aria-pressed')).toBe(String(isMoving));
      if (isMoving) {
        const before = await place.locator('[data-errors]').innerHTML();
        await soon(() => place.locator('[data-errors]').innerHTML()).not.toBe(before);
      }
      await play.press('Enter');
      expect(await play.getAttribute('aria-pressed')).toBe(String(!isMoving));
      await close();
    }
  });

  test('leave their sentences and the archived curve where no script runs', async () => {
    const { page, close } = await open({ javaScriptEnabled: false });
    for (const place of await page.locator('.running').all()) {
      expect(await place.locator('p:visible').count()).toBeGreaterThan(0);
      expect(await place.locator('input:visible, button:visible').count()).toBe(0);
    }
    for (const drawing of await page.locator('[data-running-training] .wide svg').all())
      expect(await drawing.isVisible()).toBe(true);
    await close();
  });
});
