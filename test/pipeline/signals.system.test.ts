import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { environment } from '../../src/system/environment.mjs';
import { groupRuns, type Identity, identityOf } from '../../src/system/identity.mjs';
import { readMark } from '../../src/system/mark.mjs';
import { runProgram } from '../../src/system/program.ts';
import { type Checkout, makeCheckout } from './checkout.ts';

const FLAGS = ['--profile', 'smoke', '--only', 'train', '--workers', '1'];

let checkout: Checkout;
const mark = () => join(checkout.root, 'artifacts/.running/reproduce.json');
const node = () => join(checkout.root, 'node_modules/.bin/node');
beforeAll(async () => {
  checkout = await makeCheckout();
});
afterAll(() => checkout?.remove());
beforeEach(() => {
  // From nothing each time, so that there is something to interrupt.
  for (const place of ['artifacts/smoke', 'artifacts/store', '.cache/made.json', 'artifacts/.running', 'dvc.lock'])
    rmSync(join(checkout.root, place), { recursive: true, force: true });
});

async function until(what: string, holds: () => boolean, seconds = 300): Promise<void> {
  for (let waited = 0; !holds(); waited += 0.1) {
    if (waited > seconds) throw new Error(`${what} did not come within ${seconds} s`);
    await sleep(100);
  }
}

/** The driver and DVC of a run that trains. */
async function training(): Promise<Identity[]> {
  await until('a stage at work', () => (readMark(mark())?.processes.length ?? 0) > 1);
  await until('a network in training', () => existsSync(join(checkout.root, 'artifacts/store')));
  return readMark(mark())?.processes ?? [];
}

/** A parent such as npm is: it starts the driver through a shell, or over a channel as the set-up does. */
const driver = () => `${JSON.stringify(join(checkout.root, 'pipeline/commands/reproduce.ts'))}`;

describe('a run that is to end', () => {
  it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
    'by %s takes DVC and the stage with it, and its mark',
    async (name) => {
      const run = checkout.reproduce(...FLAGS);
      const processes = await training();
      run.kill(name);
      const { all, exitCode } = await run;
      expect(all).toContain('Stopped. What was finished is kept');
      expect(exitCode).toBe(1);
      expect(existsSync(mark())).toBe(false);
      expect(processes.map(groupRuns)).toEqual(processes.map(() => false));
    },
  );

  it('ends quietly once nobody reads its output, and leaves no mark', async () => {
    const command = `"$0" pipeline/commands/reproduce.ts ${FLAGS.join(' ')} | head -1`;
    const run = execa('/bin/bash', ['-o', 'pipefail', '-c', command, node()], {
      cwd: checkout.root,
      env: environment(),
      extendEnv: false,
      reject: false,
    });
    const { stdout, stderr, exitCode } = await run;
    expect(stdout.split('\n')).toHaveLength(1);
    expect(stderr).toBe('');
    expect(exitCode).toBe(141);
    expect(existsSync(mark())).toBe(false);
  });

  it('ends with its cause once its output can no longer be written, and leaves no DVC at work', async ({ skip }) => {
    if (!existsSync('/dev/full')) return skip('this system has no /dev/full');
    await checkout.reproduce(...FLAGS);
    rmSync(join(checkout.root, 'artifacts/store'), { recursive: true });
    const command = ['-c', 'exec "$0" "$@" > /dev/full', node(), 'pipeline/commands/reproduce.ts', ...FLAGS, '--force'];
    const run = runProgram('/bin/sh', command, { cwd: checkout.root, reject: false, stdin: 'ignore' });
    await until('a DVC at work', () => (readMark(mark())?.processes.length ?? 0) > 1);
    const processes = readMark(mark())?.processes ?? [];
    const { stderr, exitCode } = await run;
    expect(stderr).toMatch(/^What this command prints cannot be written: .*ENOSPC/);
    expect(exitCode).toBe(1);
    expect(existsSync(mark())).toBe(false);
    expect(processes.map(groupRuns)).toEqual(processes.map(() => false));
  });

  it('ends where the process that started it over a channel is killed', async () => {
    const script = `require('node:child_process').spawn(process.execPath, [${driver()}, ...${JSON.stringify(FLAGS)}], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }); setInterval(() => 0, 1000);`;
    const parent = spawn(node(), ['-e', script], { cwd: checkout.root, env: environment(), stdio: 'ignore' });
    const processes = await training();
    parent.kill('SIGKILL');
    await until('the end of all', () => processes.every((one) => !groupRuns(one)));
    expect(existsSync(mark())).toBe(false);
  });
});

