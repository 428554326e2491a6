import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../pipeline/driver/paths.ts';
import { changesOf, hasChanges, withRelease } from '../../pipeline/release/changelog.ts';
import { releaseFiles, repositoryAddress } from '../../pipeline/release/metadata.ts';
import { sumFaults, sumsText } from '../../pipeline/release/sums.ts';
import { previousTag, releaseVersion } from '../../pipeline/release/version.ts';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('the version of a release', () => {
  it.each([
    ['### Added\n- x', '0.2.0'],
    ['### Removed\n- x', '0.2.0'],
    ['### Fixed\n- x\n\n### Security\n- y', '0.1.10'],
  ])('follows from what changed: %j gives %s', (changes, expected) => {
    expect(releaseVersion('0.1.9', undefined, changes)).toBe(expected);
  });

  it.each(['1', '1.0', 'v1.0.0', '01.0.0', '1.0.0 ', '', 'latest', '1.0.0+build', '0.1.8'])('is not %j', (given) => {
    expect(() => releaseVersion('0.1.9', given, '')).toThrow(/--version is /);
  });

  it('may have a name before it is final', () => {
    expect(releaseVersion('0.1.9', '0.2.0-rc.1', '')).toBe('0.2.0-rc.1');
  });

  it('is compared with the tag before it in the order of versions, whatever else is tagged', () => {
    const tags = ['v0.10.0', 'v0.9.0', 'v0.2.0-rc.1', 'v1', 'latest', 'vv0.9.5', 'v0.9.10'];
    expect([previousTag(tags, '0.10.0'), previousTag(tags, '0.2.0'), previousTag(tags, '0.1.0')]).toEqual([
      'v0.9.10',
      'v0.2.0-rc.1',
      null,
    ]);
  });
});

describe('the changelog', () => {
  const text = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A $& point.\n\n## [0.1.0] - 2026-01-01\n\n- First.\n';

  it('moves what is unreleased under the version, as it stands', () => {
    const edited = withRelease(text, '0.2.0', '2026-11-27');
    expect(edited).toBe(text.replace('## [Unreleased]\n', () => '## [Unreleased]\n\n## [0.2.0] - 2026-11-27\n'));
    expect([changesOf(edited), changesOf(edited, '0.2.0'), changesOf(edited, '0.1.0'), changesOf(edited, '9')]).toEqual(
      ['', '### Added\n\n- A $& point.', '- First.', null],
    );
  });

  it('is refused where it lists nothing, or has the version', () => {
    expect(hasChanges('### Added\n\n')).toBe(false);
    expect(() => withRelease(text.replace('- A $& point.', ''), '0.2.0', 'x')).toThrow(/lists nothing/);
    expect(() => withRelease('# Changelog\n', '0.2.0', 'x')).toThrow(/lists nothing/);
    expect(() => withRelease(text, '0.1.0', 'x')).toThrow(/has a heading of version 0\.1\.0 already/);
  });
});

describe('the files that name the version', () => {
  const facts = {
    version: '9.8.7',
    date: '2026-11-27',
    repository: 'https://example.org/a/b',
    doi: '10.5281/zenodo.1',
  };
  const files = releaseFiles(read, facts);
  const text = (file: string) => files.get(file) as string;

  it('have it, with date, repository and DOI', () => {
    expect(JSON.parse(text('package.json'))).toMatchObject({
      version: '9.8.7',
      repository: expect.stringContaining('a/b'),
    });
    const lock = JSON.parse(text('package-lock.json'));
    expect([lock.version, lock.packages[''].version]).toEqual(['9.8.7', '9.8.7']);
    expect(JSON.parse(text('codemeta.json'))).toMatchObject({
      version: '9.8.7',
      dateModified: '2026-11-27',
      codeRepository: 'https://example.org/a/b',
      identifier: 'https://doi.org/10.5281/zenodo.1',
    });
    expect(parse(text('CITATION.cff'))).toEqual({
      ...parse(read('CITATION.cff')),
      version: '9.8.7',
      'date-released': '2026-11-27',
      'repository-code': 'https://example.org/a/b',
      doi: '10.5281/zenodo.1',
    });
  });

  it('are otherwise as they were, line by line', () => {
    for (const [file, edited] of files) {
      const kept = new Set(edited.split('\n'));
      const gone = read(file)
        .split('\n')
        .filter((line) => !kept.has(line) && !/version/.test(line));
      expect(gone.length, `${file}: ${gone.join(' | ')}`).toBeLessThanOrEqual(1);
    }
  });
});

it.each([
  ['git@github.com:a/b.git', 'https://github.com/a/b'],
  ['https://name:secret@GitHub.com/a/b.git/', 'https://github.com/a/b'],
  ['ssh://git@git.example.org:22/a/b', 'https://git.example.org/a/b'],
  ['https://gitlab.com/group/part/name', 'https://gitlab.com/group/part/name'],
  ['/srv/git/b.git', null],
  ['../b', null],
  ['file:///srv/b', null],
  ['C:\\b', null],
  ['javascript:alert(1)', null],
  ['https://example.org/a b', null],
])('the address of %s for readers is %s', (remote, expected) => {
  expect(repositoryAddress(remote)).toBe(expected);
});

it('sums list every file once, in order, as sha256sum reads them', () => {
  const [a, b] = [Buffer.from('a'), Buffer.from('b')];
  const text = sumsText(
    new Map([
      ['z.zip', a],
      ['a.json', b],
    ]),
  );
  expect(text.split('\n').map((line) => line.slice(64))).toEqual(['  a.json', '  z.zip', '']);
  expect(sumFaults(text, 'z.zip', a)).toEqual([]);
  expect(sumFaults(text, 'z.zip', b)).toHaveLength(1);
  expect(sumFaults('', 'z.zip', a)).toHaveLength(1);
});
