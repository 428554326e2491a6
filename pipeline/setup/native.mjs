// @ts-check
// Compiles the native kernel of src/engine/native: one addon for each instruction set of this platform. Never in the way: where there is
// no compiler the WebAssembly kernel runs.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputOf } from './command.mjs';
import { pipEnvironment } from './pip.mjs';
import { hashOf, onPath, readJson, removeAbandoned, stamp } from './stamp.mjs';

const SOURCE = 'src/engine/native';
const FOLDER = 'src/engine/native/build';
const HEADERS = 'node_modules/node-api-headers';
const ZIG = 'ziglang==0.16.0';
const MINUTES = 10;

/** Builds by processor, from the one that every such processor runs to the widest, with the compiler's flags for each. */
const BUILDS = {
  x64: {
    sse4: ['-msse4.1'],
    avx2: ['-mavx2'],
    avx512: ['-mavx512f', '-mavx512dq', '-mavx512bw', '-mavx512vl'],
  },
  arm64: { neon: [] },
};
/** No contraction, no fast math: the same operations in the same order on every machine. */
const FLAGS = [
  ...['-shared', '-fPIC', '-O3', '-std=c++17', '-ffp-contract=off', '-fno-fast-math', '-fno-math-errno'],
  ...['-fno-exceptions', '-fno-rtti', '-fvisibility=hidden', '-w', '-DNAPI_VERSION=8'],
];

/**
 * Whether nothing is left to do: the addons are those of the present source and intact, or a compiler could not be had for it.
 * @param {string} root
 */
export function nativeReady(root) {
  if (!existsSync(join(root, SOURCE, 'addon.cpp'))) return true;
  const source = sourceOf(root);
  if (readJson(join(root, FOLDER, 'unavailable.json'))?.source === source) return true;
  const manifest = readJson(join(root, FOLDER, 'manifest.json'));
  return (
    manifest?.source === source &&
    Object.entries(manifest.builds).every(([name, hash]) => hashOfFile(join(root, FOLDER, fileOf(name))) === hash)
  );
}

/**
 * Compiles the native kernel and proves that it gives the bytes of the WebAssembly kernel, which has to be there. Never rejects.
 * @param {{ root: string, say: (text: string) => void, retry?: boolean, venv?: Promise<unknown> }} options `venv` settles once .venv is
 *   there, from which a compiler can come
 */
