import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { browserPath, launch } from '../../bench/chromium.ts';
import { OTHER_NODES, otherNode } from '../../pipeline/setup/nodes.mjs';
import { allNativeKernels } from '../../src/engine/native/addon.ts';
import { simdEngine } from '../../src/engine/simd/engine.ts';
import { simdEngineOn } from '../../src/engine/simd/portable.ts';
import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import { serveModules } from './modules.ts';
import { heldHashes } from './trainedBytes.ts';

/** Hashes of the held networks by kernel version. Changed on purpose? Raise KERNEL_VERSION, so that no stored network is taken for a new one. */
const EXPECTED: Record<string, string[]> = {
  '1': [
    '426f783a803a49ebbe24e08fdd4c404f49a1774a9e9023acf055e1c633b41533',
    '2c57a861f32fb896c08c202bf53c6ea01be4d720ffc9b1b7bc6d5a1fd758ac74',
    '4eecb1d1ffcb9df07e452163af75dde705cebd63c5dff1f6e2702c31be5b1889',
  ],
};

const root = resolve(import.meta.dirname, '../..');
const program = resolve(import.meta.dirname, 'heldHashes.ts');

describe('one seed and configuration give the same bytes', () => {
  it('that this version of the kernel has always given', async () => {
    expect(await heldHashes(await simdEngine())).toEqual(EXPECTED[KERNEL_VERSION]);
  });

  it.each(allNativeKernels())('on the native build $build', async ({ source, build }) => {
    expect(await heldHashes(simdEngineOn(source, build))).toEqual(EXPECTED[KERNEL_VERSION]);
  });

  it.each(['on', 'off'])('with the revectorizer %s', async (flag) => {
    const { stdout } = await execa(process.execPath, [program, flag]);
    expect(stdout.split('\n')).toEqual(EXPECTED[KERNEL_VERSION]);
  });

  // The set-up of `npm test` fetches the other versions; where it could not, it has said so.
  for (const version of OTHER_NODES) {
    const node = otherNode(root, version);
    it.skipIf(!existsSync(node))(`on Node ${version}`, async () => {
      const { stdout } = await execa(node, [program, 'on']);
      expect(stdout.split('\n')).toEqual(EXPECTED[KERNEL_VERSION]);
    });
  }

  it.skipIf(!browserPath)('in headless Chromium', async () => {
    const modules = await serveModules(root);
    const browser = await launch();
    try {
      const page = await browser.newPage();
      await page.goto(modules.origin);
      const hashes = await page.evaluate(`(async () => {
        const { simdEngineOf } = await import('/src/engine/simd/portable.ts');
        const { heldHashes } = await import('/test/engine/trainedBytes.ts');
        const kernel = await WebAssembly.compileStreaming(fetch('/src/engine/simd/build/kernel.wasm'));
        return heldHashes(simdEngineOf(kernel));
      })()`);
      expect(hashes).toEqual(EXPECTED[KERNEL_VERSION]);
    } finally {
      await browser.close();
      modules.close();
    }
  });
});
