import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packArchive } from '../../pipeline/bundle/archive.ts';
import { jsonBytes, jsonOf } from '../../pipeline/bundle/files.ts';
import { type Certificate, certificateSchema } from '../../src/artifact/certificate.ts';
import type { PublishedBundle } from './publishedBundle.ts';

/** What `npm run verify -- --bundle` says of one that is as it was published. */
export function verification(bundle: PublishedBundle): void {
  const { folder, archive, files: whole, networks, verify } = bundle;

  it('agrees: its checks hold, and networks drawn from it are trained again to the same bytes', async () => {
    const { stdout, stderr, exitCode } = await verify(archive, '--sample', '1');
    expect(exitCode, stdout + stderr).toBe(0);
    const held = [...stdout.matchAll(/^agrees {3}(\w+): /gm)].map(([, about]) => about);
    expect(held).toEqual([
      'manifest',
      'networks',
      'certificate',
      'metadata',
      'commit',
      'parts',
      'lock',
      'parameters',
      'results',
    ]);
    expect(stdout).toMatch(/^agrees {3}train\/\S+: [0-9a-f]{64} /m);
    expect(stdout).toContain(
      `The bundle agrees: all that was checked holds, 1 of ${networks.length} networks trained again.`,
    );
  });

  it('is not checked by another profile, nor where it is of another kernel version or no bundle at all', async () => {
    const other = new Map(whole);
    const certificate = jsonOf(other, 'certificate.json', certificateSchema) as Certificate;
    other.set('certificate.json', jsonBytes({ ...certificate, kernelVersion: '0' }));
    const [kernel, foreign] = ['kernel.zip', 'foreign.zip'].map((name) => join(folder, name));
    writeFileSync(kernel, packArchive(other, 'x'));
    writeFileSync(foreign, packArchive(new Map([['a.txt', Buffer.from('a')]]), 'x'));
    const cases: [string, string[], string][] = [
      [archive, ['--profile', 'quick'], 'cannot be used with option'],
      [archive, ['--sample', '0'], "--sample is '0'"],
      [kernel, [], 'is of kernel version 0, this checkout has version'],
      [foreign, [], "is an archive, but not one of 'npm run publish:bundle'"],
      [join(folder, 'nowhere.zip'), [], 'cannot be read'],
    ];
    for (const [file, flags, message] of cases) {
      const { stderr, exitCode } = await verify(file, ...flags);
      expect([exitCode, stderr.trim().split('\n').length]).toEqual([2, 1]);
      expect(stderr).toContain(message);
    }
  });
}