export async function ensureNative({ root, say, retry = false, venv = Promise.resolve() }) {
  const unavailable = join(root, FOLDER, 'unavailable.json');
  if (retry) rmSync(unavailable, { force: true });
  if (nativeReady(root)) return;
  const source = sourceOf(root);
  const making = join(root, FOLDER, `making-${process.pid}`);
  try {
    removeAbandoned(join(root, FOLDER), 'making-');
    mkdirSync(making, { recursive: true });
    const compiler = await findCompiler(root, say, venv);
    say(`compiles the native kernel (${compiler.version})`);
    await compileNative({ root, compiler, folder: making });
    const node = join(root, 'node_modules/.bin/node');
    await outputOf(node, [join(root, 'pipeline/setup/nativeProof.ts'), making], { cwd: root, seconds: 120 });
    // The manifest comes last: until then the addons are not those that it names, and are left out.
    const made = readdirSync(making).filter((name) => name.endsWith('.node'));
    for (const name of [...made, 'manifest.json']) renameSync(join(making, name), join(root, FOLDER, name));
    rmSync(unavailable, { force: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(`no native kernel, the WebAssembly kernel runs: ${why} (\`npm run setup -- --retry\` tries again)`);
    // Addons of an earlier source are none of this one.
    rmSync(join(root, FOLDER, 'manifest.json'), { force: true });
    stamp(unavailable, JSON.stringify({ source, why }));
  } finally {
    rmSync(making, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {string} name */
const fileOf = (name) => `kernel-${name}.node`;

/** @param {string} root */
function sourceOf(root) {
  const files = readdirSync(join(root, SOURCE)).filter((name) => /\.(h|cpp)$/.test(name));
  return hashOf(root, [
    ...files.sort().map((name) => `${SOURCE}/${name}`),
    'pipeline/setup/native.mjs',
    `${HEADERS}/package.json`,
  ]);
}

/**
 * Compiles every build of this platform into a folder, and the manifest of them, which src/engine/native/addon.ts reads.
 * @param {{ root: string, compiler: Compiler, folder: string, flags?: readonly string[] }} options `flags` come after those of the set-up
 * @throws Error where the platform has no build or the compiler fails
 */
export async function compileNative({ root, compiler, folder, flags = [] }) {
  const builds = BUILDS[/** @type {keyof typeof BUILDS} */ (process.arch)];
  if (!builds || process.platform === 'win32') {
    throw new Error(`there is none for ${process.platform} on ${process.arch}`);
  }
  // No library of C++ has to be there on the machine that runs the addon.
  const link = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : ['-Wl,--as-needed'];
  const include = `-I${join(root, HEADERS, 'include')}`;
  const [program, ...before] = compiler.command;
  const compile = async (/** @type {string} */ name, /** @type {readonly string[]} */ instructions) => {
    const file = join(folder, fileOf(name));
    const source = join(root, SOURCE, 'addon.cpp');
    const args = [...before, ...FLAGS, ...instructions, ...flags, include, source, '-o', file, ...link];
    // A compiler's temporary files go with the folder of the build.
    const env = { TMPDIR: folder, ZIG_GLOBAL_CACHE_DIR: folder, ZIG_LOCAL_CACHE_DIR: folder };
    await outputOf(program, args, { cwd: folder, env, seconds: 60 * MINUTES });
    return [name, hashOfFile(file)];
  };
  const settled = await Promise.allSettled(
    Object.entries(builds).map(([name, instructions]) => compile(name, instructions)),
  );
  // Only when all have ended does nobody write to the folder any more.
  const compiled = settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
  const manifest = {
    source: sourceOf(root),
    compiler: compiler.version,
    platform: `${process.platform}-${process.arch}`,
    builds: Object.fromEntries(compiled),
  };
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * @typedef {{ command: string[], version: string }} Compiler
 * @returns {Promise<Compiler | null>} a C++ compiler of this machine
 */
export async function machineCompiler() {
  for (const name of ['g++', 'clang++', 'c++']) {
    const path = onPath([name]);
    const version = path && (await versionOf([path]));
    if (path && version) return { command: [path], version };
  }
  return null;
}

/**
 * A C++ compiler of this machine, else the one inside the package ziglang, installed into .venv.
 * @param {string} root
 * @param {(text: string) => void} say
 * @param {Promise<unknown>} venv
 * @returns {Promise<Compiler>}
 */
async function findCompiler(root, say, venv) {
  const installed = await machineCompiler();
  if (installed) return installed;
  await venv.catch(() => undefined);
  const python = join(root, '.venv/bin/python');
  if (!existsSync(python)) throw new Error('there is no C++ compiler (Debian: apt-get install g++)');
  const zig = [python, '-m', 'ziglang', 'c++'];
  let version = await versionOf(zig);
  if (!version) {
    say(`installs a compiler (${ZIG}) into .venv`);
    const pip = [python, '-m', 'pip'];
    const install = ['install', '--quiet', '--disable-pip-version-check', '--no-input', '--no-deps'];
    const patience = ['--only-binary=:all:', '--retries', '1', '--timeout', '20'];
    const options = { env: await pipEnvironment(pip), seconds: 60 * MINUTES };
    await outputOf(python, [...pip.slice(1), ...install, ...patience, ZIG], options);
    version = await versionOf(zig);
  }
  if (!version) throw new Error(`there is no C++ compiler, and that of ${ZIG} does not start`);
  return { command: zig, version };
}

/**
 * The first line of what a compiler says of itself; null where it does not start.
 * @param {readonly string[]} command
 */
async function versionOf([program, ...args]) {
  try {
    return (await outputOf(program, [...args, '--version'], { seconds: 60 })).split('\n')[0].trim();
  } catch {
    return null;
  }
}

/** @param {string} file */
function hashOfFile(file) {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return null;
  }
}
