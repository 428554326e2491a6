import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PublishedNetwork } from '../../pipeline/store/published.ts';
import { expectedSeconds } from '../../pipeline/training/duration.ts';
import { differences } from '../../pipeline/verify/comparison.ts';
import { makespan } from '../../pipeline/verify/duration.ts';
import { drawSample } from '../../pipeline/verify/sample.ts';
import { stream } from '../../src/task/stream.ts';
import { smallConfiguration } from '../engine/configuration.ts';
import { makePublished, type Published } from './published.ts';

const HASHES = 'artifacts/smoke/hashes/train.json';

describe('npm run verify', () => {
  let published: Published;
  let firsts: string[];
  beforeAll(async () => {
    published = await makePublished();
    // Through DVC, so that the lock records the hashes as it does in a clone of published results.
    const { all, exitCode } = await published.reproduce('--profile', 'smoke', '--only', 'train');
    if (exitCode !== 0) throw new Error(all);
    await published.stages('freeze', 'duplicate');
    // What a fresh clone does not have.
    rmSync(join(published.root, 'artifacts/smoke/networks'), { recursive: true });
    rmSync(join(published.root, 'artifacts/store'), { recursive: true });
    firsts = readdirSync(published.root);
  });
  afterAll(() => published?.remove());

  const verify = async (...flags: string[]) => {
    const { stdout, stderr, exitCode } = await published.script('verify', '--profile', 'smoke', ...flags);
    return { stdout, stderr, exitCode };
  };
  const agreeing = (text: string) => [...text.matchAll(/^agrees +(\S+): [0-9a-f]{64} /gm)].map(([, name]) => name);

  it('retrains three networks from what is in git alone, finds their hashes, and says before how long it takes', async () => {
    const { stdout, stderr, exitCode } = await verify();
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/^Profile smoke: 3 of \d+ networks, drawn with seed 0\.$/m);
    expect(stdout.indexOf('Expected: ')).toBeLessThan(stdout.indexOf('agrees'));
    expect(agreeing(stdout)).toHaveLength(3);
    expect(stderr).toMatch(/^verify: 100%/m);
  });

  it('neither reads nor fills the store of the checkout, and leaves nothing behind', () => {
    expect(existsSync(join(published.root, 'artifacts/store'))).toBe(false);
    expect(existsSync(join(published.root, 'artifacts/smoke/networks'))).toBe(false);
    expect(readdirSync(published.root)).toEqual(firsts);
  });

  it('draws the same networks for one seed, whatever the number of workers, and others for another', async () => {
    const [one, two, other] = [
      await verify('--sample', '2', '--workers', '1'),
      await verify('--sample', '2', '--workers', '2'),
      await verify('--sample', '2', '--seed', '1'),
    ].map(({ stdout }) => agreeing(stdout).sort());
    expect(two).toEqual(one);
    expect(other).not.toEqual(one);
    expect(other).toHaveLength(2);
  });

  it('names the network whose published hash was changed, with what was expected and what was made', async () => {
    const { networks } = JSON.parse(published.read(HASHES)) as { networks: PublishedNetwork[] };
    const { id, sha256 } = networks[1];
    const wrong = `${sha256[0] === '0' ? '1' : '0'}${sha256.slice(1)}`;
    const restore = published.edit(HASHES, (text) => text.replaceAll(sha256, wrong));
    const { stdout, stderr, exitCode } = await verify('--network', id);
    restore();
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`DIFFERS  train/${id}: network.safetensors: expected ${wrong}, got ${sha256} (after `);
    expect(stdout).toContain(`DIFFERS  ${HASHES} is not the file that dvc.lock records`);
    expect(stderr).toContain(
      '0 of 1 networks agree with what is published. 1 published result is not as dvc.lock records.',
    );
  });

  it('does not pass where the lock records other hashes, even if the networks drawn agree', async () => {
    const restore = published.edit('dvc.lock', (text) =>
      text.replace(/(hashes\/train\.json\n\s+hash: md5\n\s+md5: )\w+/, `$1${'f'.repeat(32)}`),
    );
    const { stdout, exitCode } = await verify('--network', 'train/modular-05-seed-0');
    restore();
    expect(agreeing(stdout)).toEqual(['train/modular-05-seed-0']);
    expect(exitCode).toBe(1);
  });

  it('does not pass where a file of hashes that the lock records is gone, and trains nothing', async () => {
    const text = published.read(HASHES);
    rmSync(join(published.root, HASHES));
    const { stdout, stderr, exitCode } = await verify('--sample', '2');
    writeFileSync(join(published.root, HASHES), text);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`DIFFERS  ${HASHES} is missing, dvc.lock records it.`);
    expect(stdout).not.toContain('Expected: ');
    expect(stderr).toContain('Networks of profile smoke are missing from what could be checked');
  });

  it('does not pass where a file of hashes lists fewer networks than params.yaml asks for', async () => {
    for (const empty of [false, true]) {
      const restore = published.edit(HASHES, (text) => {
        const { kernelVersion, networks } = JSON.parse(text);
        return JSON.stringify({ kernelVersion, networks: empty ? [] : networks.slice(0, -1) });
      });
      const { stdout, stderr, exitCode } = await verify('--sample', '1');
      restore();
      expect(exitCode, stdout).toBe(1);
      expect(stdout).not.toContain('Expected: ');
      if (empty) expect(stderr).toContain(`${HASHES} does not fit its format: field 'networks'`);
      else expect(stdout).toContain(`${HASHES} does not list non-modular-024-seed-1`);
    }
  });

  it('refuses a file of hashes that lists a network twice', async () => {
    const restore = published.edit(HASHES, (text) => {
      const { kernelVersion, networks } = JSON.parse(text);
      return JSON.stringify({ kernelVersion, networks: [...networks, networks[0]] });
    });
    const { stderr, exitCode } = await verify('--sample', '1');
    restore();
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `${HASHES} does not fit its format: field 'networks' fails with 'two networks have the same id'`,
    );
  });

  it('names networks of another kernel version before it trains any', async () => {
    const restore = published.edit(HASHES, (text) => text.replace(/"kernelVersion":"\w+"/, '"kernelVersion":"0"'));
    const { stdout, stderr, exitCode } = await verify('--network', 'train/modular-05-seed-0');
    restore();
    expect(exitCode).toBe(1);
    expect(stdout).not.toContain('Expected');
    expect(stderr).toMatch(/^train\/modular-05-seed-0 was trained by kernel version 0, this checkout has version/m);
  });

  it('names a file of hashes that is cut off', async () => {
    const restore = published.edit(HASHES, (text) => text.slice(0, -100));
    const { stderr, exitCode } = await verify();
    restore();
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${HASHES} is damaged, cut off or edited`);
    expect(stderr).toContain(`Restore it with 'git checkout ${HASHES}'`);
  });

  it.each([
    [2, ['--sample', '0'], "--sample is '0'; allowed: a whole number from 1"],
    [2, ['--all', '--sample', '2'], "option '--all' cannot be used with option '--sample <N>'"],
    [2, ['--sample', '1000'], '--sample is 1000, '],
    [2, ['--netwrk', 'x'], "unknown option '--netwrk' (Did you mean --network?)"],
    [2, ['--network', 'modular-05-sed-0'], "unknown network 'modular-05-sed-0': did you mean 'modular-05-seed-0'?"],
    [2, ['--profile', 'smok'], "unknown profile 'smok': did you mean 'smoke'?"],
    [1, ['--profile', 'paper'], 'Nothing is published for profile paper: artifacts/paper/hashes is missing.'],
  ])('exit %s for %j', async (code, flags, message) => {
    const { stderr, exitCode } = await verify(...flags);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(exitCode).toBe(code);
  });

  it('publishes one short line a network', () => {
    const lines = published.read(HASHES).trim().split('\n').slice(1, -1);
    expect(lines.length).toBe(8);
    for (const line of lines) expect(JSON.parse(line.replace(/,$/, '')).sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(join(published.root, HASHES)).size / lines.length).toBeLessThan(1500);
  });
});

describe('a sample of networks', () => {
  it('has no network twice and all of them where it is as large as they are many', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(50), fc.nat(), (n, count, seed) => {
        const networks = Array.from({ length: n }, (_, i) => i);
        const drawn = drawSample(networks, count, stream(seed, 'verification'));
        expect(new Set(drawn).size).toBe(Math.min(n, count));
        expect(drawSample(networks, count, stream(seed, 'verification'))).toEqual(drawn);
      }),
    );
  });

  it('comes to every network alike', () => {
    const counts = new Array<number>(10).fill(0);
    const networks = counts.map((_, i) => i);
    for (let seed = 0; seed < 2000; seed++)
      for (const network of drawSample(networks, 3, stream(seed, 'verification'))) counts[network]++;
    // 600 each; a standard deviation is 20.
    for (const count of counts) expect(Math.abs(count - 600)).toBeLessThan(100);
  });
});

describe('a retrained network', () => {
  const files = { 'history.json': 'h', 'network.safetensors': 'n', 'solved-02.safetensors': 's' };
  const MAIN = 'network.safetensors';
  const network = { key: 'k', sha256: 'n', files };

  it('agrees where its key and every file are the same', () => {
    expect(differences(network, { key: 'k', files: { ...files } }, MAIN)).toEqual([]);
  });

  it.each([
    ['key', { key: 'other', files }],
    ['network.safetensors', { key: 'k', files: { ...files, 'network.safetensors': 'x' } }],
    ['solved-02.safetensors', { key: 'k', files: { 'history.json': 'h', 'network.safetensors': 'n' } }],
    ['solved-03.safetensors', { key: 'k', files: { ...files, 'solved-03.safetensors': 'x' } }],
  ])('differs in its %s', (what, made) => {
    expect(differences(network, made, MAIN).map((one) => one.what)).toEqual([what]);
  });

  it('differs where the published hash of its last checkpoint is wrong in one place alone', () => {
    expect(differences({ ...network, sha256: 'x' }, { key: 'k', files }, MAIN)).toEqual([
      { what: 'network.safetensors', expected: 'x', got: 'n' },
    ]);
  });
});

describe('the expected time', () => {
  it('is that of the tasks which the history says were trained: a stuck network is quick', () => {
    const configuration = { architecture: 'non-modular', size: 128, epochs: 60 } as const;
    const history = (last: number) => Array.from({ length: 60 }, (_, i) => ({ N: Math.min(last, 2 + i) }));
    const [stuck, far] = [2, 34].map((last) => expectedSeconds(smallConfiguration(configuration), history(last)));
    expect(far).toBeGreaterThan(5 * stuck);
  });

  it('of a network is short on a pool, where it runs no more than its newest module', () => {
    const tasks = Array.from({ length: 199 }, (_, epoch) => ({ N: 2 + epoch }));
    const [pooled, whole] = [64, undefined].map((pool) =>
      expectedSeconds(smallConfiguration({ size: 15, pool }), tasks),
    );
    expect(whole).toBeGreaterThan(10 * pooled);
  });

  it('of two workers is at least half of the sum, and at least the longest', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.1, max: 100, noNaN: true }), { minLength: 1 }), (seconds) => {
        const sum = seconds.reduce((total, one) => total + one, 0);
        const span = makespan(seconds, 2);
        expect(span).toBeGreaterThanOrEqual(Math.max(sum / 2, ...seconds) - 1e-9);
        expect(span).toBeLessThanOrEqual(sum + 1e-9);
        expect(makespan(seconds, 1)).toBeCloseTo(sum, 6);
      }),
    );
  });
});