describe('a run after one that was killed', () => {
  it('waits for the DVC that is still at work, says so, and goes on', async () => {
    const first = checkout.reproduce(...FLAGS);
    const [killed, dvc] = await training();
    process.kill(-dvc.pid, 'SIGSTOP');
    process.kill(killed.pid, 'SIGKILL');
    await first;
    const second = checkout.reproduce(...FLAGS);
    second.all.on('data', (chunk: Buffer) => {
      if (chunk.includes('waits for it')) setTimeout(() => process.kill(-dvc.pid, 'SIGKILL'), 1000);
    });
    const { all, exitCode } = await second;
    expect(exitCode, all).toBe(0);
    expect(all).toContain(`is still at work (process ${dvc.pid}): waits for it.`);
    expect(all).toContain('The last run was stopped before its end');
  });

  it('goes on where the mark names itself, another start of the machine, or a process that is not of a run', async () => {
    const self = identityOf() as Identity;
    const other = spawn('/bin/sleep', ['120'], { stdio: 'ignore' });
    const marks = [
      { ...self, boot: 'another' },
      { ...self, pid: other.pid, started: '1' },
      { ...self, pid: process.ppid, started: 'x' },
    ];
    for (const one of marks) {
      mkdirSync(join(checkout.root, 'artifacts/.running'), { recursive: true });
      writeFileSync(mark(), JSON.stringify({ processes: [one], about: 'smoke' }));
      const { all } = await checkout.reproduce('--profile', 'smoke', '--only', 'conserve');
      expect(all).toContain('The last run was stopped before its end');
    }
    other.kill('SIGKILL');
  });

  it('is let in by the list of locks that a killed DVC left, cut off or of a number that was given anew', async () => {
    const locks = join(checkout.root, '.dvc/tmp/rwlock');
    mkdirSync(join(checkout.root, '.dvc/tmp'), { recursive: true });
    const holder = { pid: process.pid, cmd: 'dvc repro' };
    const path = join(checkout.root, 'artifacts/smoke/tables/conserve.csv');
    for (const text of ['', '{"read": {"', JSON.stringify({ write: { [path]: holder }, read: {} })]) {
      writeFileSync(locks, text);
      const { all } = await checkout.reproduce('--profile', 'smoke', '--only', 'conserve');
      expect(all, text).not.toMatch(/RWLock|blocked|at work/);
    }
  });
});

describe("an environment and settings of the user's", () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'modular-growth-home-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('change nothing of a run: shell, Python, git, language, a user-wide DVC with a remote and a shared cache', async () => {
    const write = (file: string, text: string) => {
      mkdirSync(join(home, file, '..'), { recursive: true });
      writeFileSync(join(home, file), text);
      return join(home, file);
    };
    write('.gitconfig', `[core]\n excludesFile = ${join(home, 'ignore')}\n`);
    write('ignore', '*.lock\n');
    write('.config/git/ignore', '*.lock\ndvc.yaml\n');
    const cache = join(home, 'cache');
    const huge = write('cache/files/md5/aa/huge', '');
    truncateSync(huge, 3 * 2 ** 30);
    write(
      '.config/dvc/config',
      `[core]\n    remote = everyone\n['remote "everyone"']\n    url = ${cache}\n[cache]\n    dir = ${cache}\n`,
    );
    const start = write('start.sh', 'exit 7\n');
    chmodSync(start, 0o755);
    write('python/sitecustomize.py', 'raise SystemExit(9)\n');
    const { all, exitCode } = await execa(node(), ['pipeline/commands/reproduce.ts', ...FLAGS], {
      cwd: checkout.root,
      all: true,
      reject: false,
      stdin: 'ignore',
      env: {
        HOME: home,
        SHELL: '/usr/sbin/nologin',
        BASH_ENV: start,
        ENV: start,
        CDPATH: '/tmp',
        PYTHONHOME: '/usr/lib64',
        PYTHONPATH: join(home, 'python'),
        GIT_DIR: join(home, 'nowhere'),
        GIT_EXTERNAL_DIFF: '/bin/false',
        DVC_ROOT: '/nowhere',
        DVC_STUDIO_TOKEN: 'x',
        LANG: 'de_DE.UTF-8',
        LANGUAGE: 'de',
        FORCE_COLOR: '1',
        NODE_PATH: '/nowhere',
        TMPDIR: '/nowhere',
      },
    });
    expect(exitCode, all).toBe(0);
    expect(all).toContain('Stage train ran');
    expect(all).not.toContain('everyone');
    const made = readFileSync(join(checkout.root, 'dvc.lock'), 'utf8');
    expect(made).toContain('train@smoke');
    expect(existsSync(join(checkout.root, '.dvc/cache/files/md5'))).toBe(true);
  });
});
