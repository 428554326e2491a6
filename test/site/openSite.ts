import type { Browser } from 'playwright-core';
import { afterAll } from 'vitest';
import { launch } from '../../bench/chromium.ts';
import { type ServeOptions, serve } from './serve.ts';

/** Serves the pages of a folder and starts a browser for them, until the tests of the file have ended. */
export async function openSite(
  folder: string,
  options: ServeOptions = {},
): Promise<{ browser: Browser; site: Awaited<ReturnType<typeof serve>> }> {
  const site = await serve(folder, options);
  afterAll(() => site.close());
  const browser = await launch();
  afterAll(() => browser.close());
  return { browser, site };
}
