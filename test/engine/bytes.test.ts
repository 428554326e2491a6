import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { OTHER_NODES, otherNode } from '../../pipeline/setup/nodes.mjs';
import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import { HELD, trainingHash } from './trainingHash.ts';

/** Hashes of the held networks by kernel version. Changed on purpose? Raise KERNEL_VERSION, so that no stored network is taken for a new one. */
const EXPECTED: Record<string, string[]> = {
  '1': [
    '426f783a803a49ebbe24e08fdd4c404f49a1774a9e9023acf055e1c633b41533',
    '2c57a861f32fb896c08c202bf53c6ea01be4d720ffc9b1b7bc6d5a1fd758ac74',
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

  // The set-up of `npm test` fetches them; a machine without a network has none and says so there.
  const others = OTHER_NODES.map((version) => ({
    version,
    node: otherNode(resolve(import.meta.dirname, '../..'), version),
  }));
  it.skipIf(others.some(({ node }) => !existsSync(node)) && !process.env.CI).each(others)(
    'on Node $version',
    async ({ node }) => {
      const { stdout } = await execa(node, [program, 'on']);
      expect(stdout.split('\n')).toEqual(EXPECTED[KERNEL_VERSION]);
    },
  );
});
