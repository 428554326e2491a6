import path from 'node:path';
import process from 'node:process';
import { launch } from '../../bench/chromium.ts';
import { commandLine, option, runCommand } from '../../pipeline/driver/commandLine.ts';
import { shownPath, userPath } from '../../pipeline/driver/paths.ts';
import { root } from './artifacts.ts';
import { addressesOf, BASE, builtSite } from './built.ts';
import { compareScreenshots } from './comparison.ts';
import { photograph } from './photograph.ts';
import { serve } from './serve.ts';
import { readThrough, visit } from './visit.ts';

const OUTPUT = path.join(root, 'test', 'output');

await runCommand(
  commandLine('npm run screenshots --', 'Every page of the report at three widths in both themes.')
    .addOption(option('--out <FOLDER>', 'where the pictures go (default test/output/screenshots)', userPath))
    .addOption(
      option(
        '--compare <FOLDER>',
        'earlier pictures; what differs is shown on a page, and the exit code is 1',
        userPath,
      ),
    )
    .option('--taken', 'compare the pictures that are there, and take none')
    .action(main),
);

async function main(given: { out?: string; compare?: string; taken?: true }): Promise<void> {
  const { out = path.join(OUTPUT, 'screenshots') } = given;
  if (!given.taken) await takeAll(out);
  if (!given.compare) return;
  const differences = path.join(OUTPUT, 'screenshots-changed');
  const compared = compareScreenshots(given.compare, out, differences);
  const changed = compared.filter(({ state }) => state !== 'same');
  for (const { name, state, share } of changed)
    console.log(`${name}: ${state}${state === 'changed' ? ` (${(100 * share).toPrecision(2)}% of it)` : ''}`);
  console.log(`${changed.length} of ${compared.length} screenshots differ.`);
  if (changed.length === 0) return;
  console.log(`See ${shownPath(path.join(differences, 'index.html'))}`);
  process.exitCode = 1;
}

/** Takes the pictures of every page of the quick profile's report. */
async function takeAll(out: string): Promise<void> {
  const folder = await builtSite('quick');
  const site = await serve(folder, { base: BASE });
  const browser = await launch();
  try {
    for (const address of addressesOf(folder)) {
      const { page, close } = await visit(browser, site, address);
      await readThrough(page);
      await photograph(page, address, [1440, 768, 390], out);
      await close();
    }
  } finally {
    await browser.close();
    await site.close();
  }
}
