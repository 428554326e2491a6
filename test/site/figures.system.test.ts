import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openArchive } from '../../pipeline/explain/archive.ts';
import { readName } from '../../pipeline/explain/name.ts';
import { study } from '../../pipeline/study.ts';
import { ACCESSIBLE, violations } from './accessibility.ts';
import { csv, live, open, openStill, site, start, stop } from './figurePage.ts';

beforeAll(start);
afterAll(stop);

describe('a point of a panel', () => {
  test('is selected and announced by arrow keys', async () => {
    const { page, chart, status } = await open('2/', '2a');
    await chart.focus();
    expect(await chart.getAttribute('role')).toBe('application');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const row = csv('2a').find(
      (row) => row.kind === 'mean' && row.architecture === 'modular' && row.size === 5 && row.epoch === 2,
    );
    expect(await status.textContent()).toMatch(
      /^modular 5\. epoch: 2, N solved: [\d.]+, standard deviation: [\d.]+\. mean of \d+ networks: modular-05-seed-0 to \d+\.$/,
    );
    expect(await status.textContent()).toContain(`N solved: ${Number(Number(row?.nSolved).toPrecision(3))},`);
    const ring = chart.locator('.point-mark circle');
    const before = await ring.getAttribute('cx');
    await page.keyboard.press('ArrowRight');
    expect(Number(await ring.getAttribute('cx'))).toBeGreaterThan(Number(before));
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    expect(await status.textContent()).not.toMatch(/^modular 5\./);
    await page.keyboard.press('Escape');
    expect(await ring.count()).toBe(0);
    await page.context().close();
  });

  test('is pinned by Enter and released by Escape', async () => {
    const { page, place, chart } = await open('2/', '2a');
    await chart.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    const card = place.getByRole('dialog', { name: 'Point: modular 5' });
    await card.waitFor();
    const copy = card.getByRole('button', { name: 'Copy the command: Trace it' });
    expect(await copy.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await copy.getByText('Copied').waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    expect(command).toMatch(/^npm run explain -- 2a:kind=mean:architecture=modular:size=5:epoch=\d+ --profile quick$/);
    expect(await card.textContent()).toContain('npm run reproduce -- --profile quick --only figures');
    await card.getByRole('link', { name: 'Provenance of the panel' }).click();
    expect(await page.locator('#origin-2a').evaluate((details) => (details as HTMLDetailsElement).open)).toBe(true);
    await card.getByRole('link').focus();
    await page.keyboard.press('Escape');
    expect(await card.count()).toBe(0);
    expect(await chart.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.context().close();
  });

  test('is pinned and released by clicks', async () => {
    const { page, place, chart } = await open('2/', '2c');
    const card = place.locator('.point-card');
    await chart.locator('.series circle').first().hover();
    expect(await card.textContent()).toMatch(/modular.*mean of \d networks/);
    expect(await card.getAttribute('data-pinned')).toBeNull();
    await page.mouse.down();
    await page.mouse.up();
    await place.getByRole('dialog').waitFor();
    await page.getByRole('heading', { level: 1 }).click();
    expect(await card.isHidden()).toBe(true);
    await page.context().close();
  });

  test('is deselected when a touch scrolls the page', async () => {
    const { page, place, chart } = await open('2/', '2c', { viewport: { width: 390, height: 844 }, hasTouch: true });
    await chart.locator('.series circle').first().tap();
    await place.getByRole('dialog').waitFor();
    expect(await place.locator('.faded').count()).toBeGreaterThan(0);
    const box = await place.locator('.point-card').boundingBox();
    expect(Math.min(...[(box?.x ?? -1) + 1, 391 - (box?.x ?? 0) - (box?.width ?? 999)])).toBeGreaterThanOrEqual(0);
    await page.touchscreen.tap(5, 5);
    expect(await page.locator('.faded').count()).toBe(0);
    await page.context().close();
  });
});

test('npm run explain knows every kind of point', async () => {
  const archive = openArchive(study, 'quick', null);
  const { page } = await open('2/', '2a');
  for (const [figure, panels] of [
    ['2', ['2a', '2b', '2c']],
    ['3', ['3b']],
    ['4', ['4b']],
    ['5', ['5a', '5c']],
    ['6', ['6a', '6b']],
  ] as const) {
    const spreads = panels.map((panel) => `spread.${panel}=seeds`).join('&');
    await page.goto(`${site.address}figures/${figure}/?${spreads}`);
    for (const panel of panels) await names(page.locator(`[data-panel="${panel}"]`));
  }
  await page.context().close();

  /** Compares three points of a panel. */
  async function names(place: Locator): Promise<void> {
    await live(page, place);
    const chart = place.locator('[data-width]:visible');
    await chart.focus();
    for (const keys of [['End'], ['ArrowUp', 'ArrowUp', 'ArrowLeft'], ['ArrowUp', 'ArrowUp', 'ArrowUp']]) {
      for (const key of keys) await page.keyboard.press(key);
      await page.keyboard.press('Enter');
      const command = await place.getByRole('dialog').locator('code').first().textContent();
      const name = /-- (\S+) --profile/.exec(command ?? '')?.[1] ?? '';
      const named = readName(archive, name);
      expect(named.kind, name).toBe('point');
      if (named.kind === 'point') expect(named.rows, name).toHaveLength(1);
      await page.keyboard.press('Escape');
    }
  }
});

describe('series', () => {
  test('are toggled by buttons, except the last', async () => {
    const { page, section, chart } = await open('2/', '2c');
    const buttons = section.getByRole('group', { name: 'Series of panel 2c' }).getByRole('button');
    const count = await buttons.count();
    expect(count).toBeGreaterThanOrEqual(2);
    const first = buttons.first();
    const links = (await first.getAttribute('data-links')) ?? '';
    expect(await chart.locator(`.of-${links}`).count()).toBeGreaterThan(0);
    await first.click();
    expect(await first.getAttribute('aria-pressed')).toBe('false');
    expect(await chart.locator(`.of-${links}`).count()).toBe(0);
    expect(new URL(page.url()).searchParams.get('hide.2c')).toBe(await first.getAttribute('data-series'));
    // The last one is not for clicking, and stays when it is clicked all the same.
    for (let i = 1; i < count; i++) await buttons.nth(i).click({ force: true });
    expect(await section.locator('[data-series][aria-pressed="true"]').count()).toBe(1);
    await first.click();
    expect(await chart.locator(`.of-${links}`).count()).toBeGreaterThan(0);
    await page.context().close();
  });

  test('are highlighted in all panels', async () => {
    const { page, section, place } = await open('2/', '2a');
    await live(page, page.locator('[data-panel="2b"]'));
    const button = section.getByRole('button', { name: 'modular 10', exact: true });
    await button.hover();
    for (const panel of ['2a', '2b']) {
      const marks = page.locator(`[data-panel="${panel}"] .wide`);
      expect(await marks.locator('.faded').count(), panel).toBeGreaterThan(0);
      expect(await marks.locator('.of-modular-10.faded').count(), panel).toBe(0);
    }
    await page.mouse.move(2, 2);
    expect(await page.locator('.faded').count()).toBe(0);
    expect(await place.count()).toBe(1);
    await page.context().close();
  });
});

describe('the table of a panel', () => {
  test('follows spread and series', async () => {
    const { page, section, place } = await open('2/', '2a');
    await section.getByText('View as table').click();
    expect(await place.isVisible()).toBe(false);
    const table = section.getByRole('region', { name: 'Panel 2a as a table' });
    const heads = await table.getByRole('columnheader').allTextContents();
    expect(heads[0]).toBe('epoch');
    expect(heads).toContain('modular 5');
    await expect.poll(() => table.locator('tbody tr').last().textContent()).toMatch(/20.*±/);
    await section.getByRole('radio', { name: 'bootstrap 95%' }).check();
    expect(await table.locator('tbody tr').last().textContent()).toMatch(/\(\d.* to \d/);
    await section.getByRole('button', { name: 'modular 5', exact: true }).click();
    expect(await table.getByRole('columnheader').allTextContents()).not.toContain('modular 5');
    await page.context().close();
  });
});

describe('panel 3a', () => {
  const draw = (section: Locator) =>
    section.getByRole('button', { name: 'Draw the curve you expect in panel 3a' }).click();

  test('a curve drawn by pointer is compared with the data', async () => {
    const { page, section, chart } = await open('3/', '3a');
    expect(await chart.locator('.series').count()).toBeGreaterThan(0);
    await draw(section);
    expect(await chart.locator('.series').count()).toBe(0);
    expect(await section.locator('.summary').isVisible()).toBe(false);
    const show = section.getByRole('button', { name: 'Show the data' });
    expect(await show.isDisabled()).toBe(true);
    const box = (await chart.boundingBox())!;
    await page.mouse.move(box.x + 60, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + box.height * 0.5);
    await page.mouse.up();
    expect(await chart.locator('.guess-line polyline').count()).toBe(1);
    await show.click();
    expect(await chart.locator('.series').count()).toBeGreaterThan(0);
    expect(await chart.locator('.guess-line polyline').count()).toBe(1);
    expect(await section.locator('.guess-result').textContent()).toMatch(
      /^\s*Your curve differs by [\d.]+ tasks from the mean of modular 15/,
    );
    expect(await section.locator('.summary').isVisible()).toBe(true);
    expect(new URL(page.url()).search).toBe('');
    await page.context().close();
  });

  test('a curve can be drawn by keyboard', async () => {
    const { page, section, chart } = await open('3/', '3a');
    await draw(section);
    await chart.focus();
    const status = section.locator('[data-guess-status]');
    await page.keyboard.press('ArrowDown');
    const first = await status.textContent();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    expect(await status.textContent()).not.toBe(first);
    expect(await status.textContent()).toMatch(/^At ε = [\d.]+: \d+ tasks\.$/);
    await page.keyboard.press('Enter');
    expect(await section.locator('.guess-result').textContent()).toMatch(/differs by [\d.]+ tasks/);
    expect(await chart.evaluate((element) => element === document.activeElement)).toBe(true);
    await draw(section);
    expect(await chart.locator('.series, .guess-line').count()).toBe(0);
    await page.context().close();
  });

  test('the data are shown at once, again on skip, and without scripts', async () => {
    const { page, section, chart } = await open('3/', '3a', { viewport: { width: 390, height: 844 } });
    expect(await chart.locator('.series').count()).toBeGreaterThan(0);
    await draw(section);
    await section.getByRole('button', { name: 'Skip', exact: true }).click();
    expect(await chart.locator('.series').count()).toBeGreaterThan(0);
    expect(await chart.locator('.guess-line').count()).toBe(0);
    const { page: still } = await openStill('3/');
    expect(await still.locator('#panel-3a .wide svg').isVisible()).toBe(true);
    expect(await still.locator('#panel-3a .summary').isVisible()).toBe(true);
    for (const opened of [page, still]) await opened.context().close();
  });
});

test('controls, a pinned card, a table and an open guess are accessible in both themes', async () => {
  const { page, chart } = await open('3/', '3b');
  await page.locator('#panel-3a [data-live]').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Draw the curve you expect in panel 3a' }).click();
  await chart.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  expect(await violations(page, '#panel-3a', '#panel-3b')).toEqual(ACCESSIBLE);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Skip', exact: true }).click();
  await page.locator('#panel-3b').getByText('View as table').click();
  expect(await violations(page, '#panel-3a', '#panel-3b')).toEqual(ACCESSIBLE);
  await page.context().close();
});

test('a figure loads under 150 KB of scripts', async () => {
  const { page } = await open('2/', '2a');
  const scripts = await page.evaluate(() =>
    Promise.all(
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('.js'))
        .map(async ({ name }) => {
          const packed = (await fetch(name)).body?.pipeThrough(new CompressionStream('gzip'));
          return (await new Response(packed).arrayBuffer()).byteLength;
        }),
    ),
  );
  expect(scripts.length).toBeGreaterThan(1);
  expect(scripts.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(150_000);
  await page.context().close();
});
