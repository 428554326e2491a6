import semver from 'semver';
import { usage } from '../../src/artifact/error.ts';

/**
 * The version to release: the one given, else the next one by what the changelog names: a minor version where something was added, changed or
 * taken away, else a patch.
 * @throws UserError (exit code 2) for what is no version, and for one that does not come after the present one.
 */
export function releaseVersion(current: string, given: string | undefined, changes: string): string {
  if (semver.valid(current) !== current)
    throw usage(`package.json has version '${current}', which is no semantic one.`);
  if (given === undefined)
    return semver.inc(
      current,
      /^### (Added|Changed|Deprecated|Removed)\b/m.test(changes) ? 'minor' : 'patch',
    ) as string;
  if (semver.valid(given) !== given)
    throw usage(
      `--version is '${given}'; allowed: three numbers such as ${semver.inc(current, 'minor')}, without a 'v'.`,
    );
  if (semver.lt(given, current))
    throw usage(`--version is ${given}, which comes before ${current} of package.json: give a later one.`);
  return given;
}

/** The latest of the tags that name a version before this one ('v0.1.0'); null where there is none. */
export function previousTag(tags: readonly string[], version: string): string | null {
  const versions = tags.filter((tag) => tag.startsWith('v') && semver.valid(tag.slice(1)) === tag.slice(1));
  const before = versions.filter((tag) => semver.lt(tag.slice(1), version));
  return before.sort((a, b) => semver.rcompare(a.slice(1), b.slice(1)))[0] ?? null;
}
