import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { panelsJudged } from '../../site/src/report/verdicts.ts';
import { parseRows } from '../../src/artifact/table.ts';
import { matrixSchema } from '../../src/claims/matrixRecord.ts';
import { artifacts, browser, live, open, site, start, stop } from './figurePage.ts';

beforeAll(start);
afterAll(stop);

test('a reading can be chosen and linked', async () => {
  const { page, section, chart } = await open('2/', '2a');
  const select = section.getByRole('combobox', { name: 'Reading of panel 2a' });
  expect(await select.locator('option').allTextContents()).toEqual(
    ['protocol', 'protocol at the scale of readings', 'growth: everything copied'].map((text) =>
      expect.stringContaining(text),
    ),
  );
  const text = () => chart.locator('svg').evaluate((svg) => svg.outerHTML);
  const before = await text();
  const summary = await section.locator('.summary').textContent();
  await select.selectOption('growth-copy-all');
  await expect
    .poll(() => section.locator('.scale').textContent())
    .toMatch(/^smaller scale: \d+ epochs, (\d+(, | and ))*\d+ seeds/);
  const chosen = await text();
  expect(chosen).not.toBe(before);
  expect(await section.locator('.summary').textContent()).not.toBe(summary);
  // What trains on a longer task changes no learning curve.
  expect(await select.locator('[value="generalize-module-all"]').count()).toBe(0);
  expect(await page.locator('#panel-2c [value="generalize-module-all"]').count()).toBe(1);

  const { page: linked, chart: same } = await open(`2/${new URL(page.url()).search}`, '2a');
  expect(await same.locator('svg').evaluate((svg) => svg.outerHTML)).toBe(chosen);
  const { page: wrong, chart: plain } = await open('2/?reading.2a=no&spread.2a=%3Cb%3E&hide.2a=x', '2a');
  expect(await plain.locator('svg').evaluate((svg) => svg.outerHTML)).toBe(before);
  for (const opened of [page, linked, wrong]) await opened.context().close();
});

