import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bodyOf, comment, pullRequestOf } from '../../.github/scripts/comment.mjs';

const folder = mkdtempSync(join(tmpdir(), 'modular-growth-comment-'));
const file = join(folder, 'summary.md');
afterAll(() => rmSync(folder, { recursive: true }));

interface Comment {
  id: number;
  body: string;
  user: { type: string };
}

/** The part of GitHub that a comment needs, in memory: pull requests by their head, and the comments of number 7. */
function platform(sha: string, comments: Comment[] = []) {
  const listComments = () => comments;
  const pulls = [
    { number: 6, head: { sha: 'b'.repeat(40), repo: { owner: { login: 'else' } } } },
    { number: 7, head: { sha, repo: { owner: { login: 'someone' } } } },
  ];
  const issues = {
    listComments,
    createComment: ({ issue_number: number, body }: { issue_number: number; body: string }) => {
      expect(number).toBe(7);
      comments.push({ id: comments.length + 1, body, user: { type: 'Bot' } });
    },
    updateComment: ({ comment_id: id, body }: { comment_id: number; body: string }) => {
      const one = comments.find((each) => each.id === id);
      if (one) one.body = body;
    },
  };
  const paginate = async (list: () => unknown) => list();
  return { comments, github: { rest: { issues, pulls: { list: () => pulls } }, paginate } };
}

const run = (sha: string) => ({
  repo: { owner: 'lab', repo: 'modular-growth' },
  payload: {
    workflow_run: {
      head_sha: sha,
      head_repository: { owner: { login: 'someone' } },
      html_url: 'https://example.org/1',
    },
  },
});
const notices: string[] = [];
const core = { notice: (text: string) => notices.push(text) };

describe('the comment on a pull request', () => {
  const sha = 'a'.repeat(40);

  it('is written once and then brought up to date, beside what people write', async () => {
    const person = { id: 40, body: '<!-- modular-growth: figures-diff --> not really', user: { type: 'User' } };
    const { github, comments } = platform(sha, [person]);
    writeFileSync(file, '# 2 verdicts changed\n');
    const number = 7;
    await comment({ github, context: run(sha), number, file });
    writeFileSync(file, '# Nothing changed\n');
    await comment({ github, context: run(sha), number, file });
    expect(comments).toHaveLength(2);
    expect(comments[0].body).toBe(person.body);
    expect(comments[1].body).toContain('# Nothing changed');
  });

  it('goes to the pull request that the commit heads, and to none that another does', async () => {
    const { github } = platform(sha);
    expect(await pullRequestOf({ github, context: run(sha), core })).toBe(7);
    expect(await pullRequestOf({ github, context: run('c'.repeat(40)), core })).toBeNull();
    expect(await pullRequestOf({ github, context: run('b'.repeat(40)), core })).toBeNull();
    expect(notices.at(-1)).toContain('nothing to comment on');
  });

  it('mentions nobody, hides nothing, and fits', () => {
    const body = bodyOf(`@everyone, ${'\n<!-- modular-growth: figures-diff -->'} a@b.org\n${'x'.repeat(100_000)}`, sha);
    expect(body).not.toMatch(/(^|\s)@everyone/);
    expect(body.match(/<!--/g)).toHaveLength(1);
    expect(body.length).toBeLessThan(65_536);
  });
});
