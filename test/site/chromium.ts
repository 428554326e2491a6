import { existsSync } from 'node:fs';
import { getuid } from 'node:process';
import { type Browser, chromium } from 'playwright-core';

const candidates = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  chromium.executablePath(),
];

/** The browser of this machine, or null where there is none. */
export const browserPath = candidates.find((file) => file && existsSync(file)) ?? null;

/** What to do where there is no browser. */
export const browserAdvice =
  "No browser was found for the tests of the report: install Debian's chromium (apt-get install chromium) or name one in CHROME_PATH.";

/** Starts the browser without anything that talks to the world by itself. */
export function launch(): Promise<Browser> {
  if (!browserPath) throw new Error(browserAdvice);
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
