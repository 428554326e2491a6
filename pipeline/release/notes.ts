import type { Release } from '../../src/artifact/release.ts';
import { VERDICTS } from '../../src/artifact/verdict.ts';
import type { Comparison, VerdictChange } from '../../src/comparison/change.ts';

/** What moved since the release before: the comparison with its tag; null where there is no such tag. */
export type Since = { tag: string; comparison: Comparison } | null;

/** The text of a release: what changed for users, verdicts, what moved, how to check it. */
export function releaseNotes(release: Release, changes: string, since: Since, signed: boolean): string {
  const { bundles, swhids, commit, doi } = release;
  const [first] = bundles;
  return `${[
    changes,
    '### Verdicts',
    table(
      ['profile', ...VERDICTS.map(({ word }) => word)],
      bundles.map(({ profile, verdicts }) => [profile, ...VERDICTS.map(({ word }) => String(verdicts[word] ?? 0))]),
    ),
    since === null ? 'There is no release before this one to compare with.' : `### Moved since ${since.tag}`,
    ...(since === null ? [] : [movedText(since, new Set(bundles.map(({ profile }) => profile)))]),
    '### Files',
    table(
      ['file', 'bytes', 'SHA-256'],
      bundles.map(({ file, bytes, sha256 }) => [`\`${file}\``, String(bytes), `\`${sha256}\``]),
    ),
    [
      `Commit \`${commit}\`.`,
      ...(swhids ? [`Files \`${swhids.directory}\`, commit \`${swhids.revision}\` (Software Heritage).`] : []),
      ...(doi ? [`DOI of all versions: https://doi.org/${doi}.`] : []),
      'Licences: their texts are in `LICENSES`, and `REUSE.toml` says which holds for which file.',
    ].join('\n'),
    [
      'Check a bundle in a checkout of this release, without a network:',
      '',
      `    npm run verify -- --bundle ${first?.file ?? 'FILE'}`,
      '',
      signed
        ? 'It checks the signature of `SHA256SUMS` beside the bundle too, by `allowed_signers` of the checkout or `--signers FILE`.'
        : '`SHA256SUMS` is not signed. GitHub attests where the files were built: `gh attestation verify FILE --repo OWNER/NAME`.',
    ].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function movedText({ tag, comparison }: NonNullable<Since>, profiles: ReadonlySet<string>): string {
  const released = comparison.profiles.filter(({ profile }) => profiles.has(profile));
  const lines = released.flatMap(({ profile, state, verdicts, panels }) => {
    if (state === 'added') return [`- Profile ${profile} is new.`];
    const moved = panels.filter((panel) => panel.state === 'data').map(({ id }) => id);
    const claims = verdicts.map((change) => `- ${profile}: claim ${change.id}, ${verdictText(change)}.`);
    return [...claims, ...(moved.length > 0 ? [`- ${profile}: other data in panels ${moved.join(', ')}.`] : [])];
  });
  const params = comparison.params.length;
  const more = params > 0 ? [`- ${params} ${params === 1 ? 'parameter' : 'parameters'} changed.`] : [];
  const all = [...lines, ...more];
  return all.length > 0 ? all.join('\n') : `No verdict, no data of a panel and no parameter moved since ${tag}.`;
}

function verdictText({ before, after }: VerdictChange): string {
  if (!before) return `new: ${after?.verdict}`;
  return after ? `${before.verdict} → ${after.verdict}` : `no longer judged (was ${before.verdict})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
