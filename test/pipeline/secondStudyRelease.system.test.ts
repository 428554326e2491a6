import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { signFile } from '../../pipeline/release/signature.ts';
import { listFiles } from '../../src/artifact/file.ts';
import { releaseSchema } from '../../src/artifact/release.ts';
import { git } from '../../src/system/git.ts';
import { runProgram } from '../../src/system/program.ts';
import { installed } from '../validators/python.ts';
import { commit } from './checkout.ts';
import { openSecondStudy } from './secondStudy.ts';

const swh = installed('swh.identify');

const { root, run, read, edit } = await openSecondStudy();

describe('a release', () => {
  let folder: string;
  let out: string;
  let before: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'modular-growth-release-test-'));
    out = join(folder, 'out');
    rmSync(join(root, 'bundle.zip'), { force: true });
    await git(root, ['config', 'user.name', 'test']);
    await git(root, ['config', 'user.email', 'test@example.org']);
    writeFileSync(join(root, 'CHANGELOG.md'), '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A line.\n');
    await commit(root);
    before = await git(root, ['rev-parse', 'HEAD']);
    const [key, other] = ['key', 'other'].map((name) => join(folder, name));
    for (const file of [key, other]) await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file], {});
    for (const file of [key, other])
      writeFileSync(`${file}.signers`, `tester@example.org ${readFileSync(`${file}.pub`, 'utf8')}`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const release = (...flags: string[]) => run('release', '--no-tests', '--profile', 'tiny', '--out', out, ...flags);
  const released = () => releaseSchema.parse(JSON.parse(readFileSync(join(out, 'release.json'), 'utf8')));
  const verify = (...flags: string[]) => run('verify', '--bundle', join(out, released().bundles[0].file), ...flags);

  const cloned = async (tag: string) => {
    const place = join(folder, tag);
    await git(root, ['clone', '--quiet', '--branch', tag, root, place]);
    return place;
  };

  it('is refused while a file is not as committed, the version is no later one, or nothing changed for users', async () => {
    const cases: [string, () => void, string[], number, RegExp][] = [
      ['stray.txt', () => writeFileSync(join(root, 'stray.txt'), ''), [], 1, /^1 file is not as committed \(stray/],
      ['', () => undefined, ['--version', '0.9.0'], 2, /--version is 0\.9\.0, which comes before 1\.0\.0/],
      ['', () => undefined, ['--version', 'v2'], 2, /--version is 'v2'; allowed: three numbers such as 1\.1\.0/],
      ['', () => undefined, ['--version', '1.0.0'], 2, /Version 1\.0\.0 is that of package\.json already/],
      ['', () => undefined, ['--profile', '../tiny'], 2, /Profile '\.\.\/tiny' has no /],
      ['', () => undefined, ['--profile', 'tiny,'], 2, /Profile '' has no /],
      ['', () => undefined, ['--date', '2026-02-30'], 2, /--date is '2026-02-30'/],
      ['', () => undefined, ['--key', join(folder, 'none')], 1, /^No key could be read from /],
      ['', () => undefined, ['--key', join(root, 'params.yaml')], 1, /^No key could be read from /],
      ['', () => undefined, ['--out', root], 2, /holds .*, which belongs to no release/],
    ];
    for (const [stray, prepare, flags, code, message] of cases) {
      prepare();
      const { exitCode, stderr } = await release(...flags);
      if (stray) rmSync(join(root, stray));
      expect([exitCode, stderr], flags.join(' ')).toEqual([code, expect.stringMatching(message)]);
    }
  });

  it('in a dry run makes every file, says what it would publish, and leaves the checkout as it was', async () => {
    const { exitCode, stdout, all } = await release('--dry-run', '--date', '2026-11-27');
    expect(exitCode, all).toBe(0);
    const { version, commit: made, swhids, bundles } = released();
    expect([version, bundles.map(({ file }) => file)]).toEqual(['1.1.0', ['line-through-points-1.1.0-tiny.zip']]);
    expect(stdout).toContain('Dry run, nothing was committed or tagged. It would release line-through-points 1.1.0');
    expect(stdout).toContain(`publish  ${bundles[0].file}`);
    expect(swhids?.revision).toBe(`swh:1:rev:${made}`);
    expect(listFiles(out)).toEqual(['SHA256SUMS', bundles[0].file, 'notes.md', 'release.json']);
    expect([await git(root, ['rev-parse', 'HEAD']), await git(root, ['status', '--porcelain'])]).toEqual([before, '']);
    expect(await git(root, ['tag', '--list'])).toBe('');
  });

  it('commits, tags and signs, and its bundle is verified offline with the signature', async () => {
    const place = ['--repository', 'git@example.org:a/lines.git', '--doi', '10.5281/zenodo.1'];
    const flags = ['--key', join(folder, 'key'), ...place, '--date', '2026-11-27'];
    const { exitCode, all } = await release(...flags);
    expect(exitCode, all).toBe(0);
    const { commit: made, swhids, tag } = released();
    expect([tag, await git(root, ['rev-parse', 'HEAD'])]).toEqual(['v1.1.0', made]);
    expect(await git(root, ['rev-parse', 'v1.1.0^{commit}'])).toBe(made);
    expect(await git(root, ['rev-parse', `${made}^{tree}`])).toBe(swhids?.directory.slice('swh:1:dir:'.length));
    if (swh !== null) {
      const { stdout } = await runProgram(swh, ['--no-filename', '--exclude', '.git', await cloned('v1.1.0')], {});
      expect(stdout).toBe(swhids?.directory);
    }
    expect(JSON.parse(read('package.json'))).toMatchObject({ version: '1.1.0', repository: expect.anything() });
    expect(parse(read('CITATION.cff'))).toMatchObject({
      version: '1.1.0',
      'date-released': '2026-11-27',
      'repository-code': 'https://example.org/a/lines',
    });
    expect(read('CHANGELOG.md')).toContain('## [1.1.0] - 2026-11-27\n\n### Added\n\n- A line.\n');
    const verified = await verify('--signers', join(folder, 'key.signers'), '--sample', '1');
    expect(verified.exitCode, verified.all).toBe(0);
    expect(verified.all).toMatch(
      /^agrees {3}signature: SHA256SUMS lists .* signed by tester@example\.org with SHA256:/m,
    );
  });

  it('makes the same bundle again where the commit is that of the release, and moves no tag', async () => {
    const sums = readFileSync(join(out, 'SHA256SUMS'), 'utf8');
    const { exitCode, all } = await release('--version', '1.1.0');
    expect(exitCode, all).toBe(0);
    expect(released()).toMatchObject({ repository: 'https://example.org/a/lines', doi: '10.5281/zenodo.1' });
    expect(readFileSync(join(out, 'SHA256SUMS'), 'utf8')).toBe(sums);
    const { exitCode: unsigned, all: words } = await verify('--signers', join(folder, 'key.signers'));
    expect([unsigned, words]).toEqual([1, expect.stringMatching(/^DIFFERS {2}signature: .* is not signed$/m)]);
  });

  it('is told where its sums or its signature were tampered with, or another key signed', async () => {
    const sums = join(out, 'SHA256SUMS');
    const text = readFileSync(sums, 'utf8');
    await signFile(sums, join(folder, 'key'));
    const signature = readFileSync(`${sums}.sig`, 'utf8');
    const cases: [string, string, string[], RegExp][] = [
      [text.replace(/^[0-9a-f]{4}/gm, '0000'), signature, [], /has the SHA-256 .*, SHA256SUMS has 0000/],
      [text.replace('line-through', 'line-past'), signature, [], /SHA256SUMS lists line-through\S+ 0 times/],
      [`${text}${text}`, signature, [], /SHA256SUMS lists line-through\S+ 2 times/],
      [text.replace(/[0-9a-f]( {2}release)/, 'x$1'), signature, [], /line 2 of SHA256SUMS is no sum/],
      [`${text}${'0'.repeat(64)}  more.zip\n`, signature, [], /the signature of SHA256SUMS is not good/],
      [text, signature.replace(/\n.{4}/, '\nAAAA'), [], /the signature of SHA256SUMS is not good/],
      [text, signature, ['--signers', join(folder, 'other.signers')], /is none of the allowed signers/],
    ];
    for (const [list, sealed, flags, message] of cases) {
      writeFileSync(sums, list);
      writeFileSync(`${sums}.sig`, sealed);
      const { exitCode, all } = await verify(...flags);
      expect([exitCode, all]).toEqual([1, expect.stringMatching(message)]);
      expect(all).toMatch(/^DIFFERS {2}signature: /m);
    }
    writeFileSync(sums, text);
    writeFileSync(`${sums}.sig`, signature);
    const { exitCode, all } = await verify('--sample', '1');
    expect([exitCode, all]).toEqual([
      0,
      expect.stringMatching(/^unknown {2}signature: .* no list of allowed signers/m),
    ]);
  });

  it('is refused where a committed table is not the one that dvc.lock records', async () => {
    const table = 'artifacts/tiny/tables/lines.csv';
    const head = await git(root, ['rev-parse', 'HEAD']);
    edit(table, (text) => text.replace(/^(line-seed-1,1,)/m, '$19'));
    edit('CHANGELOG.md', (text) => text.replace('## [Unreleased]\n', '## [Unreleased]\n\n- A point.\n'));
    await commit(root);
    const files = listFiles(out);
    const { exitCode, stderr } = await release('--dry-run');
    await git(root, ['reset', '--quiet', '--hard', head]);
    expect(listFiles(out)).toEqual(files);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`${table} is not the file that dvc.lock records`)]);
  });

  it('names in the next release what moved since, rules first', async () => {
    edit('CHANGELOG.md', (text) => text.replace('## [Unreleased]\n', '## [Unreleased]\n\n### Fixed\n\n- A point.\n'));
    await commit(root);
    const { exitCode, all } = await release('--dry-run');
    expect(exitCode, all).toBe(0);
    expect(released().version).toBe('1.1.1');
    const notes = () => readFileSync(join(out, 'notes.md'), 'utf8');
    expect(notes()).toContain('- A point.');
    expect(notes()).not.toMatch(/Rules changed|→/);
    const [before, after] = ['above 0 by', 'above 3 by'];
    edit('src/line/results.ts', (text) => text.replace(before, after).replace('centre > 3', 'centre - 3 > 3'));
    const made = await run('reproduce', '--profile', 'tiny');
    expect(made.exitCode, made.all).toBe(0);
    await commit(root);
    const moved = await release('--dry-run');
    expect(moved.exitCode, moved.all).toBe(0);
    const places = ['Rules changed', before, after, 'tiny: claim L.1, reproduced → not reproduced, moved by rule'];
    const found = places.map((text) => notes().indexOf(text));
    expect(found.includes(-1), notes()).toBe(false);
    expect(found).toEqual([...found].sort((a, b) => a - b));
    await git(root, ['reset', '--quiet', '--hard', 'HEAD~1']);
  });
});
