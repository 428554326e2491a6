import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cleanCommit } from '../../pipeline/bundle/content.ts';
import { commitOf, mergeBase, uncommittedFiles } from '../../pipeline/compare/git.ts';
import { UserError } from '../../src/artifact/error.ts';
import { commitNamed, fileAt, git, headOf, isCheckout } from '../../src/system/git.ts';
import { commit, makeRepository } from '../pipeline/checkout.ts';
import { makeResults } from '../pipeline/results.ts';

let folder: string;
let root: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'modular-growth-git-'));
  root = join(folder, 'checkout');
  mkdirSync(root);
  await makeRepository(root);
  writeFileSync(join(root, 'dvc.lock'), 'stages: {}\n');
  writeFileSync(join(root, 'größe.txt'), 'x\n');
  await commit(root);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A program of that name before all others. */
function shim(name: string, script: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'bin', name), 0o755);
  vi.stubEnv('PATH', `${join(folder, 'bin')}:${process.env.PATH}`);
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return error.message;
}

describe('git', () => {
  it('answers about the folder that it is given, whatever a hook, a shell or the user has set', async () => {
    const before = await headOf(root);
    const other = join(folder, 'other');
    mkdirSync(other);
    await makeRepository(other);
    await commit(other);
    const config = join(folder, 'config');
    writeFileSync(
      config,
      '[core]\n quotePath = true\n excludesFile = /nowhere\n[log]\n showSignature = true\n[color]\n ui = always\n[diff]\n noprefix = true\n external = /bin/false\n[status]\n short = true\n branch = true\n showUntrackedFiles = no\n[commit]\n gpgSign = true\n',
    );
    for (const [name, value] of Object.entries({
      GIT_DIR: join(other, '.git'),
      GIT_WORK_TREE: other,
      GIT_INDEX_FILE: join(other, '.git/index'),
      GIT_CONFIG_GLOBAL: config,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.bare',
      GIT_CONFIG_VALUE_0: 'true',
      GIT_EXTERNAL_DIFF: '/bin/false',
      LC_ALL: 'de_DE.UTF-8',
      LANGUAGE: 'de',
    }))
      vi.stubEnv(name, value);
    await git(root, ['config', 'log.showSignature', 'true']);
    await git(root, ['config', 'color.ui', 'always']);
    await git(root, ['config', 'core.quotePath', 'true']);
    await git(root, ['config', 'commit.gpgSign', 'true']);
    expect(await headOf(root)).toEqual(before);
    expect(await cleanCommit(root)).toEqual(before);
    expect(await git(root, ['ls-files'])).toBe('dvc.lock\ngröße.txt');
    writeFileSync(join(root, 'new.lock'), '');
    expect(await uncommittedFiles(root)).toBe(1);
    await commit(root);
    expect((await headOf(root))?.commit).not.toBe(before?.commit);
    expect(await git(other, ['rev-list', '--count', 'HEAD'])).toBe('1');
  });

  it('says of a checkout of another user what git says, and never that there is none', async () => {
    shim('git', 'echo "fatal: detected dubious ownership in repository at \'/somewhere\'" >&2; exit 128');
    for (const work of [headOf(root), cleanCommit(root), commitOf(root, 'main')]) {
      const message = await refusal(work);
      expect(message).toContain('detected dubious ownership');
      expect(message).toContain(`git config --global --add safe.directory ${root}`);
      expect(message).not.toMatch(/no(t a)? git checkout/);
    }
  });

  it('works in a checkout of another user that this user has allowed', async ({ skip }) => {
    if (process.getuid?.() !== 0) return skip('only root can give a folder to another user');
    await execa('chown', ['-R', '12345:12345', root]);
    const home = join(folder, 'home');
    mkdirSync(home);
    vi.stubEnv('HOME', home);
    expect(await refusal(headOf(root))).toContain('dubious ownership');
    writeFileSync(join(home, '.gitconfig'), `[safe]\n directory = ${root}\n`);
    expect((await headOf(root))?.commit).toMatch(/^[0-9a-f]{40}$/);
  });

  it('takes nothing for a commit that is none', async () => {
    shim('git', 'echo "gpg: Good signature from \'Me\'"');
    expect(await refusal(headOf(root))).toContain("git printed 'gpg: Good signature from 'Me''");
    expect(await refusal(commitNamed(root, 'main'))).toContain('where its answer was expected');
  });

  it('that says nothing at all is not taken for a checkout without commits', async () => {
    shim('git', 'exit 0');
    for (const work of [headOf(root), cleanCommit(root), commitOf(root, 'main'), mergeBase(root, 'main')])
      expect(await refusal(work)).toContain("git printed '' where its answer was expected (git rev-parse --verify)");
  });

  it('that is missing is named as such', async () => {
    vi.stubEnv('PATH', join(folder, 'nothing'));
    expect(await refusal(headOf(root))).toBe('git is not installed: install it and run the same command again.');
  });

  it('that fails says why', async () => {
    writeFileSync(join(root, '.git/index'), 'broken');
    expect(await refusal(cleanCommit(root))).toMatch(/git refused.*\n.*index/s);
  });

  it('does not take a checkout around the folder for its own', async () => {
    const inner = join(root, 'inner');
    mkdirSync(inner);
    expect(isCheckout(inner)).toBe(false);
    expect(await headOf(inner)).toBeNull();
    expect(await refusal(git(inner, ['rev-parse', 'HEAD']))).toContain('is no git checkout');
  });

  it('tells what a revision does not have from what it could not read', async () => {
    const head = (await headOf(root))?.commit as string;
    expect(await fileAt(root, head, 'dvc.lock')).toBe('stages: {}\n');
    expect(await fileAt(root, head, 'gone.lock')).toBeNull();
    expect(await commitNamed(root, 'no-such-branch')).toBeNull();
    expect(await refusal(fileAt(root, 'f'.repeat(40), 'dvc.lock'))).toContain('git refused');
  });
});

it("leaves a user's repository alone when the tests run from its hook", async () => {
  // What git hands to a hook in a linked worktree.
  await git(root, ['branch', 'mine']);
  const before = await git(root, ['for-each-ref']);
  const configuration = readFileSync(join(root, '.git/config'), 'utf8');
  vi.stubEnv('GIT_DIR', join(root, '.git'));
  vi.stubEnv('GIT_WORK_TREE', root);
  vi.stubEnv('GIT_INDEX_FILE', join(root, '.git/index'));
  const results = await makeResults();
  try {
    await results.commit();
    await results.reset();
    expect(existsSync(join(results.root, '.git/refs/tags/base'))).toBe(true);
  } finally {
    results.remove();
  }
  vi.unstubAllEnvs();
  expect(await git(root, ['for-each-ref'])).toBe(before);
  expect(readFileSync(join(root, '.git/config'), 'utf8')).toBe(configuration);
  expect(await git(root, ['status', '--porcelain'])).toBe('');
});
