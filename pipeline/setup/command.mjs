// @ts-check
import { spawn } from 'node:child_process';

/** A circumstance that stops the set-up, in one sentence that says what to do. */
export class SetupError extends Error {}

/**
 * Runs a command quietly to its end and resolves to its exit code and everything that it printed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number | null, output: string }>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: null, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/**
 * Runs a command that has to succeed.
 * @param {string} what what it was for, as the beginning of a sentence: 'npm ci'
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
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
