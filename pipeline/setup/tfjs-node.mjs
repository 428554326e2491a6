// Makes the optional dependency @tensorflow/tfjs-node run. npm installs it with scripts off; libtensorflow and the compiled
// addon stand in .cache/tfjs-node/, outside node_modules, and the package links to them.
import { lstat, mkdir, readlink, rename, rm, stat, statfs, symlink } from 'node:fs/promises';
import path from 'node:path';
import { outputOf } from './command.mjs';
import { fromBucket, fromWheel } from './libtensorflow.mjs';
import { hashOf, readJson, removeAbandoned, stamp } from './stamp.mjs';

/** To be raised when what stands in the cache must be made anew. */
const RECIPE = 1;
const BYTES_NEEDED = 2e9;
const INSTEAD = "the reference engine uses TensorFlow.js's own WebAssembly backend instead (slower, same results)";

/**
 * Makes @tensorflow/tfjs-node loadable by the project's Node, from the package's own bucket or else from TensorFlow's wheel
 * on PyPI. Never rejects: where it cannot be had the reason is remembered for the present package-lock.json.
 *
 * @param {{ root: string, say: (line: string) => void, retry?: boolean }} options the checkout, where to tell what is being
 *   installed, and whether to try again after a failure
 * @returns {Promise<string | null>} null when it runs, else one sentence: why not, and what is used instead
 */
export async function ensureTfjsNode({ root, say, retry = false }) {
  const packageFolder = path.join(root, 'node_modules', '@tensorflow', 'tfjs-node');
  const cache = path.join(root, '.cache', 'tfjs-node');
  const failure = path.join(cache, 'unavailable.json');
  try {
    const version = readJson(path.join(packageFolder, 'package.json'))?.version;
    if (!version) return sentence('npm did not install it');
    const key = `${version}-${process.platform}-${process.arch}-${RECIPE}`;
    const folder = path.join(cache, key);
    if (await whole(folder)) {
      await link(packageFolder, folder);
      return null;
    }
    const lock = hashOf(root, ['package-lock.json']);
    const remembered = readJson(failure);
    if (!retry && remembered?.lock === lock) return remembered.sentence;
    try {
      await make({ root, packageFolder, cache, folder, say });
      await rm(failure, { force: true });
      return null;
    } catch (error) {
      const line = sentence(`${error.message} (\`npm run setup -- --retry\` tries again)`);
      stamp(failure, JSON.stringify({ lock, sentence: line }));
      return line;
    }
  } catch (error) {
    return sentence(error.message);
  }
}

/** Fills a folder beside the final one, proves that the addon in it computes, then puts it in its place. */
async function make({ root, packageFolder, cache, folder, say }) {
  removeAbandoned(cache, 'making-');
  const making = path.join(cache, `making-${process.pid}`);
  await mkdir(making, { recursive: true });
  try {
    const { bavail, bsize } = await statfs(making);
    if (bavail * bsize < BYTES_NEEDED) throw new Error('less than 2 GB of disk are free');
    const node = path.join(root, 'node_modules', '.bin', 'node');
    const context = { root, packageFolder, folder: making, node, say };
    const reasons = [];
    let origin = null;
    for (const [name, way] of Object.entries({ bucket: fromBucket, wheel: fromWheel })) {
      try {
        await unlink(packageFolder);
        await rm(making, { recursive: true, force: true });
        await mkdir(making, { recursive: true });
        await way(context);
        await link(packageFolder, making);
        await prove(root, node);
        origin = name;
        break;
      } catch (error) {
        reasons.push(`${name}: ${reasonOf(error)}`);
      }
    }
    if (!origin) throw new Error(reasons.join('; '));
    stamp(path.join(making, 'ready.json'), JSON.stringify({ origin, node: process.version }));
    // Whoever was faster has made the same: keep theirs, it may be in use.
    if (!(await whole(folder))) {
      await rm(folder, { recursive: true, force: true });
      await rename(making, folder);
    }
    await link(packageFolder, folder);
  } catch (error) {
    await unlink(packageFolder);
    throw error;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** Loads the package in the Node that will run it, and lets it multiply. */
async function prove(root, node) {
  const script = [
    "const util = require('node:util')",
    'util.isNullOrUndefined = (value) => value === null || value === undefined',
    'util.isArray = Array.isArray',
    "const tf = require('@tensorflow/tfjs-node')",
    'console.log(tf.getBackend(), tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0])',
  ].join(';');
  const said = await outputOf(node, ['-e', script], { cwd: root, env: { TF_CPP_MIN_LOG_LEVEL: '2' }, seconds: 60 });
  if (!said.includes('tensorflow 11')) throw new Error(`the addon loads but does not compute: ${said.trim()}`);
}

/** Whether a folder was finished and has the parts that the package links to. */
async function whole(folder) {
  const parts = ['lib', 'deps'];
  const there = await Promise.all(parts.map((part) => stat(path.join(folder, part)).catch(() => null)));
  return there.every(Boolean) && readJson(path.join(folder, 'ready.json')) !== null;
}

/** Points `deps` and `lib` of the package at a folder, by relative links so that the checkout may move. */
async function link(packageFolder, folder) {
  for (const part of ['deps', 'lib']) {
    const place = path.join(packageFolder, part);
    const target = path.relative(packageFolder, path.join(folder, part));
    if ((await readlink(place).catch(() => null)) === target) continue;
    const next = `${place}.${process.pid}.tmp`;
    await rm(next, { force: true });
    await symlink(target, next);
    const standing = await lstat(place).catch(() => null);
    if (standing?.isDirectory()) await rm(place, { recursive: true });
    await rename(next, place);
  }
}

/** Leaves the package as npm installed it. */
async function unlink(packageFolder) {
  for (const part of ['deps', 'lib']) await rm(path.join(packageFolder, part), { recursive: true, force: true });
}

function sentence(reason) {
  return `@tensorflow/tfjs-node is not available, ${INSTEAD}: ${reason}.`;
}

/** The cause that a person can act on, of errors of the network in particular. */
function reasonOf(error) {
  const code = error.cause?.code ?? error.code;
  if (error.name === 'TimeoutError') return 'no answer within 4 s';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ECONNREFUSED') return `out of reach (${code})`;
  return error.message;
}
