// @ts-check
// Plain JavaScript: the set-up needs it before anything is installed.
import { constants } from 'node:os';

/** What ended a process, and what to do about it, by the signal. @type {Record<string, readonly [cause: string, advice: string]>} */
const SIGNALS = {
  SIGKILL: ['the system ended it, most often for lack of memory', 'Run the same command with --workers 1.'],
  SIGABRT: [
    'native code gave up, most often for lack of memory',
    'Run the same command with --workers 1; with --engine simd no native addon is used.',
  ],
  SIGILL: ['native code needs an instruction that this processor does not have', 'Use --engine simd.'],
  SIGSEGV: ['a fault in native code', 'Run the same command again; with --engine simd no native addon is used.'],
  SIGBUS: ['a fault in native code, or a disk that went away', 'Run the same command again.'],
  SIGXCPU: ['it used up the processor time that this user may use', 'Raise the limit (ulimit -t).'],
  SIGXFSZ: ['it wrote a larger file than this user may write', 'Raise the limit (ulimit -f).'],
  SIGTRAP: ['native code gave up', 'Run the same command with --workers 1.'],
};

/**
 * The signal that an exit code stands for, as a shell (128 + its number) or Python (minus its number) gives it; null for an ordinary code.
 * @param {number} code
 */
export function signalOf(code) {
  const number = code < 0 ? -code : code - 128;
  return Object.entries(constants.signals).find(([, one]) => one === number)?.[0] ?? null;
}

/**
 * 'was ended by SIGKILL: the system ended it, most often for lack of memory. Run the same command with --workers 1.'
 * @param {string} signal
 */
export function signalText(signal) {
  const [cause, advice] = SIGNALS[signal] ?? ['somebody, or the system, stopped it', 'Run the same command again.'];
  return `was ended by ${signal}: ${cause}. ${advice}`;
}

/** Addresses in native code, which Node prints where it aborts. */
const ADDRESS = /^ *\d+: 0x|^-+ (Native|C\+\+) stack trace/;

/**
 * The last lines of an output that say something.
 * @param {readonly string[]} output
 */
export function lastLines(output, count = 15) {
  return output
    .filter((line) => line.trim() !== '' && !ADDRESS.test(line))
    .slice(-count)
    .join('\n');
}

/**
 * How a child process ended; `all` is everything that it printed.
 * @typedef {{ signal?: string, exitCode?: number, all?: string, shortMessage?: string }} Ended
 */

/**
 * Why a child process failed: the signal that ended it, else the last lines that it printed, else its exit code.
 * @param {Ended} ended
 */
export function endText({ signal, exitCode, all = '', shortMessage }, lines = 15) {
  const ending = signal ?? (exitCode === undefined ? null : signalOf(exitCode));
  const tail = lastLines(all.split('\n'), lines);
  if (ending) return `it ${signalText(ending)}${tail === '' ? '' : `\n${tail}`}`;
  return tail || shortMessage || `it ended with exit code ${exitCode}`;
}
