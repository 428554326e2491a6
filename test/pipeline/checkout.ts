import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { ResultPromise } from 'execa';
import { dvcCommand } from '../../pipeline/driver/dvc.ts';
import { git, pathsOf } from '../../src/system/git.ts';
import { runProgram } from '../../src/system/program.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

const OPTIONS = { all: true, reject: false, stdin: 'ignore' } as const;

/** What Node compiled of the files of a checkout is kept there: the tests start it hundreds of times. */
export const keepCompiled = (root: string) => ({ NODE_COMPILE_CACHE: join(root, '.cache/compiled') });

/** A copy of the project as it stands, in a separate folder, as a git checkout with one commit. */
export interface Checkout {
  root: string;
  /** `npm run reproduce -- ...` without the set-up; both outputs in one text. */
  reproduce(...flags: string[]): ResultPromise<typeof OPTIONS & { cwd: string }>;
  dvc(...args: string[]): Promise<string>;
  remove(): void;
}

/**
 * Makes one from all files that git knows or would take in. What is installed is linked, what was made (networks, other profiles)
 * stays behind.
 * @param name the beginning of the folder's name
 */
export async function makeCheckout(name = 'modular-growth-checkout-'): Promise<Checkout> {
  const root = mkdtempSync(join(tmpdir(), name));
  const listing = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '-z'];
  for (const file of pathsOf(await git(ROOT, listing))) {
    if (!existsSync(join(ROOT, file)) || /^artifacts\/(?!profiles\.yaml|bench\/|reference\/)/.test(file)) continue;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(ROOT, file), join(root, file));
  }
  rmSync(join(root, 'dvc.lock'), { force: true });
  // What ran in this checkout is no part of the project.
  const profiles = 'artifacts/profiles.yaml';
  writeFileSync(join(root, profiles), `${(await git(ROOT, ['show', `HEAD:${profiles}`])).trimEnd()}\n`);
  cpSync(join(ROOT, 'src/engine/simd/build'), join(root, 'src/engine/simd/build'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  if (existsSync(join(ROOT, '.venv'))) symlinkSync(join(ROOT, '.venv'), join(root, '.venv'));
  await makeRepository(root);
  writeFileSync(join(root, '.git/info/exclude'), 'node_modules\n.venv\n');
  await commit(root);
  const node = join(root, 'node_modules/.bin/node');
  const { program, env } = dvcCommand(root);
  return {
    root,
    reproduce: (...flags) => {
      const options = { ...OPTIONS, cwd: root, env: keepCompiled(root) };
      return runProgram(node, ['pipeline/commands/reproduce.ts', ...flags], options);
    },
    dvc: async (...args) => (await runProgram(program, args, { cwd: root, env })).stdout,
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Makes a repository of a folder. What an outer git hands to a hook, a worktree's own among it, does not reach the git of the tests. */
export async function makeRepository(root: string): Promise<void> {
  await git(root, ['init', '--quiet', '--initial-branch=main']);
}

/** Commits everything in a checkout. */
export async function commit(root: string): Promise<void> {
  await git(root, ['add', '--all']);
  const settings = ['user.name=test', 'user.email=test@example.org'];
  await git(root, ['commit', '--quiet', '--allow-empty', '--message', 'As it stands'], { settings });
}
