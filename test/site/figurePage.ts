import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { launch } from '../../bench/chromium.ts';
import { parseRows } from '../../src/artifact/table.ts';
import { artifactsForTests } from './artifacts.ts';
import { BASE, builtSite } from './built.ts';
import { serve } from './serve.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'modular-growth-figures-'));
export const { artifacts } = artifactsForTests(scratch);
export let browser: Browser;
export let site: Awaited<ReturnType<typeof serve>>;

/** Serves the quick report and starts the browser. */
export async function start(): Promise<void> {
  site = await serve(await builtSite('quick'), { base: BASE });
  browser = await launch();
}

/** Ends what `start` began. */
export async function stop(): Promise<void> {
  await browser?.close();
  await site?.close();
  rmSync(scratch, { recursive: true, force: true });
}

interface Opened {
  page: Page;
  section: Locator;
  place: Locator;
  /** The drawing that is seen. */
  chart: Locator;
  status: Locator;
}

/** A panel on the page of its figure, once it follows the reader. */
export async function open(address: string, panel: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const page = await context.newPage();
  await page.goto(`${site.address}figures/${address}`);
  const section = page.locator(`#panel-${panel}`);
  const place = section.locator('[data-panel]');
  await live(page, place);
  return {
    page,
    section,
    place,
    chart: place.locator('[data-width]:visible'),
    status: place.locator('> [role=status]'),
  };
}

export async function live(page: Page, place: Locator): Promise<void> {
  await place.scrollIntoViewIfNeeded();
  await place.and(page.locator('[data-live]')).waitFor({ state: 'attached' });
}

export const csv = (panel: string) => parseRows(readFileSync(path.join(artifacts, 'figures', `${panel}.csv`), 'utf8'));

export async function openStill(address: string): Promise<{ page: Page }> {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${site.address}figures/${address}`);
  return { page };
}
