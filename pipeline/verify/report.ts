import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../../src/artifact/file.ts';
import type { Study } from '../../src/artifact/study.ts';
import { pathsOf } from '../driver/paths.ts';

/** The files of a bundle's report that this checkout's pages, built from the bundle's results, do not have in the same bytes. */
export async function reportFaults(
  { report }: Pick<Study, 'report'>,
  bundle: string,
  profile: string,
  folder: string,
): Promise<string[]> {
  await report?.({ root: bundle, profile, folder });
  return folderDifferences(pathsOf(profile, bundle).report, folder).map((path) => `site/dist/${profile}/${path}`);
}

/** The files, by name and what is wrong with them, that two folders do not have alike. */
function folderDifferences(published: string, made: string): string[] {
  const paths = [...new Set([...listFiles(published), ...listFiles(made)])].sort();
  return paths.flatMap((path) => {
    if (!existsSync(join(made, path))) return [`${path} is in the bundle, no page makes it`];
    if (!existsSync(join(published, path))) return [`${path} is not in the bundle, the pages make it`];
    return readFileSync(join(published, path)).equals(readFileSync(join(made, path)))
      ? []
      : [`${path} is built again to other bytes`];
  });
}
