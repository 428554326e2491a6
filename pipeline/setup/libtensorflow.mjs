// The two ways to a libtensorflow and an addon for @tensorflow/tfjs-node. Each fills a folder with `deps/` and `lib/` in the
// layout of the package, so that the addon's run path ($ORIGIN/../../deps/lib) holds wherever that folder stands.
import { constants } from 'node:fs';
import { access, mkdir, readdir, realpath, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { outputOf } from './command.mjs';
import { installDebian, mayInstall } from './debian.mjs';
import { pipEnvironment } from './pip.mjs';

const WHEEL = 'tensorflow-cpu==2.21.0';
const NAPI = 8;

const isThere = (file) =>
  access(file, constants.R_OK).then(
    () => true,
    () => false,
  );

/**
 * The package's own install: libtensorflow and a prebuilt addon from its storage bucket. Fails within seconds where the
 * bucket is out of reach.
 */
export async function fromBucket({ root, packageFolder, folder, node }) {
  const host = process.env.TFJS_NODE_CDN_STORAGE || process.env.CDN_STORAGE || 'https://storage.googleapis.com/';
  const target = process.env.TFJS_NODE_BASE_URI || host;
  const proxied = process.env.HTTPS_PROXY || process.env.https_proxy;
  if (!proxied) await fetch(new URL('/', target), { method: 'HEAD', signal: AbortSignal.timeout(4000) });
  const bin = path.join(root, 'node_modules', '.bin');
  const env = { PATH: `${bin}${path.delimiter}${process.env.PATH}` };
  await outputOf(node, ['scripts/install.js'], { cwd: packageFolder, env, seconds: 300 });
  for (const part of ['deps', 'lib']) await rename(path.join(packageFolder, part), path.join(folder, part));
}

/** The C library inside TensorFlow's wheel on PyPI, and the addon compiled against it from the package's sources. */
export async function fromWheel({ root, packageFolder, folder, say }) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`the wheel is for Linux on x64, this is ${process.platform} on ${process.arch}`);
  }
  const compiler = await findCompiler(say);
  const headers = await nodeHeaders(root);
  const pip = await findPip(folder, say);

  say(`installs libtensorflow for @tensorflow/tfjs-node, from ${WHEEL} (270 MB)`);
  const wheels = path.join(folder, 'wheel');
  const [python, ...module] = pip;
  const download = [
    ...module,
    'download',
    WHEEL,
    '--dest',
    wheels,
    '--no-deps',
    '--only-binary=:all:',
    '--no-cache-dir',
  ];
  const patience = ['--quiet', '--disable-pip-version-check', '--retries', '1', '--timeout', '30'];
  const env = { ...(await pipEnvironment(pip)), TMPDIR: folder };
  try {
    await outputOf(python, [...download, ...patience], { env, seconds: 600 });
  } catch (error) {
    // A Python too new to have a wheel of its own: the C library inside is the same in all of them.
    if (!/No matching distribution/.test(error.message)) throw error;
    const other = ['--python-version', '3.12', '--implementation', 'cp', '--platform', 'manylinux_2_27_x86_64'];
    await outputOf(python, [...download, ...patience, ...other], { env, seconds: 600 });
  }
  const wheel = (await readdir(wheels)).find((name) => name.endsWith('.whl'));

  const deps = path.join(folder, 'deps');
  const unpack = path.join(root, 'pipeline', 'setup', 'unpackLibtensorflow.py');
  await outputOf(python, [unpack, path.join(wheels, wheel), deps], { seconds: 300 });
  await rm(wheels, { recursive: true });
  const library = path.join(deps, 'lib');
  for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
    // A quarter of the size is symbols that nothing looks up; without binutils the library is only larger.
    await outputOf('strip', ['--strip-all', path.join(library, name)], { seconds: 120 }).catch(() => {});
  }
  await symlink('libtensorflow_cc.so.2', path.join(library, 'libtensorflow.so'));
  await symlink('libtensorflow_framework.so.2', path.join(library, 'libtensorflow_framework.so'));

  const output = path.join(folder, 'lib', `napi-v${NAPI}`);
  await mkdir(output, { recursive: true });
  const binding = path.join(packageFolder, 'binding');
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => path.join(binding, name));
  const flags = ['-shared', '-fPIC', '-O2', '-std=c++17', '-w', `-DNAPI_VERSION=${NAPI}`, '-DBUILDING_NODE_EXTENSION'];
  const include = [headers, path.join(deps, 'include'), packageFolder].map((from) => `-I${from}`);
  const link = [`-L${library}`, '-ltensorflow', '-ltensorflow_framework', '-Wl,-rpath,$ORIGIN/../../deps/lib'];
  const made = path.join(output, 'tfjs_binding.node');
  await outputOf(compiler, [...flags, ...include, ...sources, '-o', made, ...link], { seconds: 300 });
}

/** The folder of node_api.h: the npm package of Node's headers, else those installed with Node. */
async function nodeHeaders(root) {
  const prefix = path.dirname(path.dirname(await realpath(process.execPath)));
  const folders = [
    path.join(root, 'node_modules', 'node-api-headers', 'include'),
    path.join(prefix, 'include', 'node'),
    '/usr/include/node',
  ];
  for (const folder of folders) if (await isThere(path.join(folder, 'node_api.h'))) return folder;
  throw new Error('no node_api.h: the package node-api-headers is missing from node_modules');
}

/** A C++ compiler; where none is there and packages of Debian may be installed, that one. */
async function findCompiler(say) {
  const compilers = [process.env.CXX, 'g++', 'c++', 'clang++'].filter(Boolean);
  const find = () =>
    firstThatRuns(
      compilers.map((name) => [name]),
      ['--version'],
    );
  let found = await find();
  if (!found && mayInstall()) {
    say('installs g++ to compile the addon of @tensorflow/tfjs-node');
    await installDebian(['g++']);
    found = await find();
  }
  if (!found) throw new Error('no C++ compiler (install g++)');
  return found[0];
}

/** A Python whose pip works, as a command: the machine's, or one in a new virtual environment. */
async function findPip(folder, say) {
  const found = await firstThatRuns([['python3', '-m', 'pip']], ['--version']);
  if (found) return found;
  const environment = path.join(folder, 'venv');
  const make = () =>
    outputOf('python3', ['-m', 'venv', environment], { seconds: 120 }).then(
      () => true,
      () => false,
    );
  let made = await make();
  if (!made && mayInstall()) {
    say('installs python3-venv to fetch libtensorflow');
    await installDebian(['python3', 'python3-venv']);
    made = await make();
  }
  if (!made) throw new Error('no Python 3 with pip or venv (install python3-venv)');
  return [path.join(environment, 'bin', 'python'), '-m', 'pip'];
}

/** The first of some commands that answers a question without an error. */
async function firstThatRuns(commands, question) {
  for (const command of commands) {
    const [file, ...rest] = command;
    const runs = await outputOf(file, [...rest, ...question], { seconds: 30 }).then(
      () => true,
      () => false,
    );
    if (runs) return command;
  }
  return null;
}
