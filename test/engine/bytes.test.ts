import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import { HELD, trainingHash } from './trainingHash.ts';

/** Hashes of the held networks by kernel version. Changed on purpose? Raise KERNEL_VERSION, so that no stored network is taken for a new one. */
const EXPECTED: Record<string, string[]> = {
  '1': [
    'c7a18da7954b6e46f34d23bc66a0c18c7deadd53efb711d67f13e76ffbb64342',
    '6e14827a5e88a8d8aaf7a46b820a529b431c7300e4ca89196edb0d2e6bc30c1e',
  ],
};

const program = new URL('./trainingHash.ts', import.meta.url).pathname;

describe('one seed and configuration give the same bytes', () => {
  it('that this version of the kernel has always given', async () => {
    const hashes = [];
    for (const configuration of Object.values(HELD)) hashes.push(await trainingHash(configuration));
    expect(hashes).toEqual(EXPECTED[KERNEL_VERSION]);
  });

  it.each(['on', 'off'])('with the revectorizer %s', async (flag) => {
    const { stdout } = await execa(process.execPath, [program, flag]);
    expect(stdout.split('\n')).toEqual(EXPECTED[KERNEL_VERSION]);
  });
});
