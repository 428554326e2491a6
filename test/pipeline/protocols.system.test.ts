import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../src/system/program.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PROTOCOL = ['--profile', 'smoke', '--protocol', 'as-coded'];
const command = (name: string, ...args: string[]) =>
  runProgram(process.execPath, [`pipeline/commands/${name}.ts`, ...args], {
    cwd: ROOT,
    reject: false,
    stdin: 'ignore',
  });
const claims = (run: string) =>
  JSON.parse(readFileSync(resolve(ROOT, `artifacts/${run}/claims.json`), 'utf8')) as {
    profile: string;
    claims: { id: string; verdict: string }[];
  };

describe('the smoke profile as coded, as it is in git', () => {
  it('is of the protocol: networks come again to the same bytes, with its growth, bits, lengths and leak', async () => {
    const { exitCode, stdout } = await command('verify', ...PROTOCOL, '--network', 'train/modular-05-seed-0');
    expect(stdout).toContain('1 of 1 networks agree');
    expect(exitCode).toBe(0);
    const { stdout: trail } = await command('explain', 'train/modular-05-seed-0', ...PROTOCOL, '--json');
    const [{ configuration, command: again }] = JSON.parse(trail).networks;
    expect(configuration).toMatchObject({
      growth: 'shared-draw',
      readout: 'copied',
      copyNoise: 0.03,
      bits: 'per-batch',
      longest: 'floor(2.5 N) + 1',
      leak: 'inside',
    });
    expect(again).toContain('--profile smoke --protocol as-coded');
    const { stdout: other } = await command('explain', 'train/non-modular-020-seed-0', ...PROTOCOL, '--json');
    expect(JSON.parse(other).networks[0].configuration).toMatchObject({ leak: 'outside', bits: 'per-sequence' });
  });

  it('has verdicts of its own, explained with the values of the protocol', async () => {
    expect(claims('smoke_as-coded').profile).toBe('smoke_as-coded');
    const { exitCode, stdout } = await command('explain', '3a.1', ...PROTOCOL);
    expect(exitCode).toBe(0);
    const judged = claims('smoke_as-coded').claims.find(({ id }) => id === '3a.1');
    expect(stdout).toContain(`verdict   ${judged?.verdict}`);
  });

  it.each([
    ['reproduce', ['--protocol', 'as-code'], "unknown protocol 'as-code': did you mean 'as-coded'?"],
    ['explain', ['2a', '--protocol', 'coded'], "unknown protocol 'coded'"],
    ['verify', ['--protocol', ''], '--protocol needs a value'],
    ['verify', ['--profile', 'smok', '--protocol', 'as-coded'], "unknown profile 'smok': did you mean 'smoke'?"],
  ])('npm run %s %j names what is wrong before any work', async (name, args, told) => {
    const { exitCode, stderr, stdout } = await command(name, ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(told);
    expect(stdout).toBe('');
  });
});
