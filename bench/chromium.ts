import { getuid } from 'node:process';
import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../pipeline/setup/browser.mjs';
import { UserError } from '../src/artifact/error.ts';

/** The browser of this machine, or null where there is none. */
export const browserPath = await findBrowser();

/**
 * Starts the browser without anything that talks to the world by itself.
 * @throws UserError where this machine has no browser
 */
export function launch(): Promise<Browser> {
  if (!browserPath) {
    throw new UserError(
      "There is no browser for the report's pages. Install chromium (Debian: apt-get install chromium) or name one in CHROME_PATH.",
    );
  }
  return chromium.launch({
    executablePath: browserPath,
    args: [
      ...(getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
