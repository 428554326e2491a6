import fc from 'fast-check';
import { zipSync } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { packArchive, unpackArchive } from '../../pipeline/bundle/archive.ts';
import { addManifests, BYTES_FILE, HASHES_FILE, manifestFaults } from '../../pipeline/bundle/manifest.ts';
import { UserError } from '../../src/artifact/error.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const files = new Map([
  ['b.txt', bytes('two')],
  ['a/c.txt', bytes('three')],
  ['a/b.txt', bytes('one')],
]);
const zip = (names: readonly string[]) => zipSync(Object.fromEntries(names.map((name) => [name, bytes(name)])));
/** What unpacking says, and its exit code. */
function refusal(archive: Uint8Array): string {
  try {
    unpackArchive(archive, 'x.zip');
    return 'nothing';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `${error.exitCode}: ${error.message}`;
  }
}

describe('an archive', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('gives back the files that were packed, whatever they hold', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}(\/[a-z0-9-]{1,8}){0,2}\.csv$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.uint8Array({ maxLength: 200 }), { minKeys: 1 }), (content) => {
        const packed = new Map(Object.entries(content));
        const unpacked = unpackArchive(packArchive(packed, 'top'), 'x.zip');
        expect(Object.fromEntries([...unpacked].map(([path, data]) => [path, [...data]]))).toEqual(
          Object.fromEntries([...packed].map(([path, data]) => [path, [...data]])),
        );
      }),
    );
  });

  it('has the same bytes in whatever order, hour and time zone it is packed', () => {
    const first = packArchive(files, 'top');
    const others = ['Asia/Tokyo', 'America/Los_Angeles'].map((zone) => {
      vi.stubEnv('TZ', zone);
      return packArchive(new Map([...files].reverse()), 'top');
    });
    for (const other of others) expect(Buffer.compare(first, other)).toBe(0);
  });

  it('holds the first date that the format has, and its names in byte order', () => {
    const packed = Buffer.from(packArchive(files, 'top'));
    // Local header: time at 10, date at 12; 0x21 is the first of January 1980.
    expect([packed.readUInt16LE(10), packed.readUInt16LE(12)]).toEqual([0, 0x21]);
    expect([...unpackArchive(packed, 'x.zip').keys()]).toEqual(['a/b.txt', 'a/c.txt', 'b.txt']);
  });

  it('keeps scripts that can be run, and nothing else so', () => {
    const packed = Buffer.from(
      packArchive(
        new Map([
          ['run', bytes('#!/bin/sh\n')],
          ['text', bytes('# !')],
        ]),
        'top',
      ),
    );
    // Central directory, after its signature: the name's length at 24, the mode in the upper half of the attributes at 34, the name at 42.
    const entries = packed.toString('latin1').split('PK\x01\x02').slice(1);
    const modes = entries.map((text) => {
      const entry = Buffer.from(text, 'latin1');
      return [entry.toString('utf8', 42, 42 + entry.readUInt16LE(24)), entry.readUInt16LE(36).toString(8)];
    });
    expect(modes).toEqual([
      ['top/run', '100755'],
      ['top/text', '100644'],
    ]);
  });

  it.each([
    ['what is no archive', bytes('certificate'), '2: x.zip is not a zip archive: '],
    ['nothing', bytes(''), '2: x.zip is not a zip archive: '],
    [
      'an archive that is cut off',
      packArchive(files, 'top').subarray(0, 200),
      '2: x.zip is cut off or damaged: fetch it again.',
    ],
    [
      'a name that leaves its folder',
      zip(['top/a', 'top/../../etc/passwd']),
      "2: x.zip holds a file named 'top/../../etc/passwd'",
    ],
    ['an absolute name', zip(['/etc/passwd']), "2: x.zip holds a file named '/etc/passwd'"],
    ['a name of another system', zip(['top\\..\\a']), "2: x.zip holds a file named 'top\\..\\a'"],
    ['a drive', zip(['C:/a']), "2: x.zip holds a file named 'C:/a'"],
    ['files in more than one folder', zip(['one/a', 'two/a']), '2: x.zip is not a bundle'],
  ])('is refused for %s', (_, archive, message) => {
    expect(refusal(archive)).toContain(message);
  });

  it('is refused where a name stands twice in it', () => {
    const twice = Buffer.from(zip(['top/a1', 'top/a2']));
    for (let at = twice.indexOf('top/a2'); at >= 0; at = twice.indexOf('top/a2')) twice.write('top/a1', at);
    expect(refusal(twice)).toContain("2: x.zip holds 'top/a1' twice");
  });

  it('is refused where its data are damaged, or its files are not those that were packed', () => {
    const damaged = packArchive(new Map([['a', bytes('abc'.repeat(1000))]]), 'top');
    damaged.fill(0xff, 40, 60);
    expect(refusal(damaged)).toContain('2: x.zip is cut off or damaged');
  });
});

describe('the manifests', () => {
  const sealed = () => {
    const copy = new Map(files);
    addManifests(copy);
    return copy;
  };

  it('have a line for every file, in the form of sha256sum', () => {
    const lines = Buffer.from(sealed().get(HASHES_FILE) as Uint8Array).toString();
    expect(lines.trimEnd().split('\n')).toHaveLength(files.size + 1);
    expect(manifestFaults(sealed())).toEqual([]);
  });

  it.each<[string, (copy: Map<string, Uint8Array>) => void, RegExp]>([
    [
      'changed',
      (copy) => copy.set('b.txt', bytes('2')),
      /^b\.txt was changed: its SHA-256 is [0-9a-f]{64}, manifest-sha256\.txt has [0-9a-f]{64}$/,
    ],
    ['added', (copy) => copy.set('d.txt', bytes('four')), /^d\.txt was added: /],
    ['missing', (copy) => copy.delete('a/c.txt'), /^a\/c\.txt is missing: /],
  ])('name a file that was %s', (_, change, message) => {
    const copy = sealed();
    change(copy);
    expect(manifestFaults(copy)).toEqual([expect.stringMatching(message)]);
  });

  it('hold the number of bytes against the file', () => {
    const copy = sealed();
    const counts = Buffer.from(copy.get(BYTES_FILE) as Uint8Array)
      .toString()
      .replace('5  a/c.txt', '6  a/c.txt');
    copy.set(BYTES_FILE, bytes(counts));
    expect(manifestFaults(copy)).toEqual([
      expect.stringContaining('a/c.txt has 5 bytes, manifest-bytes.txt has 6'),
      expect.stringContaining('manifest-bytes.txt was changed'),
    ]);
  });

  it('are missed where they are not there', () => {
    expect(manifestFaults(files)).toEqual([`${HASHES_FILE} is missing or damaged`]);
  });
});
