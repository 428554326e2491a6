// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './command.mjs';
import { installDebian, mayInstall } from './debian.mjs';
import { onPath } from './stamp.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * A Chromium or Chrome on this machine that starts: CHROME_PATH, the PATH, a Mac's application, then Playwright's; null where there is none. Some systems have a
 * program of that name that only says how to install one.
 */
export async function findBrowser() {
  const places = [process.env.CHROME_PATH, ...NAMES.map((name) => onPath([name])), MAC, ...playwrights()];
  for (const place of places) {
    if (place && existsSync(place) && (await run(place, ['--version'], { seconds: 20 })).code === 0) return place;
  }
  return null;
}

/**
 * Finds the browser for the tests of the site, or installs Debian's where that is possible; else says how to get one.
 * @param {{ say: (text: string) => void }} options
 * @returns {Promise<string | null>}
 */
export async function ensureBrowser({ say }) {
  const found = await findBrowser();
  if (found) return found;
  if (mayInstall()) {
    say('installs chromium (apt-get) for the tests of the report');
    const { done, output } = await installDebian(['chromium']);
    const installed = await findBrowser();
    if (installed) return installed;
    say(`apt-get could not install chromium${done ? '' : `: ${output.trim().split('\n').at(-1) ?? ''}`}`);
  }
  say(
    'no browser for the tests of the report: install chromium (Debian: apt-get install chromium) or set CHROME_PATH to one',
  );
  return null;
}

function playwrights() {
  const folders = [process.env.PLAYWRIGHT_BROWSERS_PATH, join(homedir(), '.cache/ms-playwright')];
  return folders
    .filter((folder) => folder && existsSync(folder))
    .flatMap((folder) =>
      readdirSync(String(folder))
        .filter((name) => name.startsWith('chromium-'))
        .sort()
        .reverse()
        .flatMap((version) =>
          ['chrome-linux64/chrome', 'chrome-linux/chrome'].map((inside) => join(String(folder), version, inside)),
        ),
    );
}
