import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { serve } from './serve.ts';

export type Served = Awaited<ReturnType<typeof serve>>;

/** A page in a new browser context, with its requests and errors. */
export interface Visit {
  page: Page;
  /** Console errors and warnings, exceptions, requests that failed or left the site. */
  troubles: string[];
  /** The path of every request, below the site's base, in the order they were made. */
  requests: string[];
  close(): Promise<void>;
}

/** Opens a page at a width, with motion reduced where nothing else is said: what is shown then does not depend on the moment. */
export async function visit(
  browser: Browser,
  site: Served,
  address: string,
  { width = 1440, ...options }: BrowserContextOptions & { width?: number } = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const troubles: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  // A page that is left gives up what it still loads.
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    if (why !== 'net::ERR_ABORTED') troubles.push(`failed: ${request.url()} (${why})`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (/^(blob|data):/.test(url)) return;
    if (url.startsWith(site.address)) requests.push(url.slice(site.address.length));
    else troubles.push(`foreign: ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`HTTP ${response.status()}: ${response.url()}`);
  });
  await page.addInitScript(watchShifts);
  await page.goto(`${site.address}${address}`);
  return { page, troubles, requests, close: () => context.close() };
}

/** In the page: adds up layout shifts from the first paint on, those apart that follow what the reader did. */
function watchShifts(): void {
  const seen = window as unknown as { shifts: { value: number; where: string }[] };
  seen.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, hadRecentInput, sources } = entry as PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node?: Node }[];
      };
      if (hadRecentInput) continue;
      const where = sources.map(({ node }) => (node as Element | undefined)?.outerHTML?.slice(0, 80) ?? 'text');
      seen.shifts.push({ value, where: where.join(' | ') });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Layout shifts so far, once two frames have been painted. */
export async function shiftsOf(page: Page): Promise<{ value: number; where: string }[]> {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return (window as unknown as { shifts: { value: number; where: string }[] }).shifts;
  });
}

/** Scrolls through the page, as a reader does, until every panel is interactive, all fonts are there and the foot is complete. */
export async function readThrough(page: Page): Promise<void> {
  for (const panel of await page.locator('[data-panel]').all()) {
    if (!(await panel.isVisible())) continue;
    await panel.scrollIntoViewIfNeeded();
    await panel.and(page.locator('[data-live]')).waitFor({ state: 'attached' });
  }
  await page.locator('[data-build]:not(:empty)').waitFor();
  await page.evaluate(async () => {
    scrollTo(0, 0);
    await document.fonts.ready;
  });
}

/** What is folded away is opened. */
export async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
  });
}

/** Bytes of files of a site as a server that compresses sends them: gzip at level 6, what static hosts use. */
export function compressed(folder: string, files: Iterable<string>): number {
  let bytes = 0;
  for (const file of new Set(files)) bytes += gzipSync(readFileSync(path.join(folder, file)), { level: 6 }).length;
  return bytes;
}

/** White space that is drawn before a full stop or a comma. */
export function straySpaces(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const blocks = [
      ...document.querySelectorAll<HTMLElement>('p, li, dd, td, th, figcaption, h1, h2, h3, summary, label'),
    ];
    return blocks
      .filter((block) => block.checkVisibility() && !block.querySelector('p, li, dd, svg, pre'))
      .flatMap((block) => /.{0,30}\s[.,;](?=\s|$)/.exec(block.innerText)?.[0] ?? [])
      .slice(0, 5);
  });
}
