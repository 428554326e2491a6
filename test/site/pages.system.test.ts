import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { entries } from 'bibtex-parse';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readJson } from '../../src/artifact/file.ts';
import { claimsFileSchema } from '../../src/claims/record.ts';
import { STAGES } from '../../src/study/stages.ts';
import { artifactsForTests, root } from './artifacts.ts';
import { BASE, builtSite } from './built.ts';
import { openSite } from './openSite.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'modular-growth-pages-'));
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
const { artifacts } = artifactsForTests(scratch);
const { claims: judged } = readJson(path.join(artifacts, 'claims.json'), claimsFileSchema);
const { browser, site } = await openSite(await builtSite('quick'), { base: BASE });

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function open(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(`${site.address}${address}`);
  return page;
}

describe('the page of claims', () => {
  const shown = (page: Page) => page.locator('.claim:visible').evaluateAll((all) => all.map(({ id }) => id));
  const idsOf = (among: typeof judged) => among.map(({ id }) => `claim-${id.replaceAll('.', '-')}`).sort();

  test('filters claims by verdict and figure', async () => {
    const chosen = judged.filter(({ verdict, figure }) => verdict === 'reproduced' && figure === 2);
    expect(chosen.length).toBeGreaterThan(0);
    expect(chosen.length).toBeLessThan(judged.length);
    for (const javaScriptEnabled of [true, false]) {
      const page = await open('claims/', { javaScriptEnabled });
      expect((await shown(page)).sort()).toEqual(idsOf(judged));
      await page.getByRole('radio', { name: /^reproduced/ }).check({ force: true });
      await page.getByRole('radio', { name: 'Figure 2' }).check({ force: true });
      expect((await shown(page)).sort()).toEqual(idsOf(chosen));
      if (javaScriptEnabled) {
        expect(await page.getByRole('status').textContent()).toBe(`${chosen.length} of ${judged.length} claims`);
        await page.reload();
        expect((await shown(page)).sort()).toEqual(idsOf(chosen));
      }
      await page.context().close();
    }
  });

  test('shows a linked claim despite the filter', async () => {
    const other = judged.find(({ figure }) => figure === 6)!;
    const anchor = `claim-${other.id.replaceAll('.', '-')}`;
    const page = await open(`claims/?figure=2#${anchor}`);
    await page.locator(`#${anchor}`).waitFor();
    await page.waitForFunction(() => scrollY > 500);
    await page.context().close();
  });

  test('links claims to their pages, panels and readings', async () => {
    const page = await open('claims/');
    for (const { id, panel, figure } of judged) {
      const claim = page.locator(`#claim-${id.replaceAll('.', '-')}`);
      expect(await claim.locator(`h3 a[href$="${id}/"]`).count(), id).toBe(1);
      if (panel !== null)
        expect(await claim.locator(`a[href$="figures/${figure}/#panel-${panel}"]`).count(), id).toBe(1);
    }
    const readings = page.locator('.facts a[href$="/#readings"]');
    expect(await readings.count()).toBe(existsSync(path.join(artifacts, 'readings.json')) ? judged.length : 0);
    await page.context().close();
  });
});

