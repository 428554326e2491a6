// @ts-check
// Plain JavaScript: the set-up needs it before anything is installed.
import { constants } from 'node:os';

/** @typedef {'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE'} Ending why a process is to end; SIGPIPE where its output goes nowhere any more */

/** The exit code where the output cannot be written, as on a full disk; null while it can, or where its reader is gone. @type {number | null} */
let unwritten = null;

/** @param {Ending} signal the exit code that a shell gives to a process ended by it */
export const exitCodeOf = (signal) => (signal === 'SIGPIPE' && unwritten) || 128 + constants.signals[signal];

/** @type {(signal: Ending) => void} */
let handler = (signal) => process.exit(exitCodeOf(signal));
let watching = false;

/**
 * Says what happens when this process is to end: by a signal, since its terminal or the reader of its output is gone, or since the process that
 * started it over a channel is gone. Called again it replaces what was said before.
 * @param {(signal: Ending) => void} [then] by default the process exits with the signal's code
 * @param {number} [failure] the exit code where the output cannot be written
 */
export function onEnd(then, failure = 1) {
  if (then) handler = then;
  if (watching) return;
  watching = true;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => handler(signal));
  let written = true;
  process.stdout.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
    if (!written) return;
    written = false;
    if (error.code !== 'EPIPE' && error.code !== 'EIO') {
      unwritten = failure;
      console.error(
        `What this command prints cannot be written: free some space or name another file. (${error.message})`,
      );
    }
    handler('SIGPIPE');
  });
  // Nobody reads what is said there: that is no reason to stop.
  process.stderr.on('error', () => undefined);
  if (process.channel) {
    process.channel.unref();
    process.on('disconnect', () => handler('SIGTERM'));
  }
}
