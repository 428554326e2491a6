import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quote } from 'zx';
import { UserError, usage } from '../../src/artifact/error.ts';
import type { Release } from '../../src/artifact/release.ts';
import { runProgram } from '../../src/system/program.ts';
import { commandLine, option, runCommand } from '../driver/commandLine.ts';
import { ROOT, shownPath, userPath } from '../driver/paths.ts';
import { committer } from '../release/identity.ts';
import { planRelease, type ReleasePlan } from '../release/plan.ts';
import { checkRequest, makeRelease, NOTES_FILE, publishRelease, RELEASE_FILE } from '../release/release.ts';
import { SUMS_FILE } from '../release/sums.ts';
import { study } from '../study.ts';

const ABOUT = `Makes a release: sets version and date, checks tests and byte identity, builds the bundles, their sums, SWHIDs and notes,
then commits and tags. On a commit that is a release already it makes the files alone.`;

// `npm run release`: a version that others can cite and check.
await runCommand(
  commandLine('npm run release --', ABOUT)
    .option('--dry-run', 'make all files and say what would be published; commit and tag nothing')
    .addOption(option('--version <X>', 'the version, say 0.2.0 (default: the next one by what the changelog lists)'))
    .addOption(
      option('--profile <NAMES>', 'whose bundles: one profile, or several parted by commas', (text) =>
        text.split(','),
      ).default(['quick'], 'quick'),
    )
    .addOption(option('--out <DIR>', 'where the files go (default release)', userPath))
    .addOption(option('--key <FILE>', `a key of OpenSSH that signs ${SUMS_FILE}`, userPath))
    .addOption(option('--date <DAY>', 'the day of the release (default: today)', day))
    .addOption(option('--repository <URL>', 'where the code is kept (default: the address of remote origin)'))
    .addOption(option('--doi <DOI>', 'the DOI of all versions, say 10.5281/zenodo.1234567', doi))
    .option('--no-tests', 'do not run npm test: it ran on this commit already')
    .action(main),
);

interface Given {
  dryRun?: true;
  version?: string;
  profile: string[];
  out?: string;
  key?: string;
  date?: string;
  repository?: string;
  doi?: string;
  tests: boolean;
}

async function main({ out = join(ROOT, 'release'), key, tests, ...given }: Given): Promise<void> {
  const plan = await planRelease(ROOT, { ...given, date: given.date ?? new Date().toISOString().slice(0, 10) });
  if (plan.files.size > 0) await committer(ROOT);
  const tell = (what: string) => console.error(`release: ${what}`);
  const scratch = mkdtempSync(join(tmpdir(), 'modular-growth-release-'));
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true, maxRetries: 3 }));
  const request = {
    study,
    root: ROOT,
    plan,
    profiles: [...new Set(given.profile)],
    out,
    scratch,
    key: key ?? null,
    tell,
  };
  await checkRequest(request);
  if (tests) await runTests(tell);
  const release = await makeRelease(request);
  if (!given.dryRun) await publishRelease(request, release);
  console.log(summary(release, plan, out, { ...given, key }));
}

async function runTests(tell: (what: string) => void): Promise<void> {
  tell('runs npm test');
  const options = { cwd: ROOT, stdio: ['ignore', 2, 2], reject: false } as const;
  const { failed } = await runProgram(process.execPath, [join(ROOT, 'pipeline/commands/test.ts')], options);
  if (failed)
    throw new UserError('npm test failed, as is said above: mend it, commit, and run the same command again.');
}

/** What was published, or would be. */
function summary(release: Release, plan: ReleasePlan, out: string, given: Omit<Given, 'out' | 'tests'>): string {
  const { version, tag, commit, swhids, bundles, repository, doi } = release;
  const made = plan.files.size > 0;
  const dry = given.dryRun === true;
  const signed = given.key !== undefined;
  const lines = [
    `${dry ? 'Dry run, nothing was committed or tagged. It would release' : 'Released'} ${release.name} ${version} of ${release.date}:`,
    made
      ? `  commit   ${commit} on ${plan.base}, with ${[...plan.files.keys()].join(', ')}${dry ? ' (another hash in earnest: it holds the time)' : ''}`
      : `  commit   ${commit}, as it stands`,
    `  tag      ${tag}`,
    ...(swhids ? [`  files    ${swhids.directory}`, `           ${swhids.revision}`] : []),
    ...bundles.map(
      ({ file, bytes, sha256 }) => `  publish  ${file}, ${(bytes / 1e6).toFixed(1)} MB, SHA-256 ${sha256}`,
    ),
    `  publish  ${RELEASE_FILE}, ${SUMS_FILE}${signed ? `, ${SUMS_FILE}.sig` : ' (not signed: give --key)'}, ${NOTES_FILE}`,
    ...(repository === null ? ['  missing  the address of the repository: give --repository, or clone from it'] : []),
    ...(doi === null
      ? ['  missing  a DOI: Zenodo gives one to the first release; give it to the next with --doi']
      : []),
    `The files are in ${shownPath(out)}.`,
    dry
      ? `In earnest: npm run release -- --version ${version} ${repeated(release, given)}`
      : `Publish them: git push origin HEAD ${tag}. The workflow 'Release' builds, attests and uploads them there.`,
  ];
  return lines.join('\n');
}

/** The options of a dry run that decide what a release is. */
function repeated({ bundles, repository, doi }: Release, { key }: Pick<Given, 'key'>): string {
  return [
    `--profile ${bundles.map(({ profile }) => profile).join(',')}`,
    ...(repository === null ? [] : [`--repository ${quote(repository)}`]),
    ...(doi === null ? [] : [`--doi ${quote(doi)}`]),
    ...(key === undefined ? [] : [`--key ${quote(shownPath(key))}`]),
  ].join(' ');
}

function day(text: string): string {
  if (isDay(text)) return text;
  throw usage(`--date is '${text}'; allowed: a day such as 2026-11-27.`);
}

/** Whether a text is a day of the calendar: JavaScript takes the 30th of February for a day of March. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function doi(text: string): string {
  if (/^10\.\d{4,9}\/\S+$/.test(text)) return text;
  throw usage(`--doi is '${text}'; allowed: a DOI such as 10.5281/zenodo.1234567, without https://doi.org/.`);
}
