import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fateOf, groupRuns, type Identity, identityOf, secondOfStart } from '../../src/system/identity.mjs';
import { holderOf, makeMark, readMark, removeMark } from '../../src/system/mark.mjs';
import { runProgram } from '../../src/system/program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'modular-growth-mark-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sleeper = () => spawn('/bin/sleep', ['60'], { detached: true, stdio: 'ignore' });
const identify = (pid: number | undefined) => identityOf(pid) as Identity;

describe('the identity of a process', () => {
  it('tells a process that lives from one that is gone', async () => {
    const child = sleeper();
    const identity = identify(child.pid);
    expect(fateOf(identity)).toBe('running');
    expect(groupRuns(identity)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(fateOf(identity)).toBe('gone');
    expect(groupRuns(identity)).toBe(false);
    expect(identityOf(child.pid)).toBeNull();
  });

  it('takes a number that was given anew, another start of the machine, and its own number for gone', () => {
    const child = sleeper();
    const identity = identify(child.pid);
    expect(fateOf({ ...identity, started: '1' })).toBe('gone');
    expect(fateOf({ ...identity, boot: 'another' })).toBe('gone');
    expect(fateOf({ ...identity, pid: process.pid })).toBe('gone');
    expect(fateOf(identify(process.pid))).toBe('gone');
    child.kill('SIGKILL');
  });

  it('says nothing about a process of another host or another container', () => {
    const child = sleeper();
    expect(fateOf({ ...identify(child.pid), host: 'another' })).toBe('unknown');
    expect(fateOf({ ...identify(child.pid), space: 'pid:[1]' })).toBe('unknown');
    child.kill('SIGKILL');
  });

  it.each([null, {}, [], 7, 'x', { pid: 1 }, { pids: [1] }])('takes %j for nobody', (mark) => {
    expect(fateOf(mark)).toBe('gone');
  });

  it('takes a zombie for gone, and for no member of its group', async () => {
    // A shell whose child has ended and that never asks for its end.
    const parent = spawn('/bin/sh', ['-c', '/bin/sleep 0.2 & echo $!; exec /bin/sleep 60'], { detached: true });
    const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
    const child = identify(Number(chunk.toString()));
    expect(fateOf(child)).toBe('running');
    for (let waited = 0; fateOf(child) === 'running' && waited < 5000; waited += 50) await sleep(50);
    expect(fateOf(child)).toBe('gone');
    parent.kill('SIGKILL');
  });

  it('knows when a process began', () => {
    const child = sleeper();
    const begun = secondOfStart(child.pid as number) as number;
    expect(Math.abs(begun - Date.now() / 1000)).toBeLessThan(5);
    child.kill('SIGKILL');
  });

  it('finds what a process left in its group', async () => {
    const parent = spawn('/bin/sh', ['-c', '/bin/sleep 60 & wait'], { detached: true, stdio: 'ignore' });
    const identity = identify(parent.pid);
    await sleep(300);
    process.kill(parent.pid as number, 'SIGKILL');
    await once(parent, 'exit');
    expect([fateOf(identity), groupRuns(identity)]).toEqual(['gone', true]);
    process.kill(-(parent.pid as number), 'SIGKILL');
    for (let waited = 0; groupRuns(identity) && waited < 5000; waited += 50) await sleep(50);
    expect(groupRuns(identity)).toBe(false);
  });
});

describe('a mark', () => {
  const file = () => join(folder, 'mark.json');
  const write = (processes: unknown[], about = 'smoke') => writeFileSync(file(), JSON.stringify({ processes, about }));
  const held = async () => {
    const mark = readMark(file());
    return mark && holderOf(file(), mark);
  };

  it('is made once, names what was added, and goes with its release', async () => {
    const mark = makeMark(file(), 'smoke');
    expect(makeMark(file(), 'quick')).toBeNull();
    const child = sleeper();
    mark?.add(child.pid as number);
    expect(readMark(file())).toMatchObject({ about: 'smoke', processes: [identify(process.pid), identify(child.pid)] });
    child.kill('SIGKILL');
    expect(await held()).toEqual(identify(process.pid));
    mark?.release();
    expect(existsSync(file())).toBe(false);
  });

  it('is held by a process that lives, whichever of it', async () => {
    const child = sleeper();
    write([{ ...identify(child.pid), started: '1' }, identify(child.pid)]);
    expect(await held()).toEqual(identify(child.pid));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await held()).toBeNull();
  });

  it('of another host is held while it is written anew, and by nobody once it is not', async () => {
    const other = { ...identify(process.ppid), host: 'another' };
    write([other]);
    const beating = setInterval(() => write([other]), 1000);
    expect(await held()).toEqual(other);
    clearInterval(beating);
    expect(await held()).toBeNull();
  });

  it('that is damaged is held by nobody', async () => {
    for (const text of ['', '{', '999999999', '{"pids":[1]}']) {
      writeFileSync(file(), text);
      expect(await held(), text).toBeNull();
    }
  });

  it('that somebody else made meanwhile is not removed', () => {
    write([], 'stale');
    const stale = readMark(file());
    write([], 'fresh');
    if (stale) removeMark(file(), stale);
    expect(readMark(file())?.about).toBe('fresh');
    removeMark(file(), { processes: [], about: 'fresh', beat: 5000 });
    expect(existsSync(file())).toBe(false);
  });

  it('goes when its process ends by a signal', async () => {
    const script = `
      import { makeMark } from ${JSON.stringify(join(import.meta.dirname, '../../src/system/mark.mjs'))};
      import { onEnd } from ${JSON.stringify(join(import.meta.dirname, '../../src/system/ending.mjs'))};
      onEnd();
      makeMark(${JSON.stringify(file())}, 'smoke');
      console.log('ready');
      setInterval(() => undefined, 1000);`;
    for (const [signal, code] of [
      ['SIGTERM', 143],
      ['SIGHUP', 129],
      ['SIGINT', 130],
    ] as const) {
      const run = runProgram(process.execPath, ['--input-type=module', '-e', script], { reject: false });
      await once(run.stdout, 'data');
      expect(existsSync(file())).toBe(true);
      run.kill(signal);
      expect((await run).exitCode).toBe(code);
      expect(existsSync(file())).toBe(false);
    }
  });
});

it('a process whose output cannot be written says why and ends with the code of its failures', async ({ skip }) => {
  if (!existsSync('/dev/full')) return skip('this system has no /dev/full');
  const script = `
    import { exitCodeOf, onEnd } from ${JSON.stringify(join(import.meta.dirname, '../../src/system/ending.mjs'))};
    onEnd((signal) => { console.error(signal); process.exit(exitCodeOf(signal)); }, 2);
    console.log('result');`;
  const command = ['-c', 'exec "$0" --input-type=module -e "$1" > /dev/full', process.execPath, script];
  const { stderr, exitCode } = await runProgram('/bin/sh', command, { reject: false });
  expect(stderr).toMatch(/^What this command prints cannot be written: .*\nSIGPIPE$/);
  expect(exitCode).toBe(2);
});
