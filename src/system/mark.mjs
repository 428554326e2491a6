// @ts-check
// Plain JavaScript, and no schema: the set-up's lock needs it before anything is installed.
import {
  closeSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryOf } from '../artifact/temporary.mjs';
import { fateOf, identityOf } from './identity.mjs';

/** @typedef {import('./identity.mjs').Identity} Identity */
/**
 * A file that says which processes work in a place, and on what.
 * @typedef {{ processes: Identity[], about: string, beat: number }} Mark `beat` is the time between two signs of life, in milliseconds
 */

/** A process writes its mark anew so often, in milliseconds, for those who cannot see the process itself: another host, another container. */
const BEAT = 5000;

/** The marks that this process keeps. @type {Set<string>} */
const kept = new Set();

/**
 * Makes a mark of this process; null where the file is there already. The file is kept fresh until the mark is released.
 * @param {string} file
 * @param {string} about
 * @param {number} [beat]
 */
export function makeMark(file, about, beat = BEAT) {
  /** @type {Mark} */
  const mark = { processes: [/** @type {Identity} */ (identityOf())], about, beat };
  const fresh = temporaryOf(file);
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
  }, beat).unref();
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
    const { processes, about, beat } = JSON.parse(text);
    const known = Number.isFinite(beat) && beat > 0;
    return { processes: Array.isArray(processes) ? processes : [], about: String(about), beat: known ? beat : BEAT };
  } catch {
    return { processes: [], about: '', beat: BEAT };
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
export async function holderOf(file, { processes, beat }, onWait = () => undefined) {
  if (kept.has(file)) return identityOf();
  const running = processes.find((one) => fateOf(one) === 'running');
  if (running) return running;
  const unseen = processes.find((one) => fateOf(one) === 'unknown');
  if (!unseen) return null;
  onWait(unseen);
  const before = changed(file);
  for (let waited = 0; waited < 3 * beat; waited += 500) {
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
  const aside = temporaryOf(file);
  try {
    renameSync(file, aside);
    if (JSON.stringify(readMark(aside)) !== JSON.stringify(mark)) linkSync(aside, file);
  } catch {
    // Somebody else removed it, or made a new one.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** When a mark was written. Of a file that is opened, a network drive says how it is now, not how it was some time ago. @param {string} file */
function changed(file) {
  try {
    const descriptor = openSync(file, 'r');
    try {
      return fstatSync(descriptor).mtimeMs;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}
