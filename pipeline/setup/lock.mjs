// @ts-check
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does something while no other process of this checkout does the same; waits for one that is at it.
 * @template T
 * @param {string} file
 * @param {(pid: number) => void} onWait
 * @param {() => Promise<T>} work
 */
export async function alone(file, onWait, work) {
  mkdirSync(dirname(file), { recursive: true });
  for (let waiting = false; ; await sleep(300)) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      const owner = ownerOf(file);
      if (owner === null) rmSync(file, { force: true });
      else if (!waiting) onWait(owner);
      waiting = true;
    }
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** The live process that a lock file names, or null. @param {string} file */
export function ownerOf(file) {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM' ? 1 : null;
  }
}
