import { join } from 'node:path';
import { writeAtomic } from '../../src/artifact/file.ts';
import { inline } from '../../src/comparison/markdown.ts';
import { publishComparison } from '../compare/pullRequest.ts';
import { commandLine, option, runCommand } from '../driver/commandLine.ts';
import { ROOT, userPath } from '../driver/paths.ts';

const ABOUT = `Pages and comment for a pull request, from what figures:diff wrote there: pages/ and comment.md in the folder --out.
Takes nothing of the pull request but data, which is checked and escaped: a record that cannot be read is said in the comment.`;

// .ci/pull-request-pages: what the default branch makes of a comparison that a pull request's code wrote.
await runCommand(
  commandLine('node pipeline/commands/pullRequest.ts', ABOUT)
    .argument('<FOLDER>', 'what figures:diff wrote')
    .addOption(option('--out <DIR>', 'where pages and comment go', userPath).makeOptionMandatory())
    .addOption(option('--address <URL>', 'where the pages will be published').makeOptionMandatory())
    .addOption(option('--commit <SHA>', 'the head of the pull request').makeOptionMandatory())
    .action(main),
);

interface Given {
  out: string;
  address: string;
  commit: string;
}

async function main(folder: string, { out, address, commit }: Given): Promise<void> {
  const at = { root: ROOT, from: userPath(folder), pages: join(out, 'pages'), address, commit };
  const comment = await publishComparison(at).catch((error: Error) => {
    const reason = inline(error.message, 400);
    return `## Figures: not compared\n\nThe comparison that this branch wrote cannot be shown: ${reason} A branch from before its form changed has to be rebased.`;
  });
  writeAtomic(join(out, 'comment.md'), `${comment}\n`);
}
