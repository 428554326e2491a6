import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { explain, UserError } from '../../src/artifact/error.ts';
import { writeJson } from '../../src/artifact/file.ts';
import { ROOT } from './paths.ts';

const FILE = join(ROOT, 'artifacts', '.running', 'reproduce.json');

interface Running {
  /** The driver's process, and the group of DVC and the stage that it started. */
  pids: number[];
  profile: string;
}

/** The mark of a run that is going on; no second one starts in the same checkout meanwhile. */
export interface Mark {
  /** Whether an earlier run left its mark: it was stopped or killed. */
  interrupted: boolean;
  /** Adds a process that belongs to this run, so that it is waited for even if the driver is killed. */
  add(pid: number): void;
  release(): void;
}

/**
 * Marks the checkout as in work.
 * @throws UserError where a run is going on already.
 */
export function markRunning(profile: string): Mark {
  const own: Running = { pids: [process.pid], profile };
  const before = read();
  if (before) {
    const alive = before.pids.find(isAlive);
    if (alive !== undefined) throw goingOn(before.profile, alive);
    rmSync(FILE, { force: true });
  }
  const fresh = `${FILE}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(FILE), { recursive: true });
    writeFileSync(fresh, JSON.stringify(own));
    // Of two that start at once only one can make the link.
    linkSync(fresh, FILE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw goingOn(profile, read()?.pids[0] ?? 0);
    throw explain(error);
  } finally {
    rmSync(fresh, { force: true });
  }
  return {
    interrupted: before !== null,
    add(pid) {
      own.pids.push(pid);
      writeJson(FILE, own);
    },
    release: () => rmSync(FILE, { force: true }),
  };
}

function goingOn(profile: string, pid: number): UserError {
  return new UserError(
    `A run is going on in this checkout already (profile ${profile}, process ${pid}): wait until it ends or stop it with Ctrl-C. Nothing was changed.`,
  );
}

function read(): Running | null {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as Running;
  } catch {
    return null;
  }
}

/**
 * Removes DVC's locks of processes that are gone. DVC does so itself, but takes a killed process for a live one as long as nobody has
 * collected it, which in a container can be for ever.
 */
export function clearAbandonedLocks(root: string = ROOT): void {
  const file = join(root, '.dvc', 'tmp', 'rwlock');
  try {
    const text = readFileSync(file, 'utf8');
    const holders = [...text.matchAll(/"pid":\s*(\d+)/g)].map(([, pid]) => Number(pid));
    if (holders.length > 0 && !holders.some(isAlive)) rmSync(file);
  } catch {
    // No such file: nothing is locked.
  }
}

/** Whether a process lives and is one of ours, since numbers are given anew after a restart of the machine. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    return /reproduce|dvc/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return true;
  }
}
