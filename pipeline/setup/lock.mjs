// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { holderOf, makeMark, readMark, removeMark } from '../../src/system/mark.mjs';

/**
 * Does something while no other process of this checkout does the same; waits for one that is at it.
 * @template T
 * @param {string} file
 * @param {(owner: import('../../src/system/identity.mjs').Identity) => void} onWait
 * @param {() => Promise<T>} work
 */
export async function alone(file, onWait, work) {
  let waiting = false;
  const wait = (/** @type {import('../../src/system/identity.mjs').Identity} */ owner) => {
    if (!waiting) onWait(owner);
    waiting = true;
  };
  for (;;) {
    const mark = makeMark(file, 'set-up');
    if (mark) {
      try {
        return await work();
      } finally {
        mark.release();
      }
    }
    const held = readMark(file);
    const owner = held && (await holderOf(file, held, wait));
    if (owner) {
      wait(owner);
      await sleep(300);
    } else if (held) removeMark(file, held);
  }
}
