import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { git as runGit } from '../../src/system/git.ts';
import { commit, makeRepository, ROOT } from './checkout.ts';

const FIGURES = ['2b', '3a', '5c'].flatMap((panel) =>
  ['csv', 'svg', 'provenance.json'].map((ending) => `artifacts/quick/figures/${panel}.${ending}`),
);
const FILES = ['params.yaml', 'dvc.yaml', 'dvc.lock', 'artifacts/profiles.yaml', 'artifacts/quick/claims.json'];

/** A small git repository with some results of this project, its first commit tagged `base`. */
export interface ResultsRepository {
  root: string;
  git(...args: string[]): Promise<string>;
  edit(path: string, change: (text: string) => string): void;
  /** Commits everything, and says which commit that is. */
  commit(): Promise<string>;
  /** Back to the tag `base`, on branch `main`. */
  reset(): Promise<void>;
  remove(): void;
}

/** Makes one with three panels of profile `quick` (2b without x, 3a with perturbations, 5c with N) and its claims. */
export async function makeResults(): Promise<ResultsRepository> {
  const root = mkdtempSync(join(tmpdir(), 'modular-growth-results-'));
  const git = (...args: string[]) => runGit(root, args);
  for (const file of [...FILES, ...FIGURES]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(ROOT, file), join(root, file));
  }
  await makeRepository(root);
  await commit(root);
  await git('tag', 'base');
  return {
    root,
    git,
    edit: (path, change) => writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8'))),
    commit: async () => {
      await commit(root);
      return git('rev-parse', 'HEAD');
    },
    reset: async () => {
      await git('checkout', '--quiet', '--force', '-B', 'main', 'base');
      await git('clean', '--quiet', '--force', '-d', '-x');
    },
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}
