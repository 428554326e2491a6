import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listFiles } from '../../src/artifact/file.ts';
import { git } from '../../src/system/git.ts';
import { runProgram } from '../../src/system/program.ts';
import { commit, makeRepository, ROOT } from '../pipeline/checkout.ts';

let folder: string;
let clone: string;
let runs = 0;

/** Runs .ci/site in the clone, as the workflow does; the site that it leaves, or what it said. */
async function site(place: string, files: Record<string, string> | null, open: string) {
  const [part, out] = [join(folder, `part-${runs}`), join(folder, `site-${runs++}`)];
  for (const [path, text] of Object.entries(files ?? {})) {
    mkdirSync(dirname(join(part, path)), { recursive: true });
    writeFileSync(join(part, path), text);
  }
  const args = [out, place, files ? part : '', open];
  const { exitCode, all } = await runProgram(join(ROOT, '.ci/site'), args, { cwd: clone, all: true, reject: false });
  return { exitCode, all, files: listFiles(out) };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'modular-growth-site-'));
  clone = join(folder, 'clone');
  mkdirSync(clone);
  await git(folder, ['init', '--quiet', '--bare', 'remote.git']);
  await makeRepository(clone);
  writeFileSync(join(clone, '.gitignore'), '*.ignored\n');
  await commit(clone);
  await git(clone, ['remote', 'add', 'origin', join(folder, 'remote.git')]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

describe('the published site', () => {
  const published = async () =>
    (await git(join(folder, 'remote.git'), ['ls-tree', '-r', '--name-only', 'pages'])).split('\n');

  it('holds the report, and beside it the pages of every open pull request', async () => {
    expect(await site('.', { 'index.html': 'report', 'old.html': '' }, '')).toMatchObject({ exitCode: 0 });
    await site('pr/7', { 'index.html': 'seven', 'pictures/a.png': 'a', 'x.ignored': 'kept' }, '7 8');
    await site('pr/8', { 'index.html': 'eight' }, '7 8');
    const { files } = await site('.', { 'index.html': 'report anew' }, '7 8');
    expect(files).toEqual([
      'index.html',
      'pr/7/index.html',
      'pr/7/pictures/a.png',
      'pr/7/x.ignored',
      'pr/8/index.html',
    ]);
    expect(await published()).toEqual(files);
  });

  it('holds of a pull request its last pages alone', async () => {
    await site('pr/7', { 'index.html': 'seven anew' }, '7 8');
    expect(await published()).toEqual(['index.html', 'pr/7/index.html', 'pr/8/index.html']);
  });

  it('loses the pages of one that is closed, in its history too', async () => {
    const { exitCode, files } = await site('.', null, '8');
    expect(exitCode).toBe(0);
    expect(files).toEqual(['index.html', 'pr/8/index.html']);
    expect(await published()).toEqual(files);
    expect(await git(join(folder, 'remote.git'), ['rev-list', '--count', 'pages'])).toBe('1');
  });

  it('takes pages of one that was closed meanwhile away at once', async () => {
    expect((await site('pr/9', { 'index.html': 'nine' }, '8')).files).toEqual(['index.html', 'pr/8/index.html']);
  });

  it('leaves the checkout as it was', async () => {
    expect(await git(clone, ['status', '--porcelain'])).toBe('');
    expect(await git(clone, ['branch', '--format=%(refname:short)'])).toBe('main');
  });

  it.each(['../x', 'pr/..', 'pr/0', 'pr/7/..', '/tmp', 'pr/7; ls', ''])('has no place %j', async (place) => {
    expect((await site(place, { 'index.html': '' }, '8')).exitCode).not.toBe(0);
    expect(await published()).toEqual(['index.html', 'pr/8/index.html']);
  });

  it('takes no other text for numbers of pull requests', async () => {
    expect((await site('.', null, '8 $(ls)')).exitCode).toBe(2);
  });
});
