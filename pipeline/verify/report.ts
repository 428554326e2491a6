import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPages } from '../../site/src/build.ts';
import { listFiles } from '../../src/artifact/file.ts';
import { pathsOf, ROOT } from '../driver/paths.ts';

/** The files of a bundle's report that this checkout's pages, built from the bundle's results, do not have in the same bytes. */
export async function reportFaults(bundle: string, profile: string, folder: string): Promise<string[]> {
  const paths = pathsOf(profile, bundle);
  await buildPages({
    root: ROOT,
    profile,
    artifacts: paths.artifacts,
    bench: join(bundle, 'artifacts', 'bench'),
    reference: join(bundle, 'artifacts', 'reference'),
    params: paths.params,
    folder,
    base: '/',
  });
  return folderDifferences(paths.report, folder).map((path) => `site/dist/${profile}/${path}`);
}

/** The files, by name and what is wrong with them, that two folders do not have alike. */
export function folderDifferences(published: string, made: string): string[] {
  const paths = [...new Set([...listFiles(published), ...listFiles(made)])].sort();
  return paths.flatMap((path) => {
    if (!existsSync(join(made, path))) return [`${path} is in the bundle, no page makes it`];
    if (!existsSync(join(published, path))) return [`${path} is not in the bundle, the pages make it`];
    return readFileSync(join(published, path)).equals(readFileSync(join(made, path)))
      ? []
      : [`${path} is built again to other bytes`];
  });
}
