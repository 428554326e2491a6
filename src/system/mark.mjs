// @ts-check
// Plain JavaScript: the set-up's lock needs it before anything is installed.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fateOf, identityOf } from './identity.mjs';

/** @typedef {import('./identity.mjs').Identity} Identity */
/** @typedef {{ processes: Identity[], about: string }} Mark a file that says which processes work in a checkout, and on what */

/** A process writes its mark anew so often, in milliseconds, for those who cannot see the process itself: another host, another container. */
const BEAT = 5000;

/** The marks that this process keeps. @type {Set<string>} */
const kept = new Set();

/**
 * Makes a mark of this process; null where the file is there already. The file is kept fresh until the mark is released.
 * @param {string} file
 * @param {string} about
 */
export function makeMark(file, about) {
  /** @type {Mark} */
  const mark = { processes: [/** @type {Identity} */ (identityOf())], about };
  const fresh = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(fresh, JSON.stringify(mark));
    // Of two that start at once only one can make the link.
    linkSync(fresh, file);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return null;
    throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
  const write = () => {
    writeFileSync(fresh, JSON.stringify(mark));
    renameSync(fresh, file);
  };
  const beating = setInterval(() => {
    try {
      write();
    } catch {
      // The folder is gone: there is nothing left to keep.
    }
  }, BEAT).unref();
  kept.add(file);
  const release = () => {
    clearInterval(beating);
    kept.delete(file);
    process.off('exit', release);
    rmSync(file, { force: true });
  };
  process.on('exit', release);
  return {
    /** Adds a process that belongs to the same work. @param {number} pid */
    add(pid) {
      const identity = identityOf(pid);
      if (!identity) return;
      mark.processes.push(identity);
      write();
    },
    release,
  };
}

/** What a mark says; null where there is none. One that is damaged names no process. @param {string} file @returns {Mark | null} */
export function readMark(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { processes, about } = JSON.parse(text);
    return { processes: Array.isArray(processes) ? processes : [], about: String(about) };
  } catch {
    return { processes: [], about: '' };
  }
}

/**
 * The process of a mark that is still at work; null where all are gone. One that cannot be seen from here is at work while it keeps its mark
 * fresh, which takes some seconds to see.
 * @param {string} file
 * @param {Mark} mark
 * @param {(process: Identity) => void} [onWait] called before these seconds
 * @returns {Promise<Identity | null>}
 */
export async function holderOf(file, { processes }, onWait = () => undefined) {
  if (kept.has(file)) return identityOf();
  const running = processes.find((one) => fateOf(one) === 'running');
  if (running) return running;
  const unseen = processes.find((one) => fateOf(one) === 'unknown');
  if (!unseen) return null;
  onWait(unseen);
  const before = changed(file);
  for (let waited = 0; waited < 3 * BEAT; waited += 500) {
    await sleep(500);
    if (changed(file) !== before) return changed(file) === null ? null : unseen;
  }
  return null;
}

/**
 * Removes a mark whose processes are gone. Only that one: another process may have taken its place since it was read.
 * @param {string} file
 * @param {Mark} mark
 */
export function removeMark(file, mark) {
  const aside = `${file}.${process.pid}.stale.tmp`;
  try {
    renameSync(file, aside);
    if (JSON.stringify(readMark(aside)) !== JSON.stringify(mark)) linkSync(aside, file);
  } catch {
    // Somebody else removed it, or made a new one.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {string} file */
function changed(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
