import { join } from 'node:path';
import { explain, UserError } from '../../src/artifact/error.ts';
import { summaryOf } from '../../src/comparison/summary.ts';
import { onEnd } from '../../src/system/ending.mjs';
import { compareRevisions } from '../compare/compare.ts';
import { writeComparison } from '../compare/write.ts';
import { describeFlags, type Flag, readFlags, takeArgument } from '../driver/flags.ts';
import { ROOT, shownPath, userPath } from '../driver/paths.ts';

const FLAGS: Record<string, Flag> = {
  out: { value: 'DIR', about: 'where the report goes (default figures-diff)' },
  profile: { value: 'NAME', about: 'one profile, or several parted by commas (default: all that either side has)' },
  'no-pages': { about: 'summary.md and diff.json alone, without the pages' },
  help: { about: 'this text' },
};

const HELP = `npm run figures:diff -- [BASE] [HEAD] [flags]
What happened to the figures between two revisions: which verdicts moved, which numbers and by how many standard deviations
over seeds, which drawings. BASE is any git revision (default: the merge base with main), HEAD any other (default: the working
tree as it is on disk). No file of the checkout is touched.
Writes summary.md (a comment for a pull request), index.html with a page for each profile, diff.json and data/.
Ends with 0 where nothing changed, 1 where something did, 2 where it could not be compared, or not in full.`;

// `npm run figures:diff`: what a change did to verdicts, numbers and drawings.
onEnd();
process.exitCode = await run(process.argv.slice(2)).catch((thrown) => {
  const error = explain(thrown);
  console.error(error instanceof UserError ? error.message : error);
  return 2;
});

async function run(args: readonly string[]): Promise<number> {
  const { argument: base, others: rest } = takeArgument(args, FLAGS);
  const { argument: head, others } = takeArgument(rest, FLAGS);
  const given = readFlags(others, FLAGS);
  if (given.help) {
    console.log(`${HELP}\n${describeFlags(FLAGS)}`);
    return 0;
  }
  const folder = given.out === undefined ? join(ROOT, 'figures-diff') : userPath(String(given.out));
  const profiles = given.profile === undefined ? [] : String(given.profile).split(',');
  const compared = await compareRevisions({ root: ROOT, base, head, profiles });
  const { comparison } = compared;
  await writeComparison(compared, ROOT, folder, given['no-pages'] !== true);
  console.log(summaryOf(comparison));
  console.log(`Written to ${shownPath(folder)}: ${given['no-pages'] ? '' : 'index.html, '}summary.md, diff.json.`);
  if (comparison.failures.length > 0) return 2;
  return comparison.changed ? 1 : 0;
}
