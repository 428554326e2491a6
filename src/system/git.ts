import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../artifact/error.ts';
import { runProgram } from './program.ts';

/** Settings that a checkout may have made for itself and that would change what git prints or does. */
const PINNED = [
  'core.quotePath=false',
  'core.hooksPath=/dev/null',
  'core.excludesFile=/dev/null',
  'core.attributesFile=/dev/null',
  'core.fsmonitor=false',
  'color.ui=false',
  'color.diff=false',
  'color.status=false',
  'column.ui=never',
  'commit.gpgSign=false',
  'tag.gpgSign=false',
  'log.showSignature=false',
  'log.mailmap=false',
  'diff.noprefix=false',
  'diff.mnemonicPrefix=false',
  'diff.renames=false',
  'diff.ignoreSubmodules=none',
  'diff.relative=false',
  'status.showUntrackedFiles=normal',
  'status.relativePaths=true',
  'status.branch=false',
  'status.short=false',
  'status.renames=false',
].flatMap((setting) => ['-c', setting]);

/** A commit as git prints it. */
export const COMMIT = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

export interface GitOptions {
  /** What git reads on its standard input. */
  input?: string;
  /** Settings for this command alone: 'user.name=test'. */
  settings?: readonly string[];
}

/** The commit that a checkout stands at. */
export interface HeadCommit {
  commit: string;
  /** Its date, ISO 8601. */
  date: string;
}

/** Whether a folder is the top of a git checkout. The disk answers, not git, which could refuse. */
export function isCheckout(root: string): boolean {
  return existsSync(join(root, '.git'));
}

/**
 * What git prints, without the last line break.
 * @throws UserError with git's words and what to do, where git is missing, refuses or fails.
 */
export async function git(root: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  return (await gitBytes(root, args, options)).toString('utf8').replace(/\n$/, '');
}

/** The same as bytes. */
export async function gitBytes(root: string, args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
  const ended = await run(root, args, options);
  if (ended.failed) throw refusal(root, args, ended);
  return Buffer.from(ended.stdout);
}

/**
 * What git answers to a question that may be answered by no: null where it ends with 1 and says nothing, as `rev-parse --verify --quiet` does
 * for a name that it does not know.
 * @throws UserError as `git` does, for every other failure.
 */
export async function gitAnswer(root: string, args: readonly string[]): Promise<string | null> {
  const ended = await run(root, args, {});
  const text = Buffer.from(ended.stdout).toString('utf8').trimEnd();
  if (!ended.failed) return text;
  if (ended.exitCode === 1 && Buffer.from(ended.stderr).toString('utf8').trim() === '') return null;
  throw refusal(root, args, ended);
}

/**
 * The commit of a revision; null where git does not know it.
 * @throws UserError where git fails, and where what it prints is no commit.
 */
export async function commitNamed(root: string, revision: string): Promise<string | null> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const commit = await gitAnswer(root, args);
  return commit === null ? null : checked(commit, COMMIT, args);
}

/**
 * The commit that a checkout stands at; null outside a git checkout and before the first commit.
 * @throws UserError where git fails, and where what it prints is no commit with its date.
 */
export async function headOf(root: string): Promise<HeadCommit | null> {
  if (!isCheckout(root)) return null;
  const commit = await commitNamed(root, 'HEAD');
  return commit === null ? null : { commit, date: await dateOf(root, commit) };
}

/** When a commit was made, ISO 8601. */
async function dateOf(root: string, commit: string): Promise<string> {
  const args = ['log', '-1', '--no-show-signature', '--format=%cI', commit];
  return checked(await git(root, args), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)$/, args);
}

/** A file's text at a commit, as git keeps it; null where the commit does not have it. */
export async function fileAt(root: string, commit: string, path: string): Promise<string | null> {
  const [entry] = pathsOf(await git(root, ['ls-tree', '-z', commit, '--', path]));
  const blob = entry && /^\d+ blob ([0-9a-f]+)\t/.exec(entry)?.[1];
  return blob ? (await gitBytes(root, ['cat-file', 'blob', blob])).toString('utf8') : null;
}

/** Paths in the output of a command with -z. */
export function pathsOf(output: string): string[] {
  return output.split('\0').filter((path) => path !== '');
}

function run(root: string, args: readonly string[], { input, settings = [] }: GitOptions) {
  const settingFlags = settings.flatMap((setting) => ['-c', setting]);
  return attempt(root, [...PINNED, ...settingFlags, ...args], input).then(async (ended) => {
    if (!ended.failed || !isOwnership(ended)) return ended;
    const allowed = await safeDirectories(root);
    if (allowed.length === 0) return ended;
    return attempt(
      root,
      [...PINNED, ...allowed.flatMap((path) => ['-c', `safe.directory=${path}`]), ...settingFlags, ...args],
      input,
    );
  });
}

function attempt(root: string, args: readonly string[], input = '') {
  return runProgram('git', ['--no-pager', ...args], {
    cwd: root,
    // A checkout around this folder is not this one.
    env: { GIT_CEILING_DIRECTORIES: existsSync(root) ? dirname(realpathSync(root)) : undefined },
    input,
    encoding: 'buffer',
    stripFinalNewline: false,
    maxBuffer: 1 << 30,
    reject: false,
  });
}

type Ended = Awaited<ReturnType<typeof attempt>>;

const wordsOf = ({ stderr }: Ended) =>
  Buffer.from(stderr ?? '')
    .toString('utf8')
    .trim();

function isOwnership(ended: Ended): boolean {
  return /dubious ownership|safe\.directory/.test(wordsOf(ended));
}

/** The folders of other users that this user allows git to work in: the one setting of theirs that says what git may do here. */
async function safeDirectories(root: string): Promise<string[]> {
  const found = [];
  for (const scope of ['--system', '--global']) {
    const { stdout } = await runProgram('git', ['config', scope, '-z', '--get-all', 'safe.directory'], {
      cwd: dirname(root),
      env: { GIT_CONFIG_GLOBAL: undefined, GIT_CONFIG_NOSYSTEM: undefined },
      reject: false,
    });
    found.push(...pathsOf(stdout ?? ''));
  }
  return found;
}

function refusal(root: string, args: readonly string[], ended: Ended): UserError {
  const words = wordsOf(ended) || ended.shortMessage || '';
  const command = `git ${args.slice(0, 2).join(' ')}`;
  if (ended.code === 'ENOENT' && existsSync(root))
    return new UserError('git is not installed: install it and run the same command again.', { cause: ended });
  const advice = isOwnership(ended)
    ? `this checkout belongs to another user: change its owner, or run 'git config --global --add safe.directory ${root}', and run the same command again.`
    : isCheckout(root)
      ? `try 'git status' in ${root}, and run the same command again once that works.`
      : `${root} is no git checkout: clone the project with git and run the same command there.`;
  return new UserError(`git refused (${command}); ${advice}\n${words}`, { cause: ended });
}

/** @throws UserError where what git printed is not what it prints. */
export function checked(text: string, pattern: RegExp, args: readonly string[]): string {
  if (pattern.test(text)) return text;
  throw new UserError(
    `git printed '${text.split('\n')[0].slice(0, 80)}' where its answer was expected (git ${args.slice(0, 2).join(' ')}): check that 'git' on the PATH is git itself (command -v git), and run the same command again.`,
  );
}
