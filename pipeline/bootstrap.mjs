// @ts-check
// Loaded by entry.cjs. Runs on whatever Node the machine has, from 20 on, with nothing installed; everything after it runs on the Node of
// node_modules.
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onEnd } from '../src/system/ending.mjs';
import { watchNpm } from '../src/system/npmProcess.mjs';
import { ensureBrowser } from './setup/browser.mjs';
import { likelyCause, SetupError } from './setup/command.mjs';
import { dvcReady, ensureDvc } from './setup/dvc.mjs';
import { handOver } from './setup/handOver.mjs';
import { ensureKernel, kernelReady } from './setup/kernel.mjs';
import { alone } from './setup/lock.mjs';
import { registerMergeDrivers } from './setup/merge.mjs';
import { ensureNative, nativeReady } from './setup/native.mjs';
import { ensureNodes } from './setup/nodes.mjs';
import { ensurePackages, packagesReady } from './setup/packages.mjs';
import { ensureTfjsNode } from './setup/tfjs-node.mjs';

const ROOT = resolve(fileURLToPath(import.meta.url), '..', '..');

/** What each command runs once the set-up is done, with arguments that come first. @type {Record<string, string | null>} */
const TARGETS = {
  setup: null,
  reproduce: 'pipeline/commands/reproduce.ts',
  jobs: 'pipeline/commands/jobs.ts',
  slurm: 'test/cluster/localSlurm.ts',
  site: 'pipeline/commands/site.ts',
  report: 'pipeline/stages/report.ts',
  network: 'pipeline/commands/network.ts',
  verify: 'pipeline/commands/verify.ts',
  explain: 'pipeline/commands/explain.ts',
  'figures:diff': 'pipeline/commands/figuresDiff.ts',
  'publish:bundle': 'pipeline/commands/bundle.ts',
  release: 'pipeline/commands/release.ts',
  article: 'pipeline/commands/article.ts',
  reference: 'pipeline/commands/reference.ts',
  bench: 'bench/run.ts',
  screenshots: 'test/site/screenshots.ts',
  test: 'pipeline/commands/test.ts',
  'test:unit': 'node_modules/vitest/vitest.mjs run --project unit',
};

/** The commands that run DVC: for them it is started once to see that it does. */
const DVC_USERS = ['setup', 'reproduce', 'test'];

/** @param {string} text */
const say = (text) => console.error(`set-up: ${text}`);

/**
 * @param {string} target
 * @param {boolean} retry whether to try again what could not be had before
 */
async function setUp(target, retry) {
  const forTests = async () => {
    await ensureNodes({ root: ROOT, say });
    return ensureBrowser({ say });
  };
  const shown = target === 'screenshots' ? ensureBrowser({ say }) : Promise.resolve(null);
  const browser = target === 'test' ? forTests() : shown;
  const start = DVC_USERS.includes(target);
  if (target === 'setup' || target === 'reproduce') await registerMergeDrivers(ROOT);
  const parts = [packagesReady(ROOT), dvcReady(ROOT, { start }), kernelReady(ROOT), nativeReady(ROOT)];
  if (!retry && (await Promise.all(parts)).every(Boolean)) {
    await tfjsNode(retry);
    return browser;
  }
  await alone(
    join(ROOT, '.cache/setup/lock'),
    ({ pid, host }) => say(`waits for the set-up that is going on already (process ${pid} on ${host})`),
    async () => {
      const packages = ensurePackages({ root: ROOT, say });
      const venv = ensureDvc({ root: ROOT, say });
      const kernel = packages.then(() => ensureKernel({ root: ROOT, say }));
      const steps = [
        packages,
        venv,
        kernel,
        kernel.then(() => ensureNative({ root: ROOT, say, retry, venv })),
        packages.then(() => tfjsNode(retry)),
      ];
      const failures = (await Promise.allSettled(steps)).filter((step) => step.status === 'rejected');
      if (failures.length > 0) throw failures[0].reason;
    },
  );
  return browser;
}

/**
 * Makes tfjs-node run where that is possible; never in the way.
 * @param {boolean} retry
 */
async function tfjsNode(retry) {
  try {
    const sentence = await ensureTfjsNode({ root: ROOT, say, retry });
    if (sentence) say(sentence);
  } catch (error) {
    say(
      `tfjs-node is not available, TensorFlow.js's own backends stand in (${error instanceof Error ? error.message : error})`,
    );
  }
}

/**
 * Starts the command itself and ends as it ends.
 * @param {string} script
 * @param {readonly string[]} args
 * @param {string | null} browser
 */
function hand(script, args, browser) {
  const bin = join(ROOT, 'node_modules/.bin');
  const env = {
    PATH: [bin, join(ROOT, '.venv/bin'), process.env.PATH].filter(Boolean).join(delimiter),
    MODULAR_GROWTH_CALLER: callerFolder(),
    ...(browser ? { CHROME_PATH: browser } : {}),
  };
  handOver(join(bin, 'node'), [join(ROOT, script), ...args], { cwd: ROOT, env });
}

/** The folder that the user stands in: npm changes to the checkout, and hands on where it was called. */
function callerFolder() {
  const { INIT_CWD, npm_package_json } = process.env;
  const throughNpm = INIT_CWD && npm_package_json === join(ROOT, 'package.json');
  return throughNpm && resolve('.') === ROOT ? INIT_CWD : resolve('.');
}

async function main() {
  const [target, ...args] = process.argv.slice(2);
  if (target === undefined || !Object.hasOwn(TARGETS, target)) {
    const known = Object.keys(TARGETS).join('|');
    console.error(`node pipeline/entry.cjs <${known}> [flags]`);
    process.exit(target === '--help' ? 0 : 2);
  }
  onEnd();
  watchNpm(() => process.emit('SIGTERM'));
  try {
    const browser = await setUp(target, target === 'setup' && args.includes('--retry'));
    const [script, ...first] = TARGETS[target]?.split(' ') ?? [];
    if (script) hand(script, [...first, ...args], browser);
    else say('done');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = /** @type {NodeJS.ErrnoException} */ (error)?.code;
    console.error(
      error instanceof SetupError || !code
        ? message
        : `The set-up failed. ${likelyCause(`${code} ${message}`)} (${message})`,
    );
    process.exit(1);
  }
}

await main();
