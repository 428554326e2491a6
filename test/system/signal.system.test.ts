import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { packError, UserError, unpackError } from '../../src/artifact/error.ts';
import { endText, signalOf } from '../../src/system/signal.mjs';

const child = (script: string) => execa(process.execPath, ['-e', script], { all: true, reject: false });

describe('the end of a child process', () => {
  it.each(['SIGABRT', 'SIGSEGV', 'SIGILL', 'SIGKILL', 'SIGBUS'])('names %s and what to do', async (signal) => {
    const text = endText(await child(`process.kill(process.pid, '${signal}'); setTimeout(() => {}, 9999)`));
    expect(text).toContain(`was ended by ${signal}: `);
    expect(text).not.toContain('somebody');
  });

  it('names the abort of native code, and what it printed', async () => {
    const text = endText(await child("console.log('N = 4'); process.abort()"));
    expect(text).toMatch(/ended by SIGABRT: .*N = 4/s);
  });

  it('is what it printed last where it ended by itself, and never nothing', async () => {
    expect(endText(await child("console.error('no weights'); process.exit(3)"))).toBe('no weights');
    expect(endText(await child('process.exit(3)'))).toContain('exit code 3');
  });

  it.each([
    [-6, 'SIGABRT'],
    [134, 'SIGABRT'],
    [137, 'SIGKILL'],
    [-11, 'SIGSEGV'],
    [1, null],
    [127, null],
  ])('by exit code %s is %s', (code, signal) => {
    expect(signalOf(code)).toBe(signal);
  });
});

describe('a command that the set-up hands over to', () => {
  const handed = (script: string) => {
    const handOver = JSON.stringify(join(import.meta.dirname, '../../pipeline/setup/handOver.mjs'));
    const outer = `import { handOver } from ${handOver}; handOver(process.execPath, ['-e', ${JSON.stringify(script)}]);`;
    return execa(process.execPath, ['--input-type=module', '-e', outer], { reject: false });
  };

  it('ends with its exit code, and without a word more', async () => {
    expect(await handed('process.exit(3)')).toMatchObject({ exitCode: 3, stderr: '' });
  });

  it('is said to have been ended where native code aborts', async () => {
    const { exitCode, stderr } = await handed('process.abort()');
    expect(exitCode).toBe(134);
    expect(stderr).toMatch(/^This command was ended by SIGABRT: native code gave up/m);
  });
});

describe('an error between threads', () => {
  it('keeps its class, its code and all its causes', () => {
    const disk = Object.assign(new Error('write failed'), { code: 'ENOSPC' });
    const thrown = new UserError('The disk is full.', {
      exitCode: 2,
      cause: new TypeError('no bytes', { cause: disk }),
    });
    const back = unpackError(structuredClone(packError(thrown)));
    expect(back).toBeInstanceOf(UserError);
    expect(back).toMatchObject({ name: 'UserError', message: thrown.message, exitCode: 2, stack: thrown.stack });
    expect(back.cause).toMatchObject({ name: 'TypeError', message: 'no bytes' });
    expect((back.cause as Error).cause).toMatchObject({ message: 'write failed', code: 'ENOSPC' });
  });

  it('is one where something else was thrown', () => {
    expect(unpackError(packError('text')).message).toBe('text');
    expect(unpackError(packError(undefined)).message).toBe('undefined');
  });
});
