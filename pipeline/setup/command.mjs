// @ts-check
import { spawn } from 'node:child_process';
import { environment } from '../../src/system/environment.mjs';

/** A circumstance that stops the set-up, in one sentence that says what to do. */
export class SetupError extends Error {}

/**
 * What a command is run with. `env` is added to the environment that every child gets; after `seconds` it is ended.
 * @typedef {{ cwd?: string, env?: Record<string, string | undefined>, seconds?: number }} RunOptions
 */

/** The commands that are going on. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
process.on('exit', () => {
  for (const child of running) endGroup(child, 'SIGTERM');
});

/**
 * Runs a command quietly to its end and resolves to its exit code and everything that it printed. It ends, with all that it started, where
 * this process ends before.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number | null, output: string, stdout: string, late: boolean }>}
 */
export function run(command, args, { cwd, env, seconds } = {}) {
  return new Promise((resolve) => {
    let [output, stdout, late] = ['', '', false];
    const child = spawn(command, args, {
      cwd,
      env: environment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what it starts can be ended with it.
      detached: true,
    });
    running.add(child);
    const timer = seconds
      ? setTimeout(() => {
          late = true;
          endGroup(child, 'SIGKILL');
        }, seconds * 1000)
      : undefined;
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
      stdout = (stdout + chunk.toString()).slice(-200_000);
      output = (output + chunk.toString()).slice(-20_000);
    });
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-20_000);
    });
    const end = (/** @type {number | null} */ code, more = '') => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, output: output + more, stdout, late });
    };
    child.on('error', (error) => end(null, error.message));
    child.on('close', (code) => end(code));
  });
}

/**
 * What a command writes to its standard output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @throws Error with the last lines that it wrote
 */
export async function outputOf(command, args, options = {}) {
  const { code, output, stdout, late } = await run(command, args, options);
  if (code === 0) return stdout;
  const name = command.split('/').at(-1);
  if (/ENOENT/.test(output) && code === null && !late) throw new Error(`${name} is not installed`);
  if (late) throw new Error(`${name} took longer than ${options.seconds} s`);
  throw new Error(`${name} failed: ${output.trim().split('\n').slice(-4).join(' / ') || `exit code ${code}`}`);
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function endGroup(child, signal) {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

/**
 * Runs a command that has to succeed.
 * @param {string} what what it was for, as the beginning of a sentence: 'npm ci'
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} its output
 * @throws {SetupError} with the likely cause of the failure and what to do
 */
export async function runOrExplain(what, command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code === 0) return output;
  throw new SetupError(`${what} failed. ${likelyCause(output)}\n${tail(output)}`);
}

const CAUSES = /** @type {const} */ ([
  [/ENOSPC|No space left on device|disk quota/i, 'The disk is full: free about 2 GB and run the same command again.'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network|Temporary failure|NewConnectionError|Could not resolve|No matching distribution|max retries/i,
    'The package server cannot be reached: connect to the network (or set the proxy or mirror of npm and pip) and run the same command again.',
  ],
  [
    /EACCES|EPERM|Permission denied/i,
    'A file or folder may not be written: give this user the checkout and its own cache folders.',
  ],
  [
    /from lock file|npm ci. can only install/i,
    "package.json and package-lock.json disagree: restore both with 'git checkout package.json package-lock.json'.",
  ],
  [
    /EINTEGRITY|hash(es)? (do not|mismatch)/i,
    "A downloaded package is damaged: run 'npm cache verify' and the same command again.",
  ],
]);

/** @param {string} output */
export function likelyCause(output) {
  return (
    CAUSES.find(([pattern]) => pattern.test(output))?.[1] ??
    'What it printed last may say why; after curing it, run the same command again.'
  );
}

/** @param {string} output */
function tail(output) {
  return output
    .trimEnd()
    .split('\n')
    .slice(-8)
    .map((line) => `  ${line}`)
    .join('\n');
}
