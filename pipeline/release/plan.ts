import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { worksOf } from '../../src/artifact/citation.ts';
import { UserError, usage } from '../../src/artifact/error.ts';
import { readJson } from '../../src/artifact/file.ts';
import { packageSchema } from '../../src/artifact/package.ts';
import { cleanCommit } from '../bundle/content.ts';
import { CHANGELOG, changesOf, hasChanges } from './changelog.ts';
import { commitOfTag, originOf } from './identity.ts';
import { type ReleaseFacts, releaseFiles, repositoryAddress } from './metadata.ts';
import { releaseVersion } from './version.ts';

/** What a user may say of a release; the rest follows from the checkout. */
export interface ReleaseChoice {
  version?: string;
  /** The day: '2026-11-27'. */
  date: string;
  repository?: string;
  doi?: string;
}

/** A release before anything of it is made. */
export interface ReleasePlan extends ReleaseFacts {
  name: string;
  tag: string;
  /** The commit that it is made on. */
  base: string;
  /** What the changelog says of it. */
  changes: string;
  /** The files to commit; none where the commit is that of the release already, as it is where a tag was pushed. */
  files: Map<string, string>;
}

/**
 * What a release of the checkout would be.
 * @throws UserError where a file is not as committed, nothing is listed in the changelog, or the version is taken.
 */
export async function planRelease(root: string, choice: ReleaseChoice): Promise<ReleasePlan> {
  const { commit: base } = await cleanCommit(root);
  const { name, version: current } = readJson(join(root, 'package.json'), packageSchema);
  const read = (file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : null);
  const changelog = read(CHANGELOG) ?? '';
  const unreleased = changesOf(changelog) ?? '';
  const ofCurrent = changesOf(changelog, current);
  const ready = ofCurrent !== null && !hasChanges(unreleased) && [undefined, current].includes(choice.version);
  const version = ready ? current : releaseVersion(current, choice.version, unreleased);
  if (version === current && !ready)
    throw usage(
      `Version ${version} is that of package.json already, and ${CHANGELOG} lists changes under 'Unreleased' or has no heading of it: give --version a later one.`,
    );
  const tag = `v${version}`;
  const taken = await commitOfTag(root, tag);
  if (taken !== null && taken !== base)
    throw new UserError(
      `Tag ${tag} names commit ${taken} already, and this checkout stands at ${base}: check ${tag} out, or release a later version.`,
    );
  const citation = read('CITATION.cff');
  // What an earlier release wrote there holds until another is given.
  const cited = citation === null ? null : worksOf(citation).software;
  const facts = {
    version,
    date: ready ? dateIn(changelog, version, choice.date) : choice.date,
    repository: repositoryOf(choice.repository, await originOf(root)) ?? cited?.['repository-code'] ?? null,
    doi: choice.doi ?? cited?.doi ?? null,
  };
  const files = ready ? new Map<string, string>() : releaseFiles(read, facts);
  const changes = ready ? ofCurrent : (changesOf(files.get(CHANGELOG) ?? '', version) ?? '');
  return { ...facts, name, tag, base, changes, files };
}

function repositoryOf(given: string | undefined, origin: string | null): string | null {
  if (given === undefined) return origin === null ? null : repositoryAddress(origin);
  const address = repositoryAddress(given);
  if (address !== null) return address;
  throw usage(`--repository is '${given}'; allowed: an address such as https://github.com/OWNER/NAME.`);
}

/** The day that the changelog has for a version that was released. */
function dateIn(changelog: string, version: string, otherwise: string): string {
  const heading = changelog.split('\n').find((line) => line.startsWith(`## [${version}] - `));
  return heading?.slice(`## [${version}] - `.length).trim() || otherwise;
}
