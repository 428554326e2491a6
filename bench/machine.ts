import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, totalmem } from 'node:os';
import type { BenchMachine } from '../src/artifact/bench.ts';
import { runProgram } from '../src/system/program.ts';

/** Describes this machine. */
export async function describeMachine(): Promise<BenchMachine> {
  const info = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  const field = (name: string) => new RegExp(`^${name}\\s*:\\s*(.*)$`, 'm').exec(info)?.[1] ?? null;
  const flags = field('flags')?.split(' ') ?? [];
  const family = field('cpu family');
  return {
    cpu: cpus()[0].model.trim(),
    family: family === null ? null : `family ${family}, model ${field('model')}`,
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    platform: `${platform()} ${arch()}`,
    vectorBits: flags.length === 0 ? null : flags.includes('avx512f') ? 512 : flags.includes('avx2') ? 256 : 128,
    node: process.versions.node,
    v8: process.versions.v8,
    pinned: (await coresToPin()).length > 0,
  };
}

/** Mean number of running processes over the last minute: about one on an idle machine, from the benchmark. */
export function load(): number {
  return loadavg()[0];
}

/** Cores that a process can be kept on with taskset, the last first; empty without taskset. */
export async function coresToPin(): Promise<number[]> {
  const { exitCode, stdout } = await runProgram('taskset', ['-cp', String(process.pid)], { reject: false });
  if (exitCode !== 0 || stdout === undefined) return [];
  const list = stdout.split(':').at(-1) ?? '';
  return list
    .split(',')
    .flatMap((part) => {
      const [first, last = first] = part.trim().split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, n) => first + n);
    })
    .reverse();
}
