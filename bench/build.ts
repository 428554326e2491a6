import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../pipeline/driver/paths.ts';
import { writeAtomic } from '../src/artifact/file.ts';
import { runProgram } from '../src/system/program.ts';
import { rateSource } from './limit/rate.ts';

const FOLDER = join(ROOT, '.cache', 'bench', 'build');
const COMPILER = join(ROOT, 'node_modules', 'assemblyscript', 'bin', 'asc.js');

/** A compiled program of bench/limit/, or why it is missing. */
export type Built = { file: string; missing: null } | { file: null; missing: string };

/** Compiles the program that draws batches as the kernel does. */
export function buildDraws(): Promise<Built> {
  return buildWasm('draws', join('bench', 'limit', 'draws.ts'));
}

/** Compiles the multiply-add program for WebAssembly. */
export function buildRate(): Promise<Built> {
  const source = join(FOLDER, 'rate.ts');
  writeAtomic(source, rateSource);
  return buildWasm('rate', source);
}

/** Compiles AssemblyScript as the kernel is compiled. */
async function buildWasm(name: string, source: string): Promise<Built> {
  const args = ['--enable', 'simd', '--runtime', 'stub', '--importMemory', '-O0', '--noAssert', '--config', 'none'];
  return build(`${name}.wasm`, (file) => [process.execPath, [COMPILER, source, '--outFile', file, ...args]]);
}

/** Compiles the multiply-add program with gcc for this processor, with fused operations or without. */
export async function buildLimit(fused: boolean): Promise<Built> {
  const contract = `-ffp-contract=${fused ? 'fast' : 'off'}`;
  const source = join(ROOT, 'bench', 'limit', 'limit.c');
  return build(fused ? 'limit-fused' : 'limit', (file) => [
    'gcc',
    ['-O3', '-march=native', contract, source, '-o', file],
  ]);
}

async function build(name: string, command: (file: string) => [string, string[]]): Promise<Built> {
  mkdirSync(FOLDER, { recursive: true });
  const fresh = join(FOLDER, `${process.pid}-${name}`);
  const [program, args] = command(fresh);
  try {
    const { exitCode, stderr, code } = await runProgram(program, args, { cwd: ROOT, reject: false });
    if (code === 'ENOENT') return { file: null, missing: `${program} is not installed` };
    if (exitCode !== 0 || !existsSync(fresh)) {
      const line = stderr.split('\n').find((text) => /error/i.test(text)) ?? 'no output';
      return { file: null, missing: `${name} does not compile (${line.replaceAll(ROOT, '.').trim()})` };
    }
    renameSync(fresh, join(FOLDER, name));
    return { file: join(FOLDER, name), missing: null };
  } finally {
    rmSync(fresh, { force: true });
  }
}
