import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { writeAtomic } from '../../src/artifact/file.ts';
import { isCheckout } from '../../src/system/git.ts';

/**
 * The variables that keep DVC from the configurations of the user and of the machine: a cache that several projects share, a remote of another
 * project, or a stage's settings would change what is made here. The project's `.dvc/config` and `.dvc/config.local` hold. Of the user's
 * file one thing is passed on: what it says of remotes that the project's files name, which is where credentials are kept.
 */
export function configurationFolders(root: string): { DVC_GLOBAL_CONFIG_DIR: string; DVC_SYSTEM_CONFIG_DIR: string } {
  const user = join(root, '.cache', 'dvc', 'user');
  const machine = join(root, '.cache', 'dvc', 'machine');
  const file = join(user, 'config');
  // What came as an archive has no git, and DVC would refuse to work.
  const withoutGit = isCheckout(root) ? '' : '[core]\n    no_scm = true\n';
  const text = withoutGit + remotesOf(read(userFile()), remoteNames(root));
  mkdirSync(machine, { recursive: true });
  if (read(file) !== text) writeAtomic(file, text);
  return { DVC_GLOBAL_CONFIG_DIR: user, DVC_SYSTEM_CONFIG_DIR: machine };
}

/** The sections of some remotes in a configuration of DVC, as they are written there. */
function remotesOf(configuration: string, names: readonly string[]): string {
  const sections = configuration.split(/^(?=\s*\[)/m);
  return sections.filter((section) => names.includes(nameIn(section) ?? '')).join('');
}

function remoteNames(root: string): string[] {
  const texts = ['config', 'config.local'].map((name) => read(join(root, '.dvc', name)));
  return texts.flatMap((text) => text.split(/^(?=\s*\[)/m).map(nameIn)).filter((name) => name !== null);
}

/** The remote that a section is about: ['remote "shelf"'] */
function nameIn(section: string): string | null {
  return /^\s*\[\s*'?\s*remote\s+"([^"]+)"\s*'?\s*\]/.exec(section)?.[1] ?? null;
}

/** Where DVC looks for the user's configuration. */
function userFile(): string {
  const { DVC_GLOBAL_CONFIG_DIR: given, XDG_CONFIG_HOME: settings } = process.env;
  if (given) return join(given, 'config');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'dvc', 'config');
  return join(settings || join(homedir(), '.config'), 'dvc', 'config');
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
