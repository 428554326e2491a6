import { join } from 'node:path';
import { buildDiffPages } from '../../site/diff/build.ts';
import { pictureOf } from '../../site/diff/pictures.ts';
import { writeAtomic } from '../../src/artifact/file.ts';
import { inline, table } from '../../src/comparison/markdown.ts';
import { mostMoved } from '../../src/comparison/mostMoved.ts';
import { summaryOf } from '../../src/comparison/summary.ts';
import { readComparison } from './record.ts';
import { writeRecord } from './write.ts';

/** Panels that the comment shows. */
const SHOWN = 3;

export interface PullRequestPages {
  root: string;
  /** What `figures:diff` wrote, of any origin. */
  from: string;
  /** Where the pages go. */
  pages: string;
  /** Where they will be published, with a slash at its end. */
  address: string;
  /** The commit that they are of, which keeps a reader's cache from showing pictures of an earlier one. */
  commit: string;
}

/**
 * Builds the pages of a comparison and the comment about it from its record alone: no code of the pull request runs, every text is escaped,
 * drawings are shown as pictures.
 * @returns the comment, as Markdown
 * @throws UserError where the record cannot be read.
 */
export async function publishComparison({ root, from, pages, address, commit }: PullRequestPages): Promise<string> {
  const recorded = readComparison(from);
  const { comparison, material } = recorded;
  await buildDiffPages({ root, folder: pages, comparison, material });
  writeRecord(recorded, pages);
  const lines: string[][] = [];
  for (const { profile, panel } of mostMoved(comparison, SHOWN)) {
    const sides = material[profile]?.[panel.id];
    const cells = [];
    for (const side of ['before', 'after'] as const) {
      const picture = await pictureOf(sides?.[side].drawing ?? null);
      const path = `pictures/${commit.slice(0, 10)}/${profile}-${panel.id}-${side}.png`;
      if (picture) writeAtomic(join(pages, path), picture);
      cells.push(picture ? `![Panel ${panel.id} of ${profile}, ${side}](${address}${path})` : 'no drawing');
    }
    lines.push([`[${inline(panel.id)}](${address}${profile}.html#panel-${panel.id}) ${inline(profile)}`, ...cells]);
  }
  const pictures = lines.length > 0 ? [table(['panel', 'before', 'after'], lines)] : [];
  return [summaryOf(comparison).trimEnd(), ...pictures, `[All changes, with drawings and numbers](${address})`].join(
    '\n\n',
  );
}
