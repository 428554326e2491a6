import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Trail } from '../../pipeline/explain/trail.ts';
import type { PublishedNetwork } from '../../pipeline/store/published.ts';
import { parseRows, parseTable, type Row } from '../../src/artifact/table.ts';
import type { StageName } from '../../src/study/stages.ts';
import { studyTables } from '../../src/study/stages.ts';
import { git } from '../../src/system/git.ts';
import { commit } from './checkout.ts';
import { makePublished, type Published } from './published.ts';

/** A checkout with published results of the smoke profile and nothing else, as a fresh clone has them, and `npm run explain` in it. */
export interface Explained {
  published: Published;
  /** A table under artifacts/smoke/. */
  table(path: string): Row[];
  /** What hashes/<stage>.json publishes. */
  networks(stage: string): PublishedNetwork[];
  explain(...args: string[]): ReturnType<Published['script']>;
  /** What `--json` prints; throws where the command says anything else. */
  trail(name: string): Promise<Trail>;
}

/** Makes one, with the results of the stages named. */
export async function makeExplained(...stages: StageName[]): Promise<Explained> {
  const published = await makePublished(...stages);
  rmSync(join(published.root, 'artifacts/smoke/networks'), { recursive: true });
  rmSync(join(published.root, 'artifacts/store'), { recursive: true });
  // Whether git leaves the profile out or not: here it is published.
  await git(published.root, ['add', '--force', 'artifacts/smoke']);
  await commit(published.root);
  const explain = (...args: string[]) => published.script('explain', ...args, '--profile', 'smoke');
  return {
    published,
    explain,
    table(path) {
      const text = published.read(`artifacts/smoke/${path}`);
      const declared = studyTables.find((table) => table.path === path);
      return declared ? parseTable(declared, text) : parseRows(text);
    },
    networks: (stage) => JSON.parse(published.read(`artifacts/smoke/hashes/${stage}.json`)).networks,
    async trail(name) {
      const { stdout, stderr, exitCode } = await explain(name, '--json');
      if (exitCode !== 0 || stderr !== '') throw new Error(`explain ${name}: exit ${exitCode}\n${stderr}`);
      return JSON.parse(stdout);
    },
  };
}
