import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Checkout, makeCheckout } from './checkout.ts';

describe('networks on a DVC remote', () => {
  let checkout: Checkout;
  const remote = mkdtempSync(join(tmpdir(), 'modular-growth-remote-'));
  const train = (...flags: string[]) =>
    checkout.reproduce('--profile', 'smoke', '--only', 'train', '--workers', '2', ...flags);
  const networks = () => join(checkout.root, 'artifacts/smoke/networks/train');
  /** As a fresh clone has it: what is in git, and no network. */
  const forget = () => {
    for (const place of ['artifacts/store', 'artifacts/smoke/networks', '.dvc/cache', '.cache/made.json'])
      rmSync(join(checkout.root, place), { recursive: true, force: true });
  };

  beforeAll(async () => {
    checkout = await makeCheckout();
    await train();
    await checkout.dvc('remote', 'add', '--default', 'shelf', remote);
    await checkout.dvc('push', 'train@smoke');
  });
  afterAll(() => {
    checkout?.remove();
    rmSync(remote, { recursive: true, force: true });
  });

  it('are pulled where the lock names them, and not trained again', async () => {
    forget();
    const { all } = await train();
    expect(all).toContain("8 published networks are not here: asking the DVC remote 'shelf' for them.");
    expect(all).toContain('8 came from the remote, each file with its published SHA-256.');
    expect(all).toContain('8 networks: 0 trained, 8 from the store.');
  });

  it('are trained here where the remote has lost some, to the same bytes', async () => {
    const md5 = createHash('md5').update(readFileSync(join(networks(), 'modular-05-seed-0/network.safetensors')));
    const object = md5.digest('hex');
    rmSync(join(remote, 'files/md5', object.slice(0, 2), object.slice(2)));
    forget();
    const { all } = await train();
    expect(all).toContain('7 came from the remote, each file with its published SHA-256.');
    expect(all).toContain('The remote has not all of them, or cannot be reached: 1 left to train here.');
    expect(all).toContain('8 networks: 1 trained, 7 from the store.');
    expect(await checkout.dvc('status', 'train@smoke')).toContain('up to date');
  });

  it('are trained here where the remote cannot be reached, and with --no-pull', async () => {
    for (const name of readdirSync(remote)) rmSync(join(remote, name), { recursive: true, force: true });
    forget();
    const unreached = await train();
    expect(unreached.exitCode, unreached.all).toBe(0);
    expect(unreached.all).toContain('The remote has not all of them, or cannot be reached: 8 left to train here.');
    const [{ key }] = JSON.parse(readFileSync(join(networks(), 'index.json'), 'utf8')) as { key: string }[];
    rmSync(join(checkout.root, 'artifacts/store', key), { recursive: true });
    rmSync(join(checkout.root, '.cache/made.json'));
    const { all } = await train('--no-pull');
    expect(all).not.toContain('remote');
    expect(all).toContain('8 networks: 1 trained, 7 from the store.');
  });
});
