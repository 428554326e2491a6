// @ts-check
// Plain JavaScript: the set-up's lock needs it before anything is installed.
import { randomBytes } from 'node:crypto';

/** What tells this thread from every other one: on a shared file system numbers of processes repeat between hosts and containers. */
const THREAD = randomBytes(6).toString('hex');
let count = 0;

/**
 * A name beside a file, for what is not to be seen under its name yet, or no more: no other thread on any host makes the same.
 * @param {string} file
 */
export function temporaryOf(file) {
  return `${file}.${THREAD}-${count++}.tmp`;
}
