import { join } from 'node:path';
import { summaryOf } from '../../src/comparison/summary.ts';
import { compareRevisions } from '../compare/compare.ts';
import { writeComparison } from '../compare/write.ts';
import { commandLine, option, runCommand } from '../driver/commandLine.ts';
import { ROOT, shownPath, userPath } from '../driver/paths.ts';
import { study } from '../study.ts';

const ABOUT = `What happened to the figures between two revisions: which verdicts moved, which numbers and by how many standard deviations
over seeds, which drawings. No file of the checkout is touched.
Writes summary.md (a comment for a pull request), index.html with a page for each profile, diff.json and data/.
Ends with 0 where nothing changed, 1 where something did, 2 where it could not be compared, or not in full.`;

// `npm run figures:diff`: what a change did to verdicts, numbers and drawings.
await runCommand(
  commandLine('npm run figures:diff --', ABOUT)
    .argument(
      '[BASE]',
      'any git revision, an experiment of DVC, or a folder with results such as an unpacked bundle (default: the merge base with main)',
    )
    .argument('[HEAD]', 'the same (default: the working tree as it is on disk)')
    .addOption(option('--out <DIR>', 'where the report goes (default figures-diff)', userPath))
    .addOption(
      option(
        '--profile <NAMES>',
        'one profile, or several parted by commas (default: all that either side has)',
        (text) => text.split(','),
      ),
    )
    .option('--no-pages', 'summary.md and diff.json alone, without the pages')
    .action(main),
  2,
);

interface Given {
  out?: string;
  profile?: string[];
  pages: boolean;
}

async function main(base: string | undefined, head: string | undefined, given: Given): Promise<void> {
  const { out: folder = join(ROOT, 'figures-diff'), profile: profiles = [], pages } = given;
  const compared = await compareRevisions({ study, root: ROOT, base, head, profiles });
  const { comparison } = compared;
  await writeComparison(compared, ROOT, folder, pages);
  console.log(summaryOf(comparison));
  console.log(`Written to ${shownPath(folder)}: ${pages ? 'index.html, ' : ''}summary.md, diff.json.`);
  process.exitCode = comparison.failures.length > 0 ? 2 : comparison.changed ? 1 : 0;
}
