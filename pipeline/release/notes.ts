import type { Release } from '../../src/artifact/release.ts';
import { partsOfRun } from '../../src/artifact/run.ts';
import { VERDICTS } from '../../src/artifact/verdict.ts';
import type { Comparison, VerdictChange } from '../../src/comparison/change.ts';
import { inline, table } from '../../src/comparison/markdown.ts';
import { rulesText, whyText } from '../../src/comparison/why.ts';
import { count } from '../../src/comparison/words.ts';

/** What moved since the release before: the comparison with its tag; null where there is no such tag. */
export type Since = { tag: string; comparison: Comparison } | null;

/** The text of a release: what changed for users, verdicts, what moved, how to check it. */
export function releaseNotes(release: Release, changes: string, since: Since, signed: boolean): string {
  const { bundles, swhids, commit, doi, repository } = release;
  const [first] = bundles;
  const [, onGitHub] = /^https:\/\/github\.com\/([^/]+\/[^/]+)$/.exec(repository ?? '') ?? [];
  return `${[
    changes,
    '### Verdicts',
    table(
      ['profile', ...VERDICTS.map(({ word }) => word)],
      bundles.map(({ profile, verdicts }) => [profile, ...VERDICTS.map(({ word }) => String(verdicts[word] ?? 0))]),
    ),
    since === null ? 'No tag of an earlier release is here to compare with.' : `### Moved since ${since.tag}`,
    ...(since === null ? [] : [movedText(since, new Set(bundles.map(({ profile }) => partsOfRun(profile).profile)))]),
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
        : '`SHA256SUMS` is not signed.',
      ...(onGitHub
        ? ['', `GitHub attests where it built the files: \`gh attestation verify FILE --repo ${onGitHub}\`.`]
        : []),
    ].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function movedText({ tag, comparison }: NonNullable<Since>, profiles: ReadonlySet<string>): string {
  const released = comparison.profiles.filter(({ profile }) => profiles.has(partsOfRun(profile).profile));
  const lines = released.flatMap(({ profile, state, verdicts, readings, panels }) => {
    if (state === 'added') return [`- Profile ${profile} is new.`];
    if (state === 'removed') return [`- Profile ${profile} is gone.`];
    const moved = panels.filter((panel) => panel.state === 'data').map(({ id }) => id);
    return [
      ...verdicts.map((change) => `- ${profile}: claim ${change.id}, ${verdictText(change)}.`),
      ...(readings.length > 0 ? [`- ${profile}: ${count(readings.length, 'other verdict')} under readings.`] : []),
      ...(moved.length > 0 ? [`- ${profile}: other data in panels ${moved.join(', ')}.`] : []),
    ];
  });
  const params = comparison.params.length;
  const all = [...lines, ...(params > 0 ? [`- ${count(params, 'parameter')} changed.`] : [])];
  // Rules first: a verdict that moved with its rule is no finding.
  const parts = [...rulesText(comparison.rules), ...(all.length > 0 ? [all.join('\n')] : [])];
  return parts.length > 0
    ? parts.join('\n\n')
    : `No rule, no verdict, no data of a panel and no parameter moved since ${tag}.`;
}

function verdictText({ before, after, why, causes }: VerdictChange): string {
  if (!before) return `new: ${after?.verdict}`;
  if (!after) return `no longer judged (was ${before.verdict})`;
  return `${before.verdict} → ${after.verdict}${why ? `, moved by ${inline(whyText(why, causes), 200)}` : ''}`;
}
