import { getuid } from 'node:process';
import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../pipeline/setup/browser.mjs';
import { UserError } from '../src/artifact/error.ts';

/** The browser of this machine, or null if there is none. */
export const browserPath = await findBrowser();

/**
 * Starts the browser without background network traffic.
 * @throws UserError if this machine has no browser
 */
export function launch(): Promise<Browser> {
  if (!browserPath) {
    throw new UserError(
      'No browser was found. Install chromium (Debian: apt-get install chromium) or set CHROME_PATH to one.',
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
