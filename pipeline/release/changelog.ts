import { UserError } from '../../src/artifact/error.ts';

export const CHANGELOG = 'CHANGELOG.md';
const UNRELEASED = 'Unreleased';

/** What a changelog in the form of Keep a Changelog has under a version, or under 'Unreleased'; null where it has no such heading. */
export function changesOf(text: string, version: string = UNRELEASED): string | null {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => headingOf(line) === version);
  if (start < 0) return null;
  const length = lines.slice(start + 1).findIndex((line) => headingOf(line) !== null);
  return lines
    .slice(start + 1, length < 0 ? undefined : start + 1 + length)
    .join('\n')
    .trim();
}

/**
 * The changelog with what was unreleased under a version and its date, and nothing unreleased above it.
 * @throws UserError where nothing is unreleased, or the version stands there already.
 */
export function withRelease(text: string, version: string, date: string): string {
  if (!hasChanges(changesOf(text) ?? ''))
    throw new UserError(
      `${CHANGELOG} lists nothing under '## [${UNRELEASED}]': write what users see change there, and run the same command again.`,
    );
  if (changesOf(text, version) !== null)
    throw new UserError(`${CHANGELOG} has a heading of version ${version} already: release a later one.`);
  return text.replace(/^## \[Unreleased\]\s*$\n*/m, () => `## [${UNRELEASED}]\n\n## [${version}] - ${date}\n\n`);
}

/** Whether a part of a changelog lists anything. */
export function hasChanges(changes: string): boolean {
  return changes.split('\n').some((line) => /^\s*[-*] \S/.test(line));
}

/** '0.1.0' of '## [0.1.0] - 2026-11-21', null for another line. */
function headingOf(line: string): string | null {
  return /^## \[([^\]]+)\]/.exec(line)?.[1] ?? null;
}
