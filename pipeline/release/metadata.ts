import { applyEdits, type JSONPath, modify } from 'jsonc-parser';
import { isMap, parseDocument } from 'yaml';
import { UserError } from '../../src/artifact/error.ts';
import { CHANGELOG, withRelease } from './changelog.ts';

/** What a release is called in the files that tell it. */
export interface ReleaseFacts {
  version: string;
  /** '2026-11-27' */
  date: string;
  /** Where the code is kept; null where that is not known. */
  repository: string | null;
  /** Of all versions; null before there is one. */
  doi: string | null;
}

/** Files that name the version, with their text for a release; those that a project does not have are left out. */
export function releaseFiles(read: (file: string) => string | null, facts: ReleaseFacts): Map<string, string> {
  const { version, date, repository, doi } = facts;
  const edits: Record<string, (text: string) => string> = {
    'package.json': (text) =>
      withValues(text, [
        [['version'], version],
        ...(repository ? [entry(['repository'], `git+${repository}.git`)] : []),
      ]),
    'package-lock.json': (text) =>
      withValues(text, [
        [['version'], version],
        [['packages', '', 'version'], version],
      ]),
    'codemeta.json': (text) =>
      withValues(text, [
        [['version'], version],
        [['dateModified'], date],
        ...(repository ? [entry(['codeRepository'], repository)] : []),
        ...(doi ? [entry(['identifier'], `https://doi.org/${doi}`)] : []),
      ]),
    'CITATION.cff': (text) =>
      withCitation(text, {
        version,
        'date-released': date,
        ...(repository ? { 'repository-code': repository } : {}),
        ...(doi ? { doi } : {}),
      }),
    [CHANGELOG]: (text) => withRelease(text, version, date),
  };
  return new Map(
    Object.entries(edits).flatMap(([file, edit]) => {
      const text = read(file);
      if (text !== null) return [[file, edit(text)]];
      if (file === CHANGELOG || file === 'package.json')
        throw new UserError(`There is no ${file}, which a release needs: write one.`);
      return [];
    }),
  );
}

const entry = (path: JSONPath, value: string): [JSONPath, string] => [path, value];

function withValues(text: string, values: readonly [JSONPath, string][]): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };
  return values.reduce((edited, [path, value]) => {
    return applyEdits(edited, modify(edited, path, value, { formattingOptions }));
  }, text);
}

/** The new keys of a citation stand after `version`, where a reader looks for them. */
function withCitation(text: string, values: Record<string, string>): string {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents))
    throw new UserError("CITATION.cff is no YAML with keys: restore it with 'git checkout CITATION.cff'.");
  const { items } = document.contents;
  for (const [key, value] of Object.entries(values)) {
    if (document.has(key)) document.set(key, value);
    else {
      const place = items.findIndex((pair) => String(pair.key) === 'version');
      items.splice(place < 0 ? items.length : place + 1, 0, document.createPair(key, value) as (typeof items)[number]);
    }
  }
  return document.toString({ lineWidth: 138 });
}

/**
 * The address of a repository for readers: 'https://github.com/owner/name' of what a git remote may be called; null for a folder, and for what
 * is no address.
 */
export function repositoryAddress(remote: string): string | null {
  const [, host, path] =
    /^(?:https?:\/\/(?:[^/@]+@)?|ssh:\/\/(?:[^/@]+@)?|[\w.-]+@)([\w.-]+\.[a-z]{2,})(?::\d+)?[:/]+([\w./~-]+?)(?:\.git)?\/?$/i.exec(
      remote.trim(),
    ) ?? [];
  return host ? `https://${host.toLowerCase()}/${path}` : null;
}
