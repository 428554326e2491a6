import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TrainingSetting } from '../../site/src/browser/runningTraining.ts';
import { stepParameters } from '../../src/analysis/cost.ts';
import { parseTable } from '../../src/artifact/table.ts';
import { compileKernel } from '../../src/engine/simd/engine.ts';
import { generalizeArchived } from '../../src/lab/experiments.ts';
import { parameterCount } from '../../src/network/tensors.ts';
import { historyOf } from '../../src/study/tables.ts';
import { labFolder, openLibrary } from '../lab/archive.ts';
import { openStory, soon } from './storyPage.ts';

const open = await openStory();
const library = openLibrary('quick');

describe('the networks that train in the story', () => {
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
});