test('whatever reading is chosen, notes, provenance, downloads and chips belong to it', async () => {
  const matrix = matrixSchema.parse(JSON.parse(readFileSync(path.join(artifacts, 'readings.json'), 'utf8')));
  let compared = 0;
  for (const figure of [2, 3, 4, 5, 6]) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${site.address}figures/${figure}/`);
    for (const section of await page.locator('section.panel:has([data-reading])').all()) {
      const place = section.locator('[data-panel]');
      await live(page, place);
      const panel = (await place.getAttribute('data-panel')) ?? '';
      const select = section.locator('[data-reading] select');
      const notes = () =>
        section
          .locator('.claim-note')
          .evaluateAll((all) =>
            all.map((note) => [note.querySelector('.claim-id')?.textContent, (note as HTMLElement).dataset.verdict]),
          );
      const inputs = () => section.locator('.provenance li').allTextContents();
      const before = { notes: await notes(), inputs: await inputs() };
      const names = await select
        .locator('option')
        .evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value));
      for (const name of names.filter((one) => one !== '')) {
        await select.selectOption({ value: name });
        await place.and(page.locator(`[data-source="${name}"]`)).waitFor({ state: 'attached' });
        for (const [id, verdict] of await notes()) {
          const cells = matrix.claims.find((claim) => claim.id === id)!.cells;
          expect(verdict, `${id} under ${name}`).toBe(
            cells[name].verdict === 'not affected' ? cells.protocol.verdict : cells[name].verdict,
          );
          compared++;
        }
        expect(
          (await inputs()).filter((text) => /(tables|histories)\//.test(text) && !text.includes('readings/')),
        ).toEqual([]);
        const waiting = page.waitForEvent('download');
        await section.getByRole('link', { name: `Download panel ${panel} as Provenance` }).click();
        const download = await waiting;
        expect(download.suggestedFilename()).toBe(`modular-growth-${panel}-${name}.provenance.json`);
        const record = JSON.parse(readFileSync((await download.path()) ?? '', 'utf8'));
        for (const { path: file, sha256 } of record.inputs as { path: string; sha256: string }[])
          expect(
            createHash('sha256')
              .update(readFileSync(path.join(artifacts, file)))
              .digest('hex'),
            file,
          ).toBe(sha256);
        // Only what is drawn has a chip.
        const links = await section
          .locator('[data-series]:visible')
          .evaluateAll((all) => all.map((chip) => (chip as HTMLElement).dataset.links ?? ''));
        // Lines that share a chip have links of their own.
        for (const link of links.flatMap((all) => all.split(' ').slice(0, 1)).filter((one) => one !== 'others'))
          expect(await place.locator(`.wide .of-${link}`).count(), `${panel} ${name} ${link}`).toBeGreaterThan(0);
      }
      await select.selectOption({ value: '' });
      await place.and(page.locator('[data-source=""]')).waitFor({ state: 'attached' });
      expect(await notes()).toEqual(before.notes);
      expect(await inputs()).toEqual(before.inputs);
    }
    await context.close();
  }
  expect(compared).toBeGreaterThan(5);
});

test('a claim that rests on several panels says which judgement it is, whatever the other panels show', async () => {
  const { claims } = JSON.parse(readFileSync(path.join(artifacts, 'claims.json'), 'utf8')) as {
    claims: { id: string; panel: string | null; figure: number | null }[];
  };
  const rested = new Map(claims.map((claim) => [claim.id, panelsJudged(claim)]));
  expect(rested.get('5ab.1')).toEqual(['5a', '5b']);
  expect(rested.get('3.1')).toEqual(['3a', '3b']);
  for (const { id, panel } of claims.filter(({ id }) => id !== '5ab.1' && id !== '3.1'))
    expect(rested.get(id), id).toEqual([panel]);
  for (const [query, scope] of [
    ['reading.3b=growth-copy-all', 'the protocol in full'],
    ['reading.3a=growth-copy-all', 'growth: everything copied'],
  ]) {
    const { page, section } = await open(`3/?${query}`, '3a');
    const note = section.locator('.claim-note').filter({ has: page.getByText('3.1', { exact: true }) });
    await expect
      .poll(() => note.textContent())
      .toContain(`Rests on panels 3a and 3b, both under ${scope}, whatever panel 3b shows.`);
    await page.context().close();
  }
});

test('views download as SVG, PNG, CSV and JSON', async () => {
  const { page, section } = await open('2/?spread.2a=interval&reading.2a=growth-copy-all&hide.2a=modular-5', '2a');
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== site.origin)
      foreign.push(request.url());
  });
  page.on('console', (message) => foreign.push(message.text()));
  const take = async (name: string, role: 'link' | 'button' = 'link') => {
    const waiting = page.waitForEvent('download');
    await section.getByRole(role, { name: `Download panel 2a as ${name}` }).click();
    const download = await waiting;
    return { name: download.suggestedFilename(), bytes: readFileSync((await download.path()) ?? '') };
  };
  const svg = await take('SVG');
  expect(svg.name).toBe('modular-growth-2a-growth-copy-all-interval-without-modular-5.svg');
  expect(svg.bytes.toString()).not.toMatch(/var\(--/);
  expect(svg.bytes.toString()).not.toContain('modular 5<');
  expect(svg.bytes.toString()).toContain('bootstrap interval');
  const png = await take('PNG', 'button');
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(png.bytes.readUInt32BE(16)).toBe(1600);
  const table = await take('CSV');
  const rows = parseRows(table.bytes.toString());
  expect(rows.map(({ size }) => size)).toContain(5);
  expect(Math.max(...rows.map(({ epoch }) => Number(epoch)))).toBe(20);
  const json = JSON.parse((await take('JSON')).bytes.toString());
  expect(json).toMatchObject({ panel: '2a', spread: 'interval', reading: 'growth-copy-all', hidden: ['modular-5'] });
  expect(json.rows).toEqual(rows);
  expect(foreign).toEqual([]);
  await page.context().close();
});
