import { type Certificate, certificateSchema, type Making } from '../../src/artifact/certificate.ts';
import { parseJudged } from '../../src/artifact/claims.ts';
import { FormatError } from '../../src/artifact/format.ts';
import { packageSchema } from '../../src/artifact/package.ts';
import { countVerdicts, VERDICTS, verdictEntry } from '../../src/artifact/verdict.ts';
import { type Citation, citationOf } from './citation.ts';
import { type Files, jsonOf, textOf } from './files.ts';

export const CERTIFICATE_FILE = 'certificate.json';
export const CERTIFICATE_TEXT_FILE = 'CERTIFICATE.md';

/** Where claims.json of a profile stands in a bundle. */
export const claimsFile = (profile: string) => `artifacts/${profile}/claims.json`;

/**
 * The certificate that follows from a bundle's files, given how it was made.
 * @throws FormatError where its claims.json does not fit.
 */
export function certificateOf(files: Files, making: Making): Certificate {
  const { profile, commit, date, kernelVersion, machine, times, missing } = making;
  const software = jsonOf(files, 'package.json', packageSchema);
  const text = textOf(files, claimsFile(profile));
  const judged = text === null ? null : parseJudged(text, claimsFile(profile));
  const claims = (judged?.claims ?? []).map(
    ({ id, figure, panel, verdict, statement, finding, seeds, provisional }): Certificate['claims'][number] => ({
      id,
      figure,
      panel,
      mark: verdictEntry(verdict).mark,
      verdict,
      statement,
      finding,
      seeds,
      provisional,
    }),
  );
  return {
    paper: citationOf(files).paper.title,
    software: { name: software?.name ?? '', version: software?.version ?? '', license: software?.license ?? '' },
    commit,
    date,
    kernelVersion,
    profile,
    machine,
    times,
    missing,
    verdicts: countVerdicts(claims),
    claims,
    beyond: (judged?.beyond ?? []).map(({ id, outcome, statement }) => ({ id, outcome, statement })),
  };
}

/** Where the certificate is not what the bundle's own files say, by claim and by field. */
export function certificateFaults(files: Files): string[] {
  const actual = jsonOf(files, CERTIFICATE_FILE, certificateSchema);
  if (actual === null) return [`${CERTIFICATE_FILE} is missing or damaged`];
  const expected = expectedCertificate(files, actual);
  if (expected instanceof FormatError) return [expected.message];
  const faults: string[] = [];
  for (const name of Object.keys(expected) as (keyof Certificate)[]) {
    if (JSON.stringify(actual[name]) === JSON.stringify(expected[name])) continue;
    const found = name === 'claims' || name === 'beyond' ? entryFaults(actual[name], expected[name]) : [];
    faults.push(...(found.length > 0 ? found : [`${CERTIFICATE_FILE}: '${name}' is not what the bundle's files give`]));
  }
  if (faults.length === 0 && textOf(files, CERTIFICATE_TEXT_FILE) !== certificateText(actual, citationOf(files))) {
    faults.push(`${CERTIFICATE_TEXT_FILE} does not say what ${CERTIFICATE_FILE} says`);
  }
  return faults;
}

function expectedCertificate(files: Files, making: Making): Certificate | FormatError {
  try {
    return certificateOf(files, making);
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
}

type Entry = { id: string; verdict?: string; outcome?: string };

function entryFaults(actual: readonly Entry[] | undefined, expected: readonly Entry[]): string[] {
  return expected.flatMap((claim) => {
    const stated = actual?.find(({ id }) => id === claim.id);
    if (JSON.stringify(stated) === JSON.stringify(claim)) return [];
    const [says, has] = [stated, claim].map((one) => one?.verdict ?? one?.outcome ?? 'nothing');
    const what = says === has ? 'other words or numbers than' : `'${says}', not '${has}' as in`;
    return [`${CERTIFICATE_FILE}: claim ${claim.id} has ${what} claims.json`];
  });
}

/** The certificate for people. */
export function certificateText(certificate: Certificate, { paper }: Citation): string {
  const { software, commit, date, kernelVersion, profile, machine, times, missing, verdicts, claims, beyond } =
    certificate;
  const seconds = (value: number | null) => (value === null ? 'not recorded' : `${value} s`);
  const trains = times.filter(({ training }) => training !== null).map(({ stage }) => stage);
  return `# Certificate of reproduction

Paper: *${certificate.paper}* (${namesOf(paper)}, ${paper.venue}).
Software: ${software.name} ${software.version} (${software.license}), commit ${commit} of ${date}, kernel version ${kernelVersion}.
Profile: ${profile} of \`params.yaml\`.

Verdicts: ${VERDICTS.map(({ word, mark }) => `${verdicts[word]} ${word}${mark === word ? '' : ` ${mark}`}`).join(', ')}.
[Re] and [¬Re] are the marks of ReScience for a replication and for one that failed; 'not reproduced' means contradicted by this test on these
seeds. Verdicts on fewer than five seeds are marked provisional.
${missing.length > 0 ? `\nNot in this bundle, since it was not made: ${missing.join(', ')}.\n` : ''}
## Claims of the paper

| claim | | statement | what was found |
|---|---|---|---|
${claims.map((claim) => `| ${claim.id} | ${claim.mark}${claim.provisional ? ', provisional' : ''} | ${cell(claim.statement)} | ${cell(claim.finding)} |`).join('\n')}

## Beyond the paper

${beyond.length > 0 ? beyond.map(({ id, outcome, statement }) => `- ${id} ${outcome}: ${statement}`).join('\n') : 'Nothing was judged.'}

## Made on

Processor: ${machine.processor}, ${machine.cores} cores. System: ${machine.system}. Node ${machine.node}.
This is the machine that made the bundle; the bytes of networks, tables, figures and verdicts do not depend on it.

| stage | wall time | training, one core |
|---|---|---|
${times.map(({ stage, wall, training }) => `| ${stage} | ${seconds(wall)} | ${trains.includes(stage) ? seconds(training) : ''} |`).join('\n')}

## Check it

\`sha256sum --check manifest-sha256.txt\` in this folder checks the files. With this commit of the software set up,

    npm run verify -- --bundle FILE [--sample N] [--all]

needs no network: it checks the manifest, the metadata and every network's hash, judges the claims and draws the figures again from the tables, and
trains networks, drawn at random, again to the same bytes.

This folder is the checkout of that commit, without other profiles, with its networks under \`artifacts/store\` (by key; \`networks.csv\` has their
names) and the built report under \`site/dist/${profile}\`. What the metadata hold: \`docs/artifacts.md\`.
`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** 'Hamidi, Levina and Wu' */
function namesOf({ authors }: Citation['paper']): string {
  const names = authors.map(({ family }) => family);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