describe('the page of provenance', () => {
  const declared = parse(read('dvc.yaml')).stages as Record<
    string,
    { do: { deps: string[]; outs: (string | object)[] } }
  >;
  const outs = (stage: string) =>
    declared[stage].do.outs.map((out) => (typeof out === 'string' ? out : Object.keys(out)[0]));
  const within = (file: string, folder: string) => file === folder || file.startsWith(`${folder}/`);
  const reads = (stage: string) =>
    STAGES.slice(0, STAGES.indexOf(stage as (typeof STAGES)[number])).filter((maker) =>
      declared[stage].do.deps.some((dep) => outs(maker).some((out) => within(dep, out) || within(out, dep))),
    );

  test('lists every stage with its inputs', async () => {
    const page = await open('provenance/');
    const listed = await page
      .locator('.stages > li')
      .evaluateAll((all) => all.map((item) => [item.id, (item as HTMLElement).dataset.after]));
    expect(listed).toEqual(STAGES.map((stage) => [`stage-${stage}`, reads(stage).join(' ')]));
    for (const text of await page.locator('.stages > li > div > p:first-child').allTextContents())
      expect(text.length).toBeGreaterThan(5);
    await page.context().close();
  });

  test('draws stages with arrows to their readers', async () => {
    const page = await open('provenance/');
    const drawn = await page
      .locator('.pipeline [data-stage]')
      .evaluateAll((all) =>
        all.map((box) => [box.getAttribute('data-stage'), box.querySelector('text')?.textContent?.trim()]),
      );
    expect(drawn).toEqual(STAGES.map((stage) => [stage, stage]));
    const arrows = await page
      .locator('.pipeline [data-from]')
      .evaluateAll((all) =>
        all.map((arrow) => [arrow.getAttribute('data-from') ?? '', arrow.getAttribute('data-to') ?? '']),
      );
    const reached = (next: (stage: string) => string[], stage: string): string[] =>
      [...new Set(next(stage).flatMap((near) => [near, ...reached(next, near)]))].sort();
    for (const stage of STAGES) {
      const byArrows = (target: string) => arrows.filter(([, to]) => to === target).map(([from]) => from);
      expect(reached(byArrows, stage), stage).toEqual(reached(reads, stage));
    }
    const boxes = await page.locator('.pipeline rect').evaluateAll((all) =>
      all.map((box) => {
        const { x, y, width, height } = box.getBoundingClientRect();
        return { x, y, right: x + width, bottom: y + height };
      }),
    );
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1))
        expect(a.right < b.x || b.right < a.x || a.bottom < b.y || b.bottom < a.y).toBe(true);
    await page.context().close();
  });

  test('counts the published networks of every stage', async () => {
    const page = await open('provenance/');
    const rows = await page
      .locator('#hashes ~ .table-frame tbody tr')
      .evaluateAll((all) =>
        all.map((line) => [...line.querySelectorAll('th, td')].slice(0, 2).map((cell) => cell.textContent?.trim())),
      );
    const hashes = path.join(artifacts, 'hashes');
    const published = (existsSync(hashes) ? readdirSync(hashes) : []).map((file) => {
      const { networks } = JSON.parse(readFileSync(path.join(hashes, file), 'utf8'));
      return [path.basename(file, '.json'), String(networks.length)];
    });
    // Those of the multiverse are told in a sentence below the table: they have no histories in git.
    const [multiverse, stages] = [true, false].map((is) =>
      published.filter(([stage]) => (stage === 'multiverse') === is),
    );
    expect(rows.toSorted()).toEqual(stages.toSorted());
    for (const [, networks] of multiverse)
      expect(await page.locator('#hashes ~ .note', { hasText: `multiverse has ${networks} networks` }).count()).toBe(1);
    expect(await page.getByText('No network has been trained').count()).toBe(published.length > 0 ? 0 : 1);
    await page.context().close();
  });

  test('shows only the list on a phone', async () => {
    const page = await open('provenance/', { viewport: { width: 390, height: 900 } });
    expect(await page.locator('.pipeline').isVisible()).toBe(false);
    expect(await page.locator('.stages > li:visible').count()).toBe(STAGES.length);
    await page.context().close();
  });
});

describe('the page about the project', () => {
  test('has valid BibTeX of CITATION.cff', async () => {
    const cff = parse(read('CITATION.cff'));
    const page = await open('about/');
    const texts = await page.locator('.copied-text code').allTextContents();
    const [paper, software] = texts.map((text) => {
      const parsed = entries(text);
      expect(parsed).toHaveLength(1);
      return parsed[0];
    });
    const [reference] = cff.references;
    expect(paper.TITLE).toBe(`{${reference.title}}`.replaceAll(/[{}]/g, ''));
    expect(String(paper.YEAR)).toBe(String(reference.year));
    for (const author of reference.authors)
      expect(paper.AUTHOR).toContain(`${author['family-names']}, ${author['given-names']}`);
    expect(software.TITLE).toContain('modular-growth');
    expect(software.AUTHOR).toContain(cff.authors[0].name ?? cff.authors[0]['family-names']);
    expect(String(software.YEAR)).toMatch(/^20\d\d$/);
    expect(software.VERSION).toBe(String(cff.version));
    await page.context().close();
  });

  test('copies the BibTeX', async () => {
    const page = await open('about/', { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: 'Copy BibTeX of the paper' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      await page.locator('.copied-text code').first().textContent(),
    );
    await page.context().close();
  });

  test('has licence and changelog without outside links', async () => {
    const page = await open('about/');
    const text = (await page.locator('main').textContent())?.replaceAll(/\s+/g, ' ') ?? '';
    expect(text).toContain(read('LICENSE').trim().split('\n').at(-1)?.trim());
    for (const [, heading] of read('CHANGELOG.md').matchAll(/^## (.*)$/gm)) expect(text).toContain(heading);
    expect(await page.locator('main a[href^="http"]').count()).toBe(0);
    await page.context().close();
  });
});
