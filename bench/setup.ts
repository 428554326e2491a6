import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { pipEnvironment } from '../pipeline/setup/pip.mjs';
import { readJson, writeAtomic } from '../src/artifact/file.ts';
import { sha256 } from '../src/artifact/hash.ts';
import { runProgram } from '../src/system/program.ts';

/** The peers that run on Python, by the file in bench/python/ that pins their packages. */
export type PythonPeers = 'torch' | 'jax';

const HERE = import.meta.dirname;
const CACHE = join(HERE, '..', '.cache', 'bench');
const VENV = join(CACHE, 'venv');
export const PYTHON = join(VENV, 'bin', 'python');
/** PyTorch's index of CPU builds, for platforms where pip would install CUDA. */
const CPU_INDEX = 'https://download.pytorch.org/whl/cpu';
/** Supported versions of Python; the oldest has the most wheels. */
const PYTHONS = ['python3.11', 'python3.12', 'python3.13', 'python3.14', 'python3'];
/** Short timeouts for servers that do not answer. */
const PIP = ['-m', 'pip', '--disable-pip-version-check', '--no-input', '--retries', '1', '--timeout', '30'];

/** What pip would install, as `pip install --report` writes it, as far as it is read. */
const reportSchema = z.looseObject({
  install: z.array(z.looseObject({ metadata: z.looseObject({ name: z.string() }) })),
});

/** Why each group of Python peers is missing; null if it is installed. */
export type Availability = Record<PythonPeers, string | null>;

/** Peers that are already installed. */
export function installedPeers(): Availability {
  const state = (group: PythonPeers) =>
    existsSync(PYTHON) && stamped(group) ? null : 'not installed; run npm run bench without --quick';
  return { torch: state('torch'), jax: state('jax') };
}

/**
 * Makes .cache/bench/venv with the pinned CPU builds of PyTorch and JAX. Installed groups are kept; for
 * those that cannot be installed the reason is returned.
 */
export async function setUpPeers(log: (text: string) => void): Promise<Availability> {
  const noPython = await makeVenv();
  if (noPython !== null) return { torch: noPython, jax: noPython };
  const before = installedPeers();
  const availability = { ...before };
  for (const group of ['jax', 'torch'] as const) {
    if (before[group] === null) continue;
    log(`installs ${group === 'jax' ? 'JAX' : 'PyTorch'} (bench/python/${group}.txt) into .cache/bench/venv`);
    availability[group] = await (group === 'jax' ? installJax() : installTorch());
    if (availability[group] === null) writeAtomic(stampOf(group), hashOf(group));
  }
  return availability;
}

/** Makes the environment unless it works; returns null, or why it failed. */
async function makeVenv(): Promise<string | null> {
  if (existsSync(PYTHON) && (await attempt(PYTHON, ['-c', 'import pip'])) === null) return null;
  for (const python of PYTHONS) {
    if ((await attempt(python, ['-c', 'import sys, venv, ensurepip; assert sys.version_info >= (3, 11)'])) !== null) {
      continue;
    }
    rmSync(VENV, { recursive: true, force: true });
    mkdirSync(CACHE, { recursive: true });
    return attempt(python, ['-m', 'venv', VENV]);
  }
  return 'no Python 3.11 or newer with venv was found (Debian: apt-get install python3-venv)';
}

function installJax(): Promise<string | null> {
  return pip(['install', '--quiet', '-r', fileOf('jax')]);
}

/** Uses pip if it would install a CPU build, else PyTorch's index of CPU builds. */
async function installTorch(): Promise<string | null> {
  const report = join(CACHE, 'torch.report.json');
  const plan = ['install', '--dry-run', '--quiet', '--report', report, '-r', fileOf('torch')];
  const planned = await pip(plan);
  const names = planned === null ? resolved(report) : [];
  rmSync(report, { force: true });
  if (planned === null && !names.some((name) => /^(nvidia|cuda|triton)/i.test(name))) {
    return pip(['install', '--quiet', '-r', fileOf('torch')]);
  }
  const index = ['--index-url', CPU_INDEX];
  const [torch, ...others] = pinned('torch');
  return (await pip(['install', '--quiet', ...index, torch])) ?? (await pip(['install', '--quiet', ...others]));
}

function resolved(report: string): string[] {
  return readJson(report, reportSchema).install.map(({ metadata }) => metadata.name);
}

/** Runs pip in the environment of the peers, as `attempt` does. */
async function pip(args: readonly string[]): Promise<string | null> {
  return attempt(PYTHON, [...PIP, ...args], await pipEnvironment([PYTHON, '-m', 'pip']));
}

/** Runs a command; returns null, or the line of its output with the error. */
async function attempt(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string | null> {
  const { exitCode, all, shortMessage } = await runProgram(command, args, {
    env,
    reject: false,
    all: true,
    stdin: 'ignore',
  });
  if (exitCode === 0) return null;
  const lines = (all ?? '').split('\n').filter((line) => line.trim() !== '');
  return lines.findLast((line) => /error/i.test(line))?.trim() ?? lines.at(-1)?.trim() ?? String(shortMessage);
}

function fileOf(group: PythonPeers): string {
  return join(HERE, 'python', `${group}.txt`);
}

function pinned(group: PythonPeers): string[] {
  const lines = readFileSync(fileOf(group), 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

function stampOf(group: PythonPeers): string {
  return join(VENV, `.${group}.set-up`);
}

function hashOf(group: PythonPeers): string {
  return sha256(pinned(group).join('\n'));
}

function stamped(group: PythonPeers): boolean {
  return existsSync(stampOf(group)) && readFileSync(stampOf(group), 'utf8') === hashOf(group);
}

if (import.meta.main) {
  const availability = await setUpPeers((text) => console.error(`set-up of the peers: ${text}`));
  for (const [group, reason] of Object.entries(availability)) console.log(`${group}: ${reason ?? 'ready'}`);
}
