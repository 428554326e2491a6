// @ts-check
import { readFileSync } from 'node:fs';

/** Marks our comment, so that the next run finds it. */
const MARK = '<!-- modular-growth: figures-diff -->';
/** GitHub takes 65,536 characters; what is longer is cut. */
const LONGEST = 60_000;

/**
 * Posts the summary of `npm run figures:diff` on the pull request that a workflow run belongs to, or updates the comment that is there.
 * The pull request is found from the commit that ran, never from anything that the run has written.
 *
 * @param {{ github: any, context: any, core: any, file: string }} given what actions/github-script hands over, and the summary
 */
export async function comment({ github, context, core, file }) {
  const { head_sha: sha, head_repository: from, html_url: run } = context.payload.workflow_run;
  const pull = await pullRequestOf(github, context.repo, sha, from?.owner?.login);
  if (!pull) {
    core.notice(`No open pull request has commit ${sha} at its head: nothing to comment on.`);
    return;
  }
  const text = bodyOf(readFileSync(file, 'utf8'), sha, run);
  const place = { ...context.repo, issue_number: pull.number };
  const comments = await github.paginate(github.rest.issues.listComments, { ...place, per_page: 100 });
  const ours = comments.find((/** @type {any} */ one) => one.user?.type === 'Bot' && one.body?.startsWith(MARK));
  if (ours) await github.rest.issues.updateComment({ ...context.repo, comment_id: ours.id, body: text });
  else await github.rest.issues.createComment({ ...place, body: text });
}

/**
 * The open pull request whose head is the commit.
 *
 * @param {any} github
 * @param {{ owner: string, repo: string }} repo
 * @param {string} sha
 * @param {string | undefined} owner of the repository that the commit lies in, a fork's perhaps
 */
async function pullRequestOf(github, repo, sha, owner) {
  const pulls = await github.paginate(github.rest.pulls.list, { ...repo, state: 'open', per_page: 100 });
  return pulls.find(
    (/** @type {any} */ pull) => pull.head.sha === sha && (!owner || pull.head.repo?.owner?.login === owner),
  );
}

/**
 * The comment: our mark, the summary without anything that could mention someone or hide our mark, and where the pages are.
 *
 * @param {string} summary
 * @param {string} sha
 * @param {string} run
 */
export function bodyOf(summary, sha, run) {
  const tame = summary
    .replaceAll('<!--', '&lt;!--')
    .replace(/(^|[^`\w])@(?=\w)/g, '$1@\u200b')
    .slice(0, LONGEST);
  const end = `Commit ${sha.slice(0, 10)}. [The page with pictures and numbers](${run}#artifacts) is in the artifact \`figures-diff\`.`;
  return `${MARK}\n${tame.trimEnd()}\n\n${end}\n`;
}
