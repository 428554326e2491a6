import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, pathsOf } from '../../src/system/git.ts';
import { ROOT } from './checkout.ts';

/** The files in git that a run of the smoke profile has to make to the byte; the engines' comparison depends on the machine. */
export async function committedResults(only?: string): Promise<string[]> {
  const files = pathsOf(await git(ROOT, ['ls-files', '-z', 'artifacts/smoke']));
  if (only) return files.filter((file) => new RegExp(`^artifacts/smoke/\\w+/${only}\\.(csv|json)$`).test(file));
  return files.filter((file) => !file.endsWith('crosscheck.json'));
}

/** A sentence for each of these files of a checkout that is not as it is here. */
export function differing(root: string, files: readonly string[]): string[] {
  if (files.length === 0) return ['There is nothing in git to compare with.'];
  const differ = files.filter(
    (file) => !existsSync(join(root, file)) || !readFileSync(join(root, file)).equals(readFileSync(join(ROOT, file))),
  );
  return differ.map((file) => `${file} is not as in git.`);
}
