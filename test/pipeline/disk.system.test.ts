import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import { StoredNetwork } from '../../pipeline/training/storedNetwork.ts';
import train from '../../pipeline/workers/train.ts';
import { UserError } from '../../src/artifact/error.ts';
import { listFiles } from '../../src/artifact/file.ts';
import { smallConfiguration } from '../engine/configuration.ts';
import { makePublished } from './published.ts';

const mounted: string[] = [];
const mount = (...args: string[]) => execaSync('mount', args, { reject: false }).exitCode === 0;

/** A disk of its own, of some kilobytes; null where this user may not mount one. */
function smallDisk(folder: string, kilobytes: number): string | null {
  mkdirSync(folder, { recursive: true });
  if (!mount('-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder)) return null;
  mounted.push(folder);
  return folder;
}

function unmount(folder: string): void {
  execaSync('umount', [folder], { reject: false });
  mounted.splice(mounted.indexOf(folder), 1);
}

/** Takes all that is free on a disk but `kilobytes`. */
function fill(disk: string, kilobytes: number): string {
  const { bavail, bsize } = statfsSync(disk);
  const file = join(disk, 'filler');
  writeFileSync(file, new Uint8Array(Math.max(0, bavail * bsize - 1024 * kilobytes)));
  return file;
}

const NOTICE = 'A small disk cannot be mounted here (that needs root): a full disk is not tested.';
const scratch = mkdtempSync(join(tmpdir(), 'modular-growth-disk-'));
afterAll(() => {
  for (const folder of [...mounted]) unmount(folder);
  rmSync(scratch, { recursive: true, force: true });
});

const contents = (folder: string) =>
  Object.fromEntries(listFiles(folder).map((file) => [file, readFileSync(join(folder, file)).toString('base64')]));

describe('a disk that fills up while a network trains', () => {
  it.for(['modular', 'non-modular'] as const)(
    'stops it with cause and advice, leaves its last saved state whole, and the run goes on from there to the same bytes (%s)',
    async (architecture, { skip }) => {
      const disk = smallDisk(join(scratch, architecture), 2048);
      if (disk === null) return skip(NOTICE);
      const store = join(disk, 'store');
      const configuration = smallConfiguration({ architecture, size: 17, epochs: 8 });
      const stored = new StoredNetwork(store, configuration);
      let filler = '';
      let before: Record<string, string> = {};
      const full = train({ configuration, store }, () => {
        // As soon as some state is kept, nothing more fits.
        if (filler !== '' || !existsSync(join(stored.folder, 'resume.json'))) return;
        before = contents(stored.folder);
        filler = fill(disk, 0);
      });
      await expect(full).rejects.toThrow(UserError);
      await expect(full).rejects.toThrow(
        /^The disk is full: free some space and run the same command again; what was finished is kept\. \(ENOSPC.*\/store\/\w+\/\S+\)$/,
      );
      expect(filler).not.toBe('');
      expect(contents(stored.folder)).toMatchObject(before);
      expect(listFiles(store).filter((file) => file.endsWith('.tmp'))).toEqual([]);
      const kept = stored.resumed()?.history.length ?? 0;
      expect(kept).toBeGreaterThan(0);

      rmSync(filler);
      const resumed = await train({ configuration, store }, () => {});
      expect(resumed.trained).toBe(configuration.epochs - kept);
      const elsewhere = await train({ configuration, store: join(scratch, 'whole') }, () => {});
      expect(elsewhere.trained).toBe(configuration.epochs);
      expect(resumed.files).toEqual(elsewhere.files);
    },
  );
});

describe('a disk that fills up under stage train', () => {
  it('stops the stage with cause and advice, keeps the networks that are finished, and the next run makes the rest', async ({
    skip,
  }) => {
    const published = await makePublished();
    const disk = smallDisk(join(published.root, 'artifacts/store'), 96);
    try {
      if (disk === null) return skip(NOTICE);
      const stage = () => published.script('train', '--profile', 'smoke', '--workers', '1');
      const first = await stage();
      expect(first.exitCode, first.all).toBe(1);
      expect(first.stderr).toMatch(/^\S+-seed-\d: The disk is full: free some space and run the same command again/m);
      expect(first.stderr).toContain('ENOSPC');
      expect(first.stderr).not.toMatch(/\n\s+at /);
      expect(existsSync(join(published.root, 'artifacts/smoke/hashes/train.json'))).toBe(false);
      const finished = listFiles(disk).filter((file) => file.endsWith('done.json')).length;
      expect(finished).toBeGreaterThan(0);

      expect(mount('-o', 'remount,size=16m', disk)).toBe(true);
      const second = await stage();
      expect(second.exitCode, second.all).toBe(0);
      const [, fresh, kept] = /(\d+) trained, (\d+) from the store/.exec(second.stdout) ?? [];
      expect(Number(kept)).toBe(finished);
      expect(Number(fresh)).toBe(8 - finished);
      const verified = await published.script('verify', '--profile', 'smoke', '--sample', '2');
      expect(verified.exitCode, verified.all).toBe(0);
    } finally {
      if (disk !== null) unmount(disk);
      published.remove();
    }
  });
});
