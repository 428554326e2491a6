import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../src/system/program.ts';
import { ROOT } from '../pipeline/checkout.ts';
import { slurmFault, until } from './slurm.ts';

const run = (...args: string[]) =>
  runProgram(process.execPath, ['test/cluster/localSlurm.ts', ...args], {
    ...{ cwd: ROOT, reject: false, stdin: 'ignore' },
  } as const);

/** Whether a process runs; one that ended may stay in the list until its parent asks for it. */
function runs(pid: number): boolean {
  const status = `/proc/${pid}/status`;
  return existsSync(status) && !/^State:\s*Z/m.test(readFileSync(status, 'utf8'));
}

describe.skipIf(slurmFault() !== null)('a Slurm for one command', () => {
  it('has the nodes and cores that were named, and ends with the exit code of the command', async () => {
    const show = 'sinfo --noheader --Node --format="%N %c"; cat "$(dirname $SLURM_CONF)/slurmctld.pid"; exit 3';
    const { stdout, exitCode } = await run('--nodes', '3', '--cpus', '2', '--', 'sh', '-c', show);
    const lines = stdout.split('\n');
    expect(lines.slice(0, 3)).toEqual(['n1 2', 'n2 2', 'n3 2']);
    expect(exitCode).toBe(3);
    expect(runs(Number(lines[3]))).toBe(false);
  });

  it('stops with its command when it is told to end', async () => {
    const running = run('--nodes', '1', '--', 'sh', '-c', 'cat "$(dirname $SLURM_CONF)/slurmctld.pid"; exec sleep 600');
    let text = '';
    running.stdout.on('data', (data) => (text += data));
    await until(() => text.includes('\n'));
    const controller = Number(text);
    expect(readFileSync(`/proc/${controller}/comm`, 'utf8')).toBe('slurmctld\n');
    running.kill('SIGTERM');
    expect((await running).exitCode).toBe(143);
    expect(runs(controller)).toBe(false);
  });

  it('refuses a program that does not exist, and options that make no Slurm', async () => {
    const missing = await run('--nodes', '1', '--', 'no-such-program');
    expect([missing.exitCode, missing.stdout]).toEqual([1, '']);
    expect(missing.stderr).not.toContain('    at ');
    const [none, fraction, nothing] = await Promise.all([
      run('--nodes', '0', '--', 'true'),
      run('--cpus', '1.5', '--', 'true'),
      run('--nodes', '1'),
    ]);
    expect([none, fraction, nothing].map(({ exitCode }) => exitCode)).toEqual([2, 2, 2]);
  });
});
