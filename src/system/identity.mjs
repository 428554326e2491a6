// @ts-check
// Plain JavaScript: the set-up's lock needs it before anything is installed.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { environment } from './environment.mjs';

/**
 * What tells one process from every other: a number alone is given anew after a restart, and in a container soon.
 * @typedef {object} Identity
 * @property {string} host
 * @property {string} boot which start of the machine
 * @property {string} space which space of process numbers: a container has its own
 * @property {number} pid
 * @property {string} started when the process began, as the system counts
 */

/**
 * The identity of a process of this machine; null where it is gone. A zombie, which has ended and waits to be collected, is gone.
 * @param {number} [pid]
 * @returns {Identity | null}
 */
export function identityOf(pid = process.pid) {
  const started = startOf(pid);
  return started === null ? null : { host: hostname(), boot: boot(), space: space(), pid, started };
}

/**
 * What became of the process that a mark names. 'unknown' is one of another host or another container, about which the processes here say
 * nothing. A mark with the number of the asking process was left by an earlier process; a mark that nobody can read names nobody.
 * @param {unknown} mark
 * @returns {'running' | 'gone' | 'unknown'}
 */
export function fateOf(mark) {
  if (!isIdentity(mark)) return 'gone';
  if (mark.host !== hostname()) return 'unknown';
  if (mark.boot !== boot() || mark.pid === process.pid) return 'gone';
  if (mark.space !== space()) return 'unknown';
  return startOf(mark.pid) === mark.started ? 'running' : 'gone';
}

/** Whether a process is, or was, one of those that this one sees. @param {Identity} identity */
export function isHere(identity) {
  return identity.host === hostname() && identity.boot === boot() && identity.space === space();
}

/** @param {unknown} mark @returns {mark is Identity} */
function isIdentity(mark) {
  const { host, boot, space, pid, started } = /** @type {Partial<Identity>} */ (mark ?? {});
  return (
    [host, boot, space, started].every((part) => typeof part === 'string') && Number.isInteger(pid) && Number(pid) > 0
  );
}

/** When a process began, or null where it is gone. @param {number} pid @returns {string | null} */
export function startOf(pid) {
  if (process.platform === 'linux') {
    const fields = fieldsOf(pid);
    return !fields || /[ZXx]/.test(fields[0]) ? null : fields[19];
  }
  try {
    const output = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
      env: environment(),
      encoding: 'utf8',
    });
    const [state, ...started] = output.trim().split(/\s+/);
    return state.startsWith('Z') ? null : started.join(' ');
  } catch {
    return null;
  }
}

/** The seconds since 1970 at which a process began; null where it is gone or the system does not count so. @param {number} pid */
export function secondOfStart(pid) {
  const started = startOf(pid);
  if (started === null) return null;
  if (process.platform !== 'linux') return Date.parse(started) / 1000 || null;
  const since = /^btime (\d+)$/m.exec(read('/proc/stat') ?? '')?.[1];
  // Linux counts in hundredths of a second wherever Node runs.
  return since ? Number(since) + Number(started) / 100 : null;
}

/**
 * Whether a process group that a process made still has a member, as it may after the process itself is gone.
 * @param {Identity} leader of this machine
 */
export function groupRuns({ pid, started }) {
  const now = startOf(pid);
  if (now !== null) return now === started;
  if (process.platform !== 'linux') {
    try {
      return process.kill(-pid, 0);
    } catch {
      return false;
    }
  }
  // The system would count zombies too.
  return readdirSync('/proc').some((name) => {
    const fields = /^\d+$/.test(name) ? fieldsOf(name) : null;
    return fields !== null && Number(fields[2]) === pid && !/[ZXx]/.test(fields[0]);
  });
}

function boot() {
  return read('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

function space() {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** The fields of a process after its name, which may hold anything, blanks and brackets included. @param {number | string} pid */
function fieldsOf(pid) {
  return read(`/proc/${pid}/stat`)?.replace(/^.*\)/s, '').trim().split(' ') ?? null;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
