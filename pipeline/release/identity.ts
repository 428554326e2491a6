import { UserError } from '../../src/artifact/error.ts';
import { commitNamed, git, gitAnswer } from '../../src/system/git.ts';
import { runProgram } from '../../src/system/program.ts';

/** Settings for git under which a commit or a tag is the user's, who may have said who they are for all checkouts. */
export async function committer(root: string): Promise<string[]> {
  return Promise.all(
    ['user.name', 'user.email'].map(async (setting) => {
      const { stdout, failed } = await runProgram('git', ['config', '--get', setting], {
        cwd: root,
        env: { GIT_CONFIG_GLOBAL: undefined, GIT_CONFIG_NOSYSTEM: undefined },
        reject: false,
      });
      if (!failed && stdout) return `${setting}=${stdout}`;
      throw new UserError(
        `git does not know who you are (${setting} is not set), and a release is a commit: run 'git config --global ${setting} ...' and the same command again.`,
      );
    }),
  );
}

/** All tags of a checkout. */
export async function tagsOf(root: string): Promise<string[]> {
  return (await git(root, ['tag', '--list'])).split('\n').filter((tag) => tag !== '');
}

/** The commit that a tag names; null where there is no such tag. */
export function commitOfTag(root: string, tag: string): Promise<string | null> {
  return commitNamed(root, `refs/tags/${tag}`);
}

/** The address of remote origin; null where there is none. */
export async function originOf(root: string): Promise<string | null> {
  return gitAnswer(root, ['config', '--get', 'remote.origin.url']);
}
