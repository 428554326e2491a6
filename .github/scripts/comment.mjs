// @ts-check
import { readFileSync } from 'node:fs';

/** Marks our comment, so that the next run finds it. */
const MARK = '<!-- modular-growth: figures-diff -->';
/** GitHub takes 65,536 characters; what is longer is cut. */
const LONGEST = 65_000;

/**
 * The number of the open pull request that a workflow run belongs to: found from the commit that ran, never from anything that the run has
 * written. Null where no open pull request has the commit at its head.
 *
 * @param {{ github: any, context: any, core: any }} given what actions/github-script hands over
 * @returns {Promise<number | null>}
 */
export async function pullRequestOf({ github, context, core }) {
  const { head_sha: sha, head_repository: from } = context.payload.workflow_run;
  const pulls = await github.paginate(github.rest.pulls.list, { ...context.repo, state: 'open', per_page: 100 });
  const owner = from?.owner?.login;
  const pull = pulls.find(
    (/** @type {any} */ one) => one.head.sha === sha && (!owner || one.head.repo?.owner?.login === owner),
  );
  if (!pull) core.notice(`No open pull request has commit ${sha} at its head: nothing to comment on.`);
  return pull?.number ?? null;
}

/**
 * Posts a text as our comment on a pull request, or updates the comment that is there.
 *
 * @param {{ github: any, context: any, number: number, file: string }} given the pull request, and the file that holds the text
 */
export async function comment({ github, context, number, file }) {
  const text = bodyOf(readFileSync(file, 'utf8'), context.payload.workflow_run.head_sha);
  const place = { ...context.repo, issue_number: number };
  const comments = await github.paginate(github.rest.issues.listComments, { ...place, per_page: 100 });
  const ours = comments.find((/** @type {any} */ one) => one.user?.type === 'Bot' && one.body?.startsWith(MARK));
  if (ours) await github.rest.issues.updateComment({ ...context.repo, comment_id: ours.id, body: text });
  else await github.rest.issues.createComment({ ...place, body: text });
}

/**
 * The comment: our mark, and a text without anything that could mention someone or hide our mark.
 *
 * @param {string} text
 * @param {string} sha
 */
export function bodyOf(text, sha) {
  const tame = text
    .replaceAll('<!--', '&lt;!--')
    .replace(/(^|[^`\w])@(?=\w)/g, '$1@\u200b')
    .slice(0, LONGEST);
  return `${MARK}\n${tame.trimEnd()}\n\nCommit ${sha.slice(0, 10)}.\n`;
}
