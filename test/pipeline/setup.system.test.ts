import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findBrowser } from '../../pipeline/setup/browser.mjs';
import { likelyCause, SetupError } from '../../pipeline/setup/command.mjs';
import { dvcReady, ensureDvc } from '../../pipeline/setup/dvc.mjs';
import { kernelReady } from '../../pipeline/setup/kernel.mjs';
import { alone } from '../../pipeline/setup/lock.mjs';
import { ensurePackages, packagesReady, packagesState } from '../../pipeline/setup/packages.mjs';
import { hashOf, stamp, stamped } from '../../pipeline/setup/stamp.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'modular-growth-setup-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A program in `folder`/bin that prints a text. */
function program(name: string, prints: string): string {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  const path = join(folder, 'bin', name);
  writeFileSync(path, `#!/bin/sh\necho "${prints}"\n`);
  chmodSync(path, 0o755);
  return path;
}

const quiet = { say: () => undefined };

describe('the set-up', () => {
  it('where the package server cannot be reached says so and leaves nothing half-made', async () => {
    for (const file of ['package.json', 'package-lock.json']) {
      writeFileSync(join(folder, file), readFileSync(join(ROOT, file)));
    }
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9/');
    vi.stubEnv('npm_config_fetch_retries', '0');
    vi.stubEnv('npm_config_cache', join(folder, 'cache'));
    const attempt = ensurePackages({ root: folder, ...quiet });
    await expect(attempt).rejects.toThrow(
      /^npm ci failed\. The package server cannot be reached: connect to the network/,
    );
    expect(existsSync(join(folder, 'node_modules'))).toBe(false);
    expect(await packagesReady(folder)).toBe(false);
  });

  it('without a Python from 3.10 says what to install and leaves no environment', async () => {
    vi.stubEnv('PATH', join(folder, 'bin'));
    program('python3', '3.9');
    const attempt = ensureDvc({ root: folder, ...quiet });
    await expect(attempt).rejects.toThrow(SetupError);
    await expect(attempt).rejects.toThrow(/DVC needs Python 3\.10 or newer, and none was found \(python3 is 3\.9\)/);
    expect(existsSync(join(folder, '.venv'))).toBe(false);
  });

  it('takes a DVC from 3.50 on the PATH, and not an older one', async () => {
    vi.stubEnv('PATH', `${join(folder, 'bin')}:/bin:/usr/bin`);
    program('dvc', '3.67.1');
    await ensureDvc({ root: folder, ...quiet });
    expect(await dvcReady(folder, { start: true })).toBe(true);
    expect(existsSync(join(folder, '.venv'))).toBe(false);

    program('dvc', '2.58.2 ');
    expect(await dvcReady(folder, { start: true })).toBe(false);
    vi.stubEnv('PATH', join(folder, 'bin'));
    await expect(ensureDvc({ root: folder, ...quiet })).rejects.toThrow('DVC needs Python');
  });

  it('does not touch a .venv that someone else made', async () => {
    vi.stubEnv('PATH', join(folder, 'bin'));
    mkdirSync(join(folder, '.venv'));
    writeFileSync(join(folder, '.venv', 'mine'), '');
    await expect(ensureDvc({ root: folder, ...quiet })).rejects.toThrow(
      'There is a folder .venv that this project did not make',
    );
    expect(existsSync(join(folder, '.venv', 'mine'))).toBe(true);
  });

  it.each([
    ['npm error code ENOTFOUND', /cannot be reached/],
    ['ERROR: Could not find a version ... No matching distribution found for dvc', /cannot be reached/],
    ['OSError: [Errno 28] No space left on device', /disk is full/],
    ['npm error Missing: sirv@3.0.2 from lock file', /disagree/],
    ['EACCES: permission denied', /may not be written/],
    ['something else', /printed last/],
  ])('reads the likely cause from %j', (output, cause) => {
    expect(likelyCause(output)).toMatch(cause);
  });

  it('wants packages again where package-lock.json names others, and not where a release moved the version', () => {
    const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
    const stateOf = (text: string) => {
      writeFileSync(join(folder, 'package-lock.json'), text);
      return packagesState(folder);
    };
    const before = stateOf(JSON.stringify(lock));
    const released = {
      ...lock,
      version: '9.0.0',
      packages: { ...lock.packages, '': { ...lock.packages[''], version: '9.0.0' } },
    };
    expect(stateOf(JSON.stringify(released, null, 2))).toBe(before);
    const [name] = Object.keys(lock.packages).filter((place) => place !== '');
    lock.packages[name].version = '0.0.1';
    expect(new Set([before, stateOf(JSON.stringify(lock)), stateOf('{'), stateOf('{}')]).size).toBe(4);
  });

  it('holds a step for done only for the very inputs that it was done with', () => {
    writeFileSync(join(folder, 'package-lock.json'), '{}');
    const state = hashOf(folder, ['package-lock.json']);
    const file = join(folder, 'a', 'stamp');
    expect(stamped(file, state)).toBe(false);
    stamp(file, state);
    expect(stamped(file, state)).toBe(true);
    writeFileSync(join(folder, 'package-lock.json'), '{ }');
    expect(stamped(file, hashOf(folder, ['package-lock.json']))).toBe(false);
  });

  it('wants the kernel built again once its source changes, and nothing where there is no source', () => {
    expect(kernelReady(folder)).toBe(true);
    mkdirSync(join(folder, 'src/engine/simd/assembly'), { recursive: true });
    writeFileSync(join(folder, 'src/engine/simd/assembly/index.ts'), '');
    expect(kernelReady(folder)).toBe(false);
  });

  it('happens once at a time, and is not held up by a process that is gone', async () => {
    const file = join(folder, 'lock');
    writeFileSync(file, '999999999');
    const order: string[] = [];
    const step = (name: string) =>
      alone(
        file,
        () => order.push(`${name} waits`),
        async () => {
          order.push(`${name} begins`);
          await new Promise((resolve) => setTimeout(resolve, 50));
          order.push(`${name} ends`);
        },
      );
    await Promise.all([step('a'), step('b')]);
    const worked = order.filter((entry) => !entry.endsWith('waits'));
    expect([worked[0][0], worked[2][0]]).toEqual([worked[1][0], worked[3][0]]);
    expect(existsSync(file)).toBe(false);
  });

  it('finds the browser that CHROME_PATH names, else one on the PATH', async () => {
    const chrome = program('chromium', '');
    vi.stubEnv('PATH', join(folder, 'bin'));
    vi.stubEnv('CHROME_PATH', '');
    expect(await findBrowser()).toBe(chrome);
    vi.stubEnv('CHROME_PATH', join(folder, 'bin', 'chromium'));
    expect(await findBrowser()).toBe(chrome);
  });

  it('explains its commands without installing anything', async () => {
    mkdirSync(join(folder, 'checkout'));
    symlinkSync(join(ROOT, 'pipeline'), join(folder, 'checkout', 'pipeline'));
    const { exitCode, stderr } = await execa(process.execPath, ['pipeline/entry.cjs', 'reproduse'], {
      cwd: join(folder, 'checkout'),
      reject: false,
    });
    expect(exitCode).toBe(2);
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const commands = Object.keys(scripts).filter((name) => scripts[name].includes('entry.cjs'));
    expect(commands).toContain('reproduce');
    expect(stderr).toContain(`<${commands.join('|')}>`);
  });
});
