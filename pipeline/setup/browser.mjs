// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { installDebian, mayInstall } from './debian.mjs';
import { onPath } from './stamp.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** A Chromium or Chrome on this machine: CHROME_PATH, the PATH, a Mac's application, then Playwright's; null where there is none. */
export function findBrowser() {
  const given = process.env.CHROME_PATH;
  if (given && existsSync(given)) return given;
  return onPath(NAMES) ?? (existsSync(MAC) ? MAC : playwrights());
}

/**
 * Finds the browser for the tests of the site, or installs Debian's where that is possible; else says how to get one.
 * @param {{ say: (text: string) => void }} options
 * @returns {Promise<string | null>}
 */
export async function ensureBrowser({ say }) {
  const found = findBrowser();
  if (found) return found;
  if (mayInstall()) {
    say('installs chromium (apt-get) for the tests of the report');
    const { done, output } = await installDebian(['chromium']);
    const installed = findBrowser();
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
  for (const folder of folders) {
    if (!folder || !existsSync(folder)) continue;
    const versions = readdirSync(folder)
      .filter((name) => name.startsWith('chromium-'))
      .sort()
      .reverse();
    for (const version of versions) {
      for (const inside of ['chrome-linux64/chrome', 'chrome-linux/chrome']) {
        const path = join(folder, version, inside);
        if (existsSync(path)) return path;
      }
    }
  }
  return null;
}
