// @ts-check
// Plain JavaScript: the set-up needs it before anything is installed.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { environment } from './environment.mjs';
import { startOf } from './identity.mjs';

/**
 * Calls a function once the npm that started this process is gone; never where npm did not. npm passes a signal on to the shell between them
 * alone, and that shell does not pass it on.
 * @param {() => void} gone
 */
export function watchNpm(gone) {
  const chain = [process.ppid, parentOf(process.ppid)].filter((pid) => pid !== null && pid > 1);
  const npm = chain.findIndex((pid) => /(^|\/)npm( |$)|npm-cli\.js/.test(commandOf(Number(pid))));
  if (!process.env.npm_lifecycle_event || npm < 0) return;
  const ancestors = chain.slice(0, npm + 1).map((pid) => ({ pid: Number(pid), started: startOf(Number(pid)) }));
  const timer = setInterval(() => {
    if (ancestors.every(({ pid, started }) => startOf(pid) === started)) return;
    clearInterval(timer);
    gone();
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
