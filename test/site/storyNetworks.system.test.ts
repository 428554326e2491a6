import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { streamBits } from '../../site/src/browser/lab/source.ts';
import type { TrainingSetting } from '../../site/src/browser/runningTraining.ts';
import { stepParameters } from '../../src/analysis/cost.ts';
import { parseTable } from '../../src/artifact/table.ts';
import { compileKernel } from '../../src/engine/simd/engine.ts';
import { generalizeArchived } from '../../src/lab/experiments.ts';
import type { Intervention } from '../../src/lab/intervention.ts';
import { Specimen } from '../../src/lab/specimen.ts';
import { parameterCount } from '../../src/network/tensors.ts';
import { historyOf } from '../../src/study/tables.ts';
import { labFolder, openLibrary } from '../lab/archive.ts';
import { BASE, builtSite } from './built.ts';
import { openSite } from './openSite.ts';

const folder = await builtSite('quick');
const { browser, site } = await openSite(folder, { base: BASE });

describe('the networks that run in the story', () => {
  const soon = <T>(shown: () => T) => expect.poll(shown, { timeout: 60_000 });
  const open = async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(site.address);
    return { page, requests, close: () => context.close() };
  };

  test('load when they come into view, and answer under the noise of the keyboard as the engine does', async () => {
    const { page, requests, close } = await open();
    await page.locator('[data-build]:not(:empty)').waitFor({ state: 'attached' });
    expect(requests.filter((url) => url.includes('data/lab/'))).toEqual([]);
    const place = page.locator('[data-running-noise]');
    await place.scrollIntoViewIfNeeded();
    const shown = () => place.getAttribute('data-shown');
    await soon(shown).not.toBeNull();

    const library = openLibrary('quick');
    const { pairs, perturbation } = await library.index();
    const compiled = await compileKernel();
    const specimens = await Promise.all(
      [pairs[0].modular, pairs[0].nonModular].map((network) => Specimen.open(compiled, library, { network })),
    );
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
        const held = [...running].filter((share) => share > perturbation.solvedAbove).length;
        return `modular ${held} of ${running.length} tasks`;
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

    const library = openLibrary('quick');
    const { pairs, perturbation } = await library.index();
    const compiled = await compileKernel();
    const next = streamBits(0);
    const solved = async (network: string, intervention: Partial<Intervention>) => {
      const specimen = await Specimen.open(compiled, library, { network });
      const { tasks } = specimen.opened;
      const last = tasks.at(-1) ?? 0;
      const only = intervention.only === undefined ? undefined : tasks.indexOf(intervention.only);
      specimen.intervene({ epsilons: {}, lesions: [], draw: 0, ...intervention, only });
      const running = specimen.step(Array.from({ length: last + 200 }, (_, t) => next(t))).at(-1)?.running ?? [];
      const held = [...running].filter((share) => share > perturbation.solvedAbove).length;
      return { last, all: tasks.length, held };
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

    const library = openLibrary('quick');
    const { pairs, perturbation } = await library.index();
    const compiled = await compileKernel();
    const names = ['modular', 'nonModular'] as const;
    const specimens = await Promise.all(
      names.map((name) => Specimen.open(compiled, library, { network: pairs[0][name] })),
    );
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
        const held = running.filter((share) => share > perturbation.solvedAbove).length;
        const { opened } = specimen;
        const { effective } = await specimen.timescales(i === 0 ? N : (opened.tasks.at(-1) ?? 0), protocol);
        const fitted = effective.filter((tau) => tau !== null);
        return [
          `modular ${held} of ${running.length} tasks`,
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

  test('count what one more task costs, and what an epoch on it changes', async () => {
    const { page, requests, close } = await open();
    const place = page.locator('[data-running-cost]');
    await place.scrollIntoViewIfNeeded();
    const shown = () => place.getAttribute('data-shown');
    await soon(shown).not.toBeNull();
    expect(requests.filter((url) => url.includes('data/lab/'))).toEqual([]);
    const slider = place.locator('input[type="range"]');
    await slider.press('Home');
    await slider.press('ArrowRight');
    await slider.press('ArrowRight');
    await soon(shown).toBe('4');
    const library = openLibrary('quick');
    const { pairs } = await library.index();
    const [modular, core] = await Promise.all(
      [pairs[0].modular, pairs[0].nonModular].map(async (id) => ({
        network: (await library.networkAt(id, 4)).network,
        record: await library.record(id),
      })),
    );
    const newest = Object.values(stepParameters(modular.network)).reduce((sum, count) => sum + count, 0);
    const counts = [
      [newest, parameterCount(modular.network)],
      [parameterCount(core.network), parameterCount(core.network)],
    ].map(([part, all]) => `${part} of ${all} parameters`);
    const read = place.locator('[data-read]');
    for (const count of counts) expect(await read.textContent()).toContain(count);
    await place.locator('[data-epoch]').press('Enter');
    await soon(() => place.getAttribute('data-trained')).toBe('4');
    const text = (await read.textContent()) ?? '';
    const [ofModular, ofCore] = counts.map((count) => count.replace('of', 'of its'));
    expect(text).toContain(ofModular);
    expect(text).toContain(ofCore);
    const { firstEpoch = 0 } = modular.record.steps.find(({ N }) => N === 4) ?? {};
    const { accuracyNewest = 0 } = modular.record.history.find(({ epoch }) => epoch === firstEpoch) ?? {};
    expect(text).toContain(`${(100 * accuracyNewest).toFixed(1)}%`);
    await close();
  });

  test('train on a harder task what the reader lets train, as the stage does', async () => {
    const { page, close } = await open();
    const place = page.locator('[data-running-generalizing]');
    await place.scrollIntoViewIfNeeded();
    await soon(() => place.getAttribute('data-ready')).not.toBeNull();
    const { N, epochs, networks } = JSON.parse((await place.getAttribute('data-running-generalizing')) ?? '');
    const library = openLibrary('quick');
    const compiled = await compileKernel();
    await place.locator('input[type="range"]').press('Home');
    for (const reading of ['module/readout', 'module/all'] as const) {
      await place.locator(`[value="${reading}"]`).check();
      await place.locator('[data-harder]').press('Enter');
      await soon(() => place.getAttribute('data-measured')).toBe(`1 ${reading}`);
      const text = await place.locator('[data-read]').textContent();
      for (const { id } of networks as { id: string }[]) {
        const accuracy = await generalizeArchived(compiled, library, { network: id, N, K: 1, reading, epochs });
        expect(text).toContain(`${(100 * accuracy).toFixed(1)}%`);
      }
    }
    expect(await place.locator('[data-accuracies] circle').count()).toBe(4);
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

  test.each([
    ['learning', []],
    ['freezing', ['freeze']],
    ['copying', ['duplicate']],
  ] as const)(
    'of the section on %s train side by side to what the archive and the stages have',
    async (section, stages) => {
      const { page, close } = await open();
      const place = page.locator(`section[aria-labelledby="${section}"] [data-running-training]`);
      const { epochs, ways } = JSON.parse((await place.getAttribute('data-running-training')) ?? '') as TrainingSetting;
      const train = place.locator('[data-train]');
      // Disabled at once: a second press would train everything twice.
      expect(
        await train.evaluate((button: HTMLButtonElement) => {
          button.click();
          return button.disabled;
        }),
      ).toBe(true);
      const read = place.locator('[data-read]');
      await soon(() => read.textContent()).toContain(`After ${epochs} epochs`);
      const library = openLibrary('quick');
      const rows = (['train', ...stages] as const).flatMap((name) =>
        parseTable(historyOf(name), readFileSync(path.join(labFolder('quick'), '..', historyOf(name).path), 'utf8')),
      );
      const expected = await Promise.all(
        ways.map(async ({ network, experiment }) => {
          const { architecture, size, seed } = await library.entry(network);
          const condition = experiment?.condition ?? 'trained';
          const [row] = rows.filter(
            (one) =>
              one.architecture === architecture &&
              one.size === size &&
              one.seed === seed &&
              one.epoch === epochs &&
              one.condition === condition,
          );
          return { N: row.nSolved, isArchived: experiment === undefined };
        }),
      );
      const text = (await read.textContent()) ?? '';
      expect([...text.matchAll(/N\s=\s(\d+)/g)].map(([, N]) => Number(N))).toEqual(expected.map(({ N }) => N));
      const compared = expected.filter(({ isArchived }) => isArchived).reduce((sum, { N }) => sum + N - 1, 0);
      expect(text).toContain(`All ${compared} solved tasks`);
      await soon(() => train.isEnabled()).toBe(true);
      await close();
    },
  );

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
