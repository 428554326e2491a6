import { join } from 'node:path';
import { writeAtomic } from '../../src/artifact/file.ts';
import { headOf } from '../../src/system/git.ts';
import { articleFiles } from '../article/article.ts';
import { commandLine, option, runCommand } from '../driver/commandLine.ts';
import { ROOT, shownPath, userPath } from '../driver/paths.ts';
import { swhidsOf } from '../release/swhid.ts';

// `npm run article`: the report as an article for ReScience C, with every number from the artifacts.
await runCommand(
  commandLine(
    'npm run article --',
    'Writes the article for ReScience C and the letter to the authors as LaTeX (docs/rescience).',
  )
    .addOption(option('--out <DIR>', 'the folder', userPath).makeOptionMandatory())
    .action(async ({ out }: { out: string }) => {
      const commit = (await headOf(ROOT))?.commit;
      const swhids = commit === undefined ? null : await swhidsOf(ROOT, commit);
      const files = await articleFiles(ROOT, swhids?.revision);
      for (const [name, content] of files) writeAtomic(join(out, name), content);
      console.log(
        `${shownPath(out)}: ${files.size} files. A proof: pdflatex proof, bibtex proof, pdflatex proof, pdflatex proof.`,
      );
    }),
);
