import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Outline, stageNames } from '../../src/artifact/study.ts';
import { runProgram } from '../../src/system/program.ts';
import type { Display } from './display.ts';
import { address, dvcCommand } from './dvc.ts';
import { CHATTER, failure } from './failure.ts';
import { rememberTime } from './machine.ts';
import { ROOT } from './paths.ts';
import { PROGRESS_VARIABLE, readProgress } from './progress.ts';
import { keepLock, rememberMade } from './record.ts';
import type { RunMark } from './running.ts';
import { WORKERS_VARIABLE } from './stage.ts';

/** What the driver runs: stages in order, some of them whether DVC finds them changed or not. */
export interface DriverRun {
  study: Outline;
  profile: string;
  stages: readonly string[];
  forced: ReadonlySet<string>;
  workers: number | undefined;
  mark: RunMark;
  display: Display;
  signal: AbortSignal;
}

/**
 * Runs stages through DVC, each by itself; resolves to those that ran.
 * @throws UserError with the likely cause and the end of the output where one fails; an abort where the signal came.
 */
export async function runStages(run: DriverRun): Promise<string[]> {
  const ran: string[] = [];
  const log = logOf(run.profile);
  mkdirSync(dirname(log), { recursive: true });
  rmSync(log, { force: true });
  try {
    for (const group of groupsOf(run)) ran.push(...(await runGroup(run, group)));
  } finally {
    await run.display.close();
  }
  return ran;
}

/** Consecutive stages that are forced alike, since DVC takes some seconds to start and forces all that it is given or none. */
function groupsOf({ stages, forced }: DriverRun): string[][] {
  const groups: string[][] = [];
  for (const stage of stages) {
    const last = groups.at(-1);
    if (last && forced.has(last[0]) === forced.has(stage)) last.push(stage);
    else groups.push([stage]);
  }
  return groups;
}

async function runGroup(
  { study, profile, forced, workers, mark, display, signal }: DriverRun,
  group: string[],
): Promise<string[]> {
  signal.throwIfAborted();
  const { program, env } = dvcCommand();
  const targets = group.map((stage) => address(stage, profile));
  const log = logOf(profile);
  const dvc = runProgram(
    program,
    ['repro', '--single-item', ...(forced.has(group[0]) ? ['--force'] : []), ...targets],
    {
      cwd: ROOT,
      env: { ...env, [PROGRESS_VARIABLE]: '1', ...(workers ? { [WORKERS_VARIABLE]: String(workers) } : {}) },
      // Its own process group: Ctrl-C reaches us alone, and we stop DVC and the stage together.
      detached: true,
      all: true,
      buffer: false,
      reject: false,
      stdin: 'ignore',
    },
  );
  if (dvc.pid) mark.add(dvc.pid);
  const stop = () => stopGroup(dvc.pid);
  signal.addEventListener('abort', stop, { once: true });

  const isStage = (name: string) => stageNames(study).includes(name);
  const ran: string[] = [];
  const tail: string[] = [];
  let current: string | null = null;
  let started = 0;
  let failed: string | null = null;
  let doing = '';
  const end = () => {
    if (!current) return;
    rememberMade(current, profile);
    keepLock();
    rememberTime(current, profile, (performance.now() - started) / 1000);
    ran.push(current);
    display.end(current, true);
    current = null;
  };
  for await (const line of dvc.iterable({ from: 'all' })) {
    const progress = readProgress(line);
    if (progress) {
      doing = progress.label;
      if (current) display.progress(current, progress);
      continue;
    }
    appendFileSync(log, `${line}\n`);
    const [, begun] = /^Running stage '(\w+)@/.exec(line) ?? [];
    const [, broken] = /^ERROR: failed to reproduce '(\w+)@/.exec(line) ?? [];
    const [, unchanged] = /^Stage '(\w+)@.*' didn't change, skipping/.exec(line) ?? [];
    const refused = broken !== undefined && broken !== current;
    if (begun || unchanged || refused) end();
    if (broken && isStage(broken)) {
      // DVC refused before the stage's own command began: what stands in the tail is the stage before.
      if (refused) tail.length = 0;
      failed = broken;
    }
    if (begun && isStage(begun)) {
      current = begun;
      started = performance.now();
      tail.length = 0;
      doing = '';
      display.begin(begun);
    } else if (unchanged && isStage(unchanged)) {
      rememberMade(unchanged, profile);
      display.end(unchanged, false);
    } else if (line.trim() !== '') {
      tail.push(line);
      if (tail.length > 200) tail.shift();
      if (current && !CHATTER.test(line)) display.say(current, line);
    }
  }
  const { exitCode, signal: killed } = await dvc;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (exitCode !== 0)
    throw failure({ stage: failed ?? current, tail, killed: killed ?? null, doing, log: log.slice(ROOT.length + 1) });
  end();
  return ran;
}

function logOf(profile: string): string {
  return join(ROOT, '.cache', 'logs', `${profile}.log`);
}

/** Ends DVC and the stage: asks both first, and kills what is left after some seconds. */
function stopGroup(pid: number | undefined): void {
  if (!pid) return;
  const send = (name: NodeJS.Signals) => {
    try {
      process.kill(-pid, name);
    } catch {
      // The group is gone already.
    }
  };
  send('SIGINT');
  setTimeout(() => send('SIGKILL'), 8000).unref();
}
