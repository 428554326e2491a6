// @ts-check
// Plain JavaScript: the set-up needs it before anything is installed.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { environment } from './environment.mjs';
import { startOf } from './identity.mjs';

/** @typedef {'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE'} Ending why a process is to end; SIGPIPE where nobody reads its output any more */

/** @param {Ending} signal the exit code that a shell gives to a process ended by it */
export const exitCodeOf = (signal) => 128 + constants.signals[signal];

/** @type {(signal: Ending) => void} */
let handler = (signal) => process.exit(exitCodeOf(signal));
let watching = false;

/**
 * Says what happens when this process is to end: by a signal, since its terminal or the reader of its output is gone, or since the process that
 * started it over a channel is gone. Called again it replaces what was said before.
 * @param {(signal: Ending) => void} [then] by default the process exits with the signal's code
 */
export function onEnd(then) {
  if (then) handler = then;
  if (watching) return;
  watching = true;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => handler(signal));
  let written = true;
  process.stdout.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
    if (!written) return;
    written = false;
    if (error.code === 'EPIPE' || error.code === 'EIO') return handler('SIGPIPE');
    console.error(
      `What this command prints cannot be written: free some space or name another file. (${error.message})`,
    );
    process.exit(1);
  });
  // Nobody reads what is said there: that is no reason to stop.
  process.stderr.on('error', () => undefined);
  if (process.channel) {
    process.channel.unref();
    process.on('disconnect', () => handler('SIGTERM'));
  }
}

/**
 * Ends this process as SIGTERM does once the npm that started it is gone. npm passes a signal on to the shell between them alone, and that shell
 * does not pass it on.
 */
export function endWithNpm() {
  const chain = [process.ppid, parentOf(process.ppid)].filter((pid) => pid !== null && pid > 1);
  const npm = chain.findIndex((pid) => /(^|\/)npm( |$)|npm-cli\.js/.test(commandOf(Number(pid))));
  if (!process.env.npm_lifecycle_event || npm < 0) return;
  const ancestors = chain.slice(0, npm + 1).map((pid) => ({ pid: Number(pid), started: startOf(Number(pid)) }));
  const timer = setInterval(() => {
    if (ancestors.every(({ pid, started }) => startOf(pid) === started)) return;
    clearInterval(timer);
    handler('SIGTERM');
  }, 500).unref();
}

/** @param {number} pid */
function parentOf(pid) {
  const stat = processFile(pid, 'stat');
  if (stat !== null) return Number(stat.replace(/^.*\)/s, '').trim().split(' ')[1]);
  return Number(ps(pid, 'ppid=')) || null;
}

/** @param {number} pid */
function commandOf(pid) {
  return processFile(pid, 'cmdline')?.replaceAll('\0', ' ') ?? ps(pid, 'command=');
}

/** @param {number} pid @param {string} name */
function processFile(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return null;
  }
}

/** @param {number} pid @param {string} column */
function ps(pid, column) {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { env: environment(), encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
