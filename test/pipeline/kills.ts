import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { listFiles } from '../../src/artifact/file.ts';
import { readMark } from '../../src/system/mark.mjs';
import { type Checkout, makeCheckout } from './checkout.ts';
import { committedResults, differing } from './committed.ts';

// Kills runs of the smoke profile at random moments, over and over: node test/pipeline/kills.ts --kills 60 [--minutes M] [--seed S] [--only STAGE]
// After each kill the next run has to get in and go on; a run that comes to its end has to have made the bytes that are in git.

export interface KillsPlan {
  /** The end is reached with so many kills, or after so many minutes, whichever comes first. */
  kills: number;
  minutes: number;
  /** Of the moments and of what is killed. */
  seed: number;
  /** One stage, or all. */
  only?: string;
  log(text: string): void;
}

export interface KillsOutcome {
  kills: number;
  /** Runs that came to their end. */
  finished: number;
  /** What went wrong, each with the end of what was printed. */
  faults: string[];
}

/** What is killed with SIGKILL: the driver, DVC with all that it started, both, or one process that DVC started. */
const TARGETS = ['driver', 'dvc', 'both', 'one'] as const;

/** Kills runs until the plan is fulfilled, then lets a last one come to its end. */
export async function killRuns(plan: KillsPlan): Promise<KillsOutcome> {
  const checkout = await makeCheckout();
  const outcome: KillsOutcome = { kills: 0, finished: 0, faults: [] };
  const flags = ['--profile', 'smoke', ...(plan.only ? ['--only', plan.only] : [])];
  const until = performance.now() + plan.minutes * 60_000;
  let longest = 20_000;
  try {
    for (let round = 0; outcome.faults.length === 0; round++) {
      const last = outcome.kills >= plan.kills || performance.now() > until;
      const started = performance.now();
      const run = checkout.reproduce(...flags);
      const ended = run.then(() => true);
      const target = last ? null : TARGETS[Math.floor(draw(plan.seed, round, 'target') * TARGETS.length)];
      const moment = draw(plan.seed, round, 'moment') * longest;
      const over = await Promise.race([ended, last ? ended : sleep(moment).then(() => false)]);
      if (!over && target) {
        kill(checkout, run.pid as number, target);
        outcome.kills++;
        plan.log(`${outcome.kills}: ${target} after ${(moment / 1000).toFixed(1)} s`);
      }
      const { exitCode, all } = await run;
      if (!over && exitCode !== 0) continue;
      if (exitCode !== 0) {
        outcome.faults.push(`A run that nobody killed ended with ${exitCode}:\n${all}`);
        continue;
      }
      outcome.finished++;
      longest = Math.max(longest, performance.now() - started);
      outcome.faults.push(...differing(checkout.root, await committedResults(plan.only)));
      if (existsSync(join(checkout.root, 'artifacts/.running/reproduce.json'))) outcome.faults.push('A mark was left.');
      if (last) break;
      forget(checkout);
    }
  } finally {
    checkout.remove();
  }
  return outcome;
}

function kill({ root }: Checkout, driver: number, target: (typeof TARGETS)[number]): void {
  const dvc = readMark(join(root, 'artifacts/.running/reproduce.json'))?.processes.at(-1)?.pid;
  const group = dvc && dvc !== driver ? membersOf(dvc) : [];
  if (target === 'driver' || target === 'both' || group.length === 0) send(driver);
  if (target === 'dvc' || target === 'both') for (const pid of group) send(pid);
  if (target === 'one' && group.length > 0) send(group.at(-1) as number);
}

function send(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function membersOf(group: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return Number(readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ')[2]) === group;
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Begins from nothing again. */
function forget({ root }: Checkout): void {
  for (const place of ['artifacts/smoke', 'artifacts/store', '.cache', '.dvc/cache', '.dvc/tmp', 'dvc.lock'])
    rmSync(join(root, place), { recursive: true, force: true });
  if (listFiles(join(root, 'artifacts/smoke')).length > 0) throw new Error('artifacts/smoke was not removed');
}

/** A number from 0 to 1 that the seed, the round and its use decide. */
function draw(seed: number, round: number, use: string): number {
  return createHash('sha256').update(`${seed} ${round} ${use}`).digest().readUInt32BE() / 2 ** 32;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '60' },
      minutes: { type: 'string', default: '600' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
    },
  });
  const outcome = await killRuns({
    kills: Number(values.kills),
    minutes: Number(values.minutes),
    seed: Number(values.seed),
    only: values.only,
    log: console.log,
  });
  for (const fault of outcome.faults) console.log(fault);
  console.log(`${outcome.kills} kills, ${outcome.finished} runs to their end, ${outcome.faults.length} faults`);
  process.exitCode = outcome.faults.length > 0 ? 1 : 0;
}
