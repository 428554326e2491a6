// @ts-check
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runOrExplain } from './command.mjs';
import { hashOf, stamp, stamped } from './stamp.mjs';

const SOURCE = 'src/engine/simd/assembly';
const KERNEL = 'src/engine/simd/build/kernel.wasm';
const STAMP = 'src/engine/simd/build/kernel.set-up';

/** @param {string} root */
function state(root) {
  return hashOf(root, [SOURCE, 'asconfig.json', 'node_modules/assemblyscript/package.json']);
}

/** Whether the built kernel belongs to the present source, and is as it was built. @param {string} root */
export function kernelReady(root) {
  if (!existsSync(join(root, SOURCE, 'index.ts'))) return true;
  return existsSync(join(root, KERNEL)) && stamped(join(root, STAMP), `${state(root)} ${hashOf(root, [KERNEL])}`);
}

/**
 * Builds the WebAssembly kernel from its AssemblyScript source, part of which `block.mjs` generates.
 * @param {{ root: string, say: (text: string) => void }} options
 */
export async function ensureKernel({ root, say }) {
  if (kernelReady(root)) return;
  say('builds the WebAssembly kernel');
  const before = state(root);
  const fresh = `src/engine/simd/build/kernel-${process.pid}.wasm`;
  mkdirSync(join(root, 'src/engine/simd/build'), { recursive: true });
  const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
  const steps = [[`${SOURCE}/block.mjs`], [compiler, `${SOURCE}/index.ts`, '--target', 'release', '--outFile', fresh]];
  try {
    for (const args of steps) {
      await runOrExplain('Building the kernel', join(root, 'node_modules/.bin/node'), args, { cwd: root });
    }
    renameSync(join(root, fresh), join(root, KERNEL));
  } finally {
    rmSync(join(root, fresh), { force: true });
  }
  stamp(join(root, STAMP), `${before} ${hashOf(root, [KERNEL])}`);
}
