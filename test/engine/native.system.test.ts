import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import { compileNative, machineCompiler } from '../../pipeline/setup/native.mjs';
import { BUILD_FOLDER } from '../../src/engine/native/addon.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const NODE = join(ROOT, 'node_modules/.bin/node');
const built = existsSync(new URL('manifest.json', BUILD_FOLDER));
const compiler = await machineCompiler();
const scratch = mkdtempSync(join(tmpdir(), 'native-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A copy of the compiled addons that a test may damage. */
function copied(name: string): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  const from = fileURLToPath(BUILD_FOLDER);
  for (const file of readdirSync(from)) copyFileSync(join(from, file), join(folder, file));
  return folder;
}

/** What a process that asks for the native kernels of a folder prints: the build, or null. */
function ask(folder: string, forced = false) {
  const program = `
    import { nativeKernels } from '${join(ROOT, 'src/engine/native/addon.ts')}';
    const found = [1, 2].map(() => nativeKernels(${forced}, new URL('${pathToFileURL(`${folder}/`)}')));
    console.log(found.map((kernels) => kernels?.build ?? null).join(' '));`;
  return execa(NODE, ['--input-type=module', '-e', program], { cwd: ROOT, reject: false });
}

/** The engine that a process chooses with MODULAR_GROWTH_KERNEL set to a value. */
function choose(value: string) {
  const program = `
    import { simdEngine } from '${join(ROOT, 'src/engine/simd/engine.ts')}';
    await simdEngine().then(({ build }) => console.log(build), ({ name, message }) => console.log(name, message));`;
  const env = { MODULAR_GROWTH_KERNEL: value };
  return execa(NODE, ['--input-type=module', '-e', program], { cwd: ROOT, env });
}

describe.skipIf(!built)('the addon of the native kernel', () => {
  const damages: Record<string, (folder: string, manifest: Record<string, unknown>) => void> = {
    'cut short': (folder) => {
      for (const file of readdirSync(folder)) {
        if (file.endsWith('.node'))
          writeFileSync(join(folder, file), readFileSync(join(folder, file)).subarray(0, 5000));
      }
    },
    'of one changed byte': (folder) => {
      for (const file of readdirSync(folder).filter((name) => name.endsWith('.node'))) {
        const bytes = readFileSync(join(folder, file));
        bytes[bytes.length >> 1] ^= 1;
        writeFileSync(join(folder, file), bytes);
      }
    },
    'of another machine': (folder, manifest) => {
      writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, platform: 'sunos-sparc' }));
    },
    'no library at all': (folder, manifest) => {
      const builds: Record<string, string> = {};
      for (const name of Object.keys(manifest.builds as object)) {
        writeFileSync(join(folder, `kernel-${name}.node`), 'no library');
        builds[name] = createHash('sha256').update('no library').digest('hex');
      }
      writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, builds }));
    },
    'with a manifest that is no JSON': (folder) => writeFileSync(join(folder, 'manifest.json'), '{'),
    missing: (folder) => {
      for (const file of readdirSync(folder)) if (file.endsWith('.node')) rmSync(join(folder, file));
    },
  };

  it.each(Object.keys(damages))('is left out with one line where it is %s', async (name) => {
    const folder = copied(name);
    damages[name](folder, JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
    const { stdout, stderr, exitCode } = await ask(folder);
    expect({ stdout, lines: stderr.split('\n').length, exitCode }).toEqual({ stdout: ' ', lines: 1, exitCode: 0 });
    expect(stderr).toContain('WebAssembly');
    const forced = await ask(folder, true);
    expect(forced.exitCode).toBe(1);
    expect(forced.stderr).toContain('npm run setup');
  });

  it('is silently not there where the set-up compiled none', async () => {
    const folder = join(scratch, 'none');
    mkdirSync(folder);
    expect(await ask(folder)).toMatchObject({ stdout: ' ', stderr: '', exitCode: 0 });
  });

  it('is chosen by MODULAR_GROWTH_KERNEL', async () => {
    const names = Object.keys(JSON.parse(readFileSync(new URL('manifest.json', BUILD_FOLDER), 'utf8')).builds);
    expect((await choose('wasm')).stdout).toBe('wasm');
    expect(names).toContain((await choose('native')).stdout);
    expect((await choose('')).stdout).toBe((await choose('native')).stdout);
    expect((await choose('simd')).stdout).toMatch(/^UserError .*'simd'/);
  });
});

describe.skipIf(compiler === null || process.platform !== 'linux')(
  'the native kernel, compiled by this machine',
  () => {
    it('touches no memory but its places, and does nothing undefined', async () => {
      const folder = join(scratch, 'checked');
      mkdirSync(folder);
      // Three quarters of the time would go into optimising what is run for some seconds.
      const flags = ['-O0', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
      await compileNative({ root: ROOT, compiler: compiler!, folder, flags });
      const library = compiler!.version.startsWith('g++') ? 'libasan.so' : 'libclang_rt.asan-x86_64.so';
      const { stdout: preloaded } = await execa(compiler!.command[0], [`-print-file-name=${library}`]);
      const env = { LD_PRELOAD: preloaded, ASAN_OPTIONS: 'detect_leaks=0', UBSAN_OPTIONS: 'print_stacktrace=1' };
      const { stdout } = await execa(NODE, [join(ROOT, 'test/engine/checkedDigests.ts'), folder], { cwd: ROOT, env });
      const lines = stdout.split('\n').map((line) => line.split(' '));
      expect(lines.length).toBeGreaterThan(1);
      for (const [build, ...digests] of lines) expect(digests, build).toEqual(lines[0].slice(1));
    });
  },
);
