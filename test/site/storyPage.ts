import type { BrowserContextOptions } from 'playwright-core';
import { expect } from 'vitest';
import { BASE, builtSite } from './built.ts';
import { openSite } from './openSite.ts';

/** Waits until what is shown is as expected. */
export const soon = <T>(shown: () => T) => expect.poll(shown, { timeout: 60_000 });

/** Serves the quick report for the tests of a file. The returned function opens its story, with what the page requests. */
export async function openStory() {
  const { browser, site } = await openSite(await builtSite('quick'), { base: BASE });
  return async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(site.address);
    return { page, requests, close: () => context.close() };
  };
}
