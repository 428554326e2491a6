import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dvcStages, dvcYamlSchema } from '../../src/artifact/dvc.ts';
import { UserError } from '../../src/artifact/error.ts';
import { listFiles } from '../../src/artifact/file.ts';
import { partsOfRun } from '../../src/artifact/run.ts';
import { type Outline, stageNames } from '../../src/artifact/study.ts';
import { formatRows } from '../../src/artifact/table.ts';
import { parseYaml } from '../../src/artifact/yaml.ts';
import { git, type HeadCommit, headOf, pathsOf } from '../../src/system/git.ts';
import { addressOf, type PublishedNetwork } from '../store/published.ts';
import type { Files } from './files.ts';
import { addNetworks, STORE } from './network.ts';

/**
 * The commit that the checkout stands at.
 * @throws UserError where files differ from it, naming some, outside of a git checkout, and where git refuses.
 */
export async function cleanCommit(root: string): Promise<HeadCommit> {
  const head = await headOf(root);
  if (!head) {
    throw new UserError(
      'This is not a git checkout with a commit: a bundle names the commit that it is made of. Clone the project with git.',
    );
  }
  const changed = pathsOf(await git(root, ['status', '--porcelain', '--no-renames', '-z']));
  if (changed.length > 0) {
    const some = changed
      .slice(0, 5)
      .map((line) => line.slice(3))
      .join(', ');
    throw new UserError(
      `${changed.length} ${changed.length === 1 ? 'file is' : 'files are'} not as committed (${some}${changed.length > 5 ? ', ...' : ''}): a bundle names the commit that made it. Commit them, or put them back with 'git checkout', and run the same command again.`,
    );
  }
  return head;
}

/** Whether a folder of artifacts/ goes into a bundle: what all profiles share, and every run of the profile. */
export function isBundled({ shared = [] }: Pick<Outline, 'shared'>, profile: string, folder: string): boolean {
  return shared.includes(folder) || partsOfRun(folder).profile === partsOfRun(profile).profile;
}

/** All files of the commit but the results of other profiles. */
export async function addCheckout(
  study: Pick<Outline, 'shared'>,
  files: Files,
  profile: string,
  root: string,
): Promise<void> {
  for (const path of pathsOf(await git(root, ['ls-files', '-z']))) {
    const [top, folder, more] = path.split('/');
    if (top !== 'artifacts' || more === undefined || isBundled(study, profile, folder))
      files.set(path, readFileSync(join(root, path)));
  }
}

/** The results of the profile as they lie there, networks apart, and the networks with a table of their names. */
export function addResults(files: Files, profile: string, networks: readonly PublishedNetwork[], root: string): void {
  const folder = `artifacts/${profile}`;
  for (const path of listFiles(join(root, folder))) {
    if (!path.startsWith('networks/') && !path.endsWith('.tmp'))
      files.set(`${folder}/${path}`, readFileSync(join(root, folder, path)));
  }
  addNetworks(files, profile, networks, root);
  files.set('networks.csv', networkTable(networks));
}

/** Which network lies where: the readable name of every folder of the store. */
export function networkTable(networks: readonly PublishedNetwork[]): Uint8Array {
  const rows = networks.map((network) => ({
    network: addressOf(network),
    reading: network.reading,
    stage: network.stage,
    id: network.id,
    folder: `${STORE}/${network.key}`,
    sha256: network.sha256,
  }));
  return Buffer.from(formatRows(rows, ['network', 'reading', 'stage', 'id', 'folder', 'sha256']));
}

/** The results that the stages of dvc.yaml make and that are not below `root`, networks and the report apart; `code` has the dvc.yaml. */
export function missingResults(study: Outline, profile: string, root: string, code: string = root): string[] {
  const file = parseYaml(dvcYamlSchema, readFileSync(join(code, 'dvc.yaml'), 'utf8'), 'dvc.yaml');
  const names: readonly string[] = stageNames(study);
  return dvcStages(file, profile)
    .filter(({ name }) => names.includes(name))
    .flatMap(({ outs, metrics }) => [...outs.map(({ path }) => path), ...metrics])
    .filter((path) => path.startsWith('artifacts/') && !path.includes('/networks/') && !existsSync(join(root, path)));
}

/** Adds the files of a folder under a path of the bundle. */
export function addFolder(files: Files, folder: string, path: string): void {
  for (const name of listFiles(folder)) files.set(`${path}/${name}`, readFileSync(join(folder, name)));
}
