import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { explain, UserError } from '../../src/artifact/error.ts';
import { fateOf, groupRuns, type Identity, isHere, secondOfStart } from '../../src/system/identity.mjs';
import { holderOf, makeMark, readMark, removeMark } from '../../src/system/mark.mjs';
import { ROOT } from './paths.ts';

const FILE = join(ROOT, 'artifacts', '.running', 'reproduce.json');
/** Milliseconds that a DVC gets to end by itself whose driver is gone. */
const PATIENCE = 15_000;

/** The mark of a run that is going on; no second one starts in the same checkout meanwhile. */
export interface RunMark {
  /** Whether an earlier run left its mark: it was stopped or killed. */
  interrupted: boolean;
  /** Adds a process that belongs to this run, so that it is waited for even if the driver is killed. */
  add(pid: number): void;
  release(): void;
}

/**
 * Marks the checkout as in work. A mark whose processes are gone is removed; a DVC that a killed driver left at work is waited for, then ended.
 * @throws UserError where a run is going on already.
 */
export async function markRunning(profile: string, say: (text: string) => void): Promise<RunMark> {
  for (let interrupted = false; ; interrupted = true) {
    const mark = make(profile);
    if (mark) return { interrupted, ...mark };
    const before = readMark(FILE);
    if (!before) continue;
    const holder = await holderOf(FILE, before, ({ pid, host }) =>
      say(
        `A run left its mark here (process ${pid} on ${host}), which cannot be seen from here: waits 15 s for a sign of it.`,
      ),
    );
    if (holder && (holder === before.processes[0] || fateOf(holder) !== 'running')) throw goingOn(before.about, holder);
    for (const left of before.processes.slice(1)) await outlast(left, before.about, say);
    removeMark(FILE, before);
  }
}

function make(profile: string) {
  try {
    return makeMark(FILE, profile);
  } catch (error) {
    throw explain(error);
  }
}

/** Waits until a DVC of a killed run, and all that it started, has ended; after some seconds it is ended. */
async function outlast(left: Identity, profile: string, say: (text: string) => void): Promise<void> {
  if (!isHere(left) || !groupRuns(left)) return;
  say(`A DVC of a run that was killed is still at work (process ${left.pid}): waits for it.`);
  if (await ends(left, PATIENCE)) return;
  say(`Ends that DVC (process ${left.pid}), since nobody follows its work any more.`);
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    try {
      process.kill(-left.pid, signal);
    } catch {
      // It ended in between.
    }
    if (await ends(left, 8000)) return;
  }
  throw goingOn(profile, left);
}

async function ends(left: Identity, milliseconds: number): Promise<boolean> {
  for (let waited = 0; waited < milliseconds; waited += 200) {
    if (!groupRuns(left)) return true;
    await sleep(200);
  }
  return !groupRuns(left);
}

function goingOn(profile: string, { pid, host }: Identity): UserError {
  return new UserError(
    `A run is going on in this checkout already (profile ${profile}, process ${pid} on ${host}): wait until it ends or stop it with Ctrl-C. Nothing was changed.`,
  );
}

/**
 * Removes DVC's locks of processes that are gone. DVC does so itself, but takes a killed process for a live one as long as nobody has
 * collected it, which in a container can be for ever, and any process for its own that has got the number anew. A list of locks that was cut
 * off when DVC was killed stops DVC for ever.
 */
export async function clearAbandonedLocks(root: string = ROOT): Promise<void> {
  const file = join(root, '.dvc', 'tmp', 'rwlock');
  if (!existsSync(file)) return;
  if (!isWhole(file)) {
    // A DVC that is writing it this moment is done by then.
    await sleep(500);
    if (existsSync(file) && !isWhole(file)) rmSync(file, { force: true });
    return;
  }
  const holders = [...readFileSync(file, 'utf8').matchAll(/"pid":\s*(\d+)/g)].map(([, pid]) => Number(pid));
  const written = statSync(file).mtimeMs / 1000;
  if (holders.length > 0 && !holders.some((pid) => isDvc(pid, written))) rmSync(file, { force: true });
}

function isWhole(file: string): boolean {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) instanceof Object;
  } catch {
    return false;
  }
}

/** Whether a process is a DVC that may have written a file at a time, in seconds since 1970. */
function isDvc(pid: number, written: number): boolean {
  const begun = pid === process.pid ? null : secondOfStart(pid);
  if (begun === null || begun > written + 2) return false;
  try {
    return /dvc/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return true;
  }
}
