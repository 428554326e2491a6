import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

interface Setup {
  ensureTfjsNode(options: { root: string; say: (line: string) => void; retry?: boolean }): Promise<string | null>;
}

const ROOT = resolve(import.meta.dirname, '..', '..');
const VERSION = '4.22.0';
const { ensureTfjsNode } = (await import(join(ROOT, 'pipeline/setup/tfjs-node.mjs'))) as Setup;

let root: string;
let packageFolder: string;

beforeEach(() => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'modular-growth-'));
  packageFolder = join(root, 'node_modules', '@tensorflow', 'tfjs-node');
  mkdirSync(packageFolder, { recursive: true });
  writeFileSync(join(packageFolder, 'package.json'), JSON.stringify({ version: VERSION }));
  writeFileSync(join(root, 'package-lock.json'), 'one');
  // Nothing can be run and no bucket be reached, as on a bare machine without a network.
  vi.stubEnv('PATH', join(root, 'nothing'));
  vi.stubEnv('CXX', '');
  vi.stubEnv('HTTPS_PROXY', '');
  vi.stubEnv('https_proxy', '');
  vi.stubEnv('TFJS_NODE_BASE_URI', 'http://127.0.0.1:9/libtensorflow-');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

describe('setting up tfjs-node', () => {
  test('where it cannot be had, one sentence says why and what stands in, and nothing half-made is left', async () => {
    const sentence = await ensureTfjsNode({ root, say: () => {} });
    expect(sentence).toMatch(/not available, the reference engine uses TensorFlow\.js's own WebAssembly backend/);
    expect(sentence).toMatch(/bucket: .+; wheel: .+/);
    expect(sentence?.split('\n')).toHaveLength(1);
    expect(existsSync(join(packageFolder, 'deps'))).toBe(false);
    expect(execFileSync('/bin/ls', [join(root, '.cache', 'tfjs-node')]).toString()).toBe('unavailable.json\n');
  });

  test('a failure is remembered until package-lock.json changes or a retry is asked for', async () => {
    const file = join(root, '.cache', 'tfjs-node', 'unavailable.json');
    const sentence = await ensureTfjsNode({ root, say: () => {} });
    expect(await ensureTfjsNode({ root, say: () => {} })).toBe(sentence);
    // A mark in what is remembered tells remembering from trying again.
    const mark = () => {
      const { lock } = JSON.parse(readFileSync(file, 'utf8')) as { lock: string };
      writeFileSync(file, JSON.stringify({ lock, sentence: 'marked' }));
    };
    mark();
    expect(await ensureTfjsNode({ root, say: () => {} })).toBe('marked');
    expect(await ensureTfjsNode({ root, say: () => {}, retry: true })).toBe(sentence);
    mark();
    writeFileSync(join(root, 'package-lock.json'), 'two');
    expect(await ensureTfjsNode({ root, say: () => {} })).toBe(sentence);
  });

  test('where the package is missing, that is the reason', async () => {
    rmSync(packageFolder, { recursive: true });
    expect(await ensureTfjsNode({ root, say: () => {} })).toMatch(/npm did not install it/);
  });

  test('what was made before costs only links, which are put back after npm ci', async () => {
    const folder = join(root, '.cache', 'tfjs-node', `${VERSION}-${process.platform}-${process.arch}-1`);
    for (const part of ['deps', 'lib']) mkdirSync(join(folder, part), { recursive: true });
    writeFileSync(join(folder, 'ready.json'), '{}');
    mkdirSync(join(packageFolder, 'deps'));
    for (let start = 0; start < 2; start++) {
      expect(await ensureTfjsNode({ root, say: () => {} })).toBeNull();
      for (const part of ['deps', 'lib']) {
        expect(realpathSync(join(packageFolder, part))).toBe(join(folder, part));
        expect(readlinkSync(join(packageFolder, part))).toMatch(/^\.\./);
      }
    }
  });
});
