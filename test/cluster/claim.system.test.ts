import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claimEntry } from '../../pipeline/executor/claim.ts';
import { identityOf } from '../../src/system/identity.mjs';

let store: string;
const KEY = '0123456789abcdef';
const file = () => join(store, '.claims', `${KEY}.json`);
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'modular-growth-claim-'));
});
afterEach(() => rmSync(store, { recursive: true, force: true }));

it('keeps a second one waiting until it is released', async () => {
  const release = await claimEntry(store, KEY);
  let taken = false;
  const second = claimEntry(store, KEY).then((end) => {
    taken = true;
    end();
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(taken).toBe(false);
  release();
  await second;
  expect(taken).toBe(true);
  expect(existsSync(file())).toBe(false);
});

it('is not needed for what is finished, and not waited for by who gives up', async () => {
  const release = await claimEntry(store, KEY);
  let given = false;
  const waiting = claimEntry(store, KEY, () => given);
  given = true;
  (await waiting)();
  mkdirSync(join(store, KEY));
  writeFileSync(join(store, KEY, 'done.json'), '{}');
  (await claimEntry(store, KEY))();
  expect(existsSync(file())).toBe(true);
  release();
});

it('is taken over from a process of this host that is gone', async () => {
  mkdirSync(join(store, '.claims'));
  const gone = { ...identityOf(), pid: 2 ** 22 - 3, started: '1' };
  expect(gone.host).toBe(hostname());
  writeFileSync(file(), JSON.stringify({ processes: [gone], about: KEY, beat: 30_000 }));
  (await claimEntry(store, KEY))();
  expect(existsSync(file())).toBe(false);
});

it('is taken over from another host that gives no sign of life', async () => {
  mkdirSync(join(store, '.claims'));
  const elsewhere = { ...identityOf(), host: 'another host' };
  writeFileSync(file(), JSON.stringify({ processes: [elsewhere], about: KEY, beat: 200 }));
  (await claimEntry(store, KEY))();
  expect(existsSync(file())).toBe(false);
});
