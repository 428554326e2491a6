import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePublished, type Published } from './published.ts';

const VERSION = 'src/engine/simd/version.ts';

describe('networks of another kernel version', () => {
  let published: Published;
  beforeAll(async () => {
    published = await makePublished('train');
  });
  afterAll(() => published?.remove());

  const raise = () =>
    published.edit(VERSION, (text) => text.replace(/KERNEL_VERSION = '\w+'/, "KERNEL_VERSION = 'other'"));
  const train = async () => {
    const { stdout, all } = await published.script('train', '--profile', 'smoke');
    return /(\d+) trained, (\d+) from the store/.exec(stdout)?.slice(1).map(Number) ?? all;
  };

  it('that are laid out are named, with both versions and what to do, before anything is measured on them', async () => {
    const restore = raise();
    const { exitCode, stderr } = await published.script('conserve', '--profile', 'smoke');
    restore();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^artifacts\/smoke\/networks\/train\/modular-05-seed-0\/network\.safetensors was trained by kernel version \w+, this checkout has version other, .*Run stage train again/,
    );
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('in the store are not taken for those of this one, and stay there', async () => {
    expect(await train()).toEqual([0, 8]);
    const restore = raise();
    const other = await train();
    restore();
    expect(other).toEqual([8, 0]);
    expect(await train()).toEqual([0, 8]);
  });
});
