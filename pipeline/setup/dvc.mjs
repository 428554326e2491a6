// @ts-check
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, runOrExplain, SetupError } from './command.mjs';
import { installDebian, mayInstall } from './debian.mjs';
import { pipEnvironment } from './pip.mjs';
import { hashOf, onPath, stamp, stamped } from './stamp.mjs';

const PYTHONS = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

/**
 * Whether the DVC that an earlier set-up found or installed is the one that the driver would start (.venv first) and, where that is asked,
 * whether it starts: its interpreter goes with a moved checkout or another Python.
 * @param {string} root
 * @param {{ start: boolean }} options starting it takes a second
 */
export async function dvcReady(root, { start }) {
  const local = join(root, '.venv/bin/dvc');
  const found = existsSync(local) ? local : foundDvc(root);
  if (found === null) return false;
  const known =
    found === local
      ? stamped(join(root, '.venv/.set-up'), requirements(root))
      : stamped(join(root, '.cache/setup/dvc'), identity(found));
  return known && (!start || (await recent(found)));
}

/**
 * Finds a DVC from 3.50 on the PATH, else installs the one of requirements.txt into .venv.
 * @param {{ root: string, say: (text: string) => void }} options
 */
export async function ensureDvc({ root, say }) {
  if (await dvcReady(root, { start: true })) return;
  const found = existsSync(join(root, '.venv/bin/dvc')) ? null : foundDvc(root);
  if (found && (await recent(found))) {
    say(`uses the DVC at ${found}`);
    stamp(join(root, '.cache/setup/dvc'), identity(found));
    return;
  }
  const venv = join(root, '.venv');
  const unfinished = join(venv, '.unfinished');
  const ours = existsSync(unfinished) || existsSync(join(venv, '.set-up'));
  if (existsSync(venv) && !ours) {
    if (await recent(join(venv, 'bin/dvc'))) {
      say('uses the DVC in .venv');
      stamp(join(venv, '.set-up'), requirements(root));
      return;
    }
    throw new SetupError(
      'There is a folder .venv that this project did not make and that holds no DVC 3: move it away, or run `.venv/bin/pip install -r requirements.txt`, and start again.',
    );
  }
  const python = await findPython(say);
  say('installs DVC 3.67.1 (requirements.txt) into .venv');
  const replaced = join(root, '.cache', 'setup', `venv-${process.pid}`);
  mkdirSync(join(root, '.cache', 'setup'), { recursive: true });
  if (existsSync(venv)) renameSync(venv, replaced);
  try {
    mkdirSync(venv);
    writeFileSync(unfinished, '');
    await runOrExplain('Making the Python environment .venv', python, ['-m', 'venv', venv]);
    const pip = [join(venv, 'bin/python'), '-m', 'pip'];
    const [command, ...module] = pip;
    const install = [
      ...module,
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-input',
      '-r',
      'requirements.txt',
    ];
    await runOrExplain('Installing DVC with pip', command, install, { cwd: root, env: await pipEnvironment(pip) });
    await runOrExplain('Starting DVC', join(venv, 'bin/dvc'), ['--version'], { cwd: root });
    stamp(join(venv, '.set-up'), requirements(root));
    rmSync(unfinished);
    rmSync(replaced, { recursive: true, force: true });
  } catch (error) {
    rmSync(venv, { recursive: true, force: true });
    if (existsSync(replaced)) renameSync(replaced, venv);
    throw error;
  }
}

/** @param {string} root */
function requirements(root) {
  return hashOf(root, ['requirements.txt']);
}

/** A dvc on the PATH, the one of our own environment apart. @param {string} root */
function foundDvc(root) {
  return onPath(['dvc'], (path) => !path.startsWith(join(root, '.venv')));
}

/** @param {string} path */
function identity(path) {
  const { size, mtimeMs } = statSync(path);
  return `${path} ${size} ${mtimeMs}`;
}

/** Whether a dvc starts and is 3.50 or newer of the third series. @param {string} path */
async function recent(path) {
  const { code, output } = await run(path, ['--version']);
  const version = /(\d+)\.(\d+)\.\d+/.exec(output);
  return code === 0 && version !== null && Number(version[1]) === 3 && Number(version[2]) >= 50;
}

/** A Python from 3.10 that can make environments. @param {(text: string) => void} say */
async function findPython(say) {
  /** @type {string[]} */
  const seen = [];
  let without = '';
  for (const name of PYTHONS) {
    const { code, output } = await run(name, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
    if (code !== 0) {
      if (onPath([name])) seen.push(`${name} does not start: ${output.trim().split('\n').at(-1)}`);
      continue;
    }
    const version = output.trim();
    if (Number(version.split('.')[0]) !== 3 || Number(version.split('.')[1]) < 10) {
      seen.push(`${name} is ${version}`);
      continue;
    }
    if (await makesEnvironments(name)) return name;
    without ||= name;
  }
  if (without) {
    if (mayInstall()) {
      say('installs python3-venv (apt-get)');
      await installDebian(['python3-venv']);
      if (await makesEnvironments(without)) return without;
    }
    throw new SetupError(
      `${without} lacks the modules venv and ensurepip: install them (Debian: apt-get install python3-venv) and start again.`,
    );
  }
  throw new SetupError(
    `DVC needs Python 3.10 or newer, and none was found${seen.length ? ` (${seen.join(', ')})` : ''}: install it (Debian: apt-get install python3 python3-venv), or put a dvc from 3.50 on the PATH, and start again.`,
  );
}

/** @param {string} python */
async function makesEnvironments(python) {
  return (await run(python, ['-c', 'import venv, ensurepip'])).code === 0;
}
