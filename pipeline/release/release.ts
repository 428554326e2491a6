import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJudged } from '../../src/artifact/claims.ts';
import { UserError, usage } from '../../src/artifact/error.ts';
import { readJson, readText, writeAtomic, writeJson } from '../../src/artifact/file.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import { type Release, releaseSchema } from '../../src/artifact/release.ts';
import { runFlags } from '../../src/artifact/run.ts';
import type { Study } from '../../src/artifact/study.ts';
import { countVerdicts } from '../../src/artifact/verdict.ts';
import { commitNamed, git } from '../../src/system/git.ts';
import { runProgram } from '../../src/system/program.ts';
import { claimsFile } from '../bundle/certificate.ts';
import { addNetworks } from '../bundle/network.ts';
import { compareRevisions } from '../compare/compare.ts';
import { publishedNetworks } from '../store/published.ts';
import { cloneCheckout } from './checkout.ts';
import { commitOfTag, committer, tagsOf } from './identity.ts';
import { releaseNotes, type Since } from './notes.ts';
import type { ReleasePlan } from './plan.ts';
import { checkKey, signFile } from './signature.ts';
import { SUMS_FILE, sumsText } from './sums.ts';
import { swhidsOf } from './swhid.ts';
import { previousTag } from './version.ts';

export const RELEASE_FILE = 'release.json';
export const NOTES_FILE = 'notes.md';

export interface ReleaseRequest {
  study: Study;
  root: string;
  plan: ReleasePlan;
  profiles: readonly string[];
  /** Where its files go. */
  out: string;
  /** A folder of its own to work in, removed by the caller. */
  scratch: string;
  /** The file of a key of OpenSSH that signs; null for none. */
  key: string | null;
  tell(what: string): void;
}

/**
 * Finds out what would stop a release before anything long of it begins.
 * @throws UserError for a profile without results or networks here, a folder that holds something else, and a key that ssh-keygen does not read.
 */
export async function checkRequest({ study, root, profiles, out, key }: ReleaseRequest): Promise<void> {
  for (const profile of profiles) {
    if (profile === '' || !existsSync(join(root, claimsFile(profile))))
      throw usage(`Profile '${profile}' has no ${claimsFile(profile)} here: run it first, or release another.`);
    addNetworks(new Map(), profile, publishedNetworks(study, profile, root), root);
  }
  earlierFiles(out);
  if (key !== null) await checkKey(key);
}

/** Makes the files of a release from a clone with its commit; the checkout itself is left as it is. */
export async function makeRelease(request: ReleaseRequest): Promise<Release> {
  const { study, root, plan, profiles, out, scratch, key, tell } = request;
  const { name, version, tag, date, repository, doi, changes } = plan;
  // A release that fails leaves what an earlier one made, and nothing beside it.
  const made = join(scratch, 'made');
  mkdirSync(made);
  tell('clones the checkout and commits the release there');
  const clone = join(scratch, 'clone');
  await cloneCheckout(root, clone);
  const commit = await commitRelease(root, clone, plan);
  const assets = new Map<string, Uint8Array>();
  const bundles: Release['bundles'] = [];
  for (const profile of profiles) {
    const file = `${name}-${version}-${profile}.zip`;
    tell(`builds and checks the bundle of profile ${profile}`);
    await run(clone, 'pipeline/commands/bundle.ts', ...runFlags(profile).split(' '), '--out', join(made, file));
    const bytes = readFileSync(join(made, file));
    assets.set(file, bytes);
    const verdicts = countVerdicts(parseJudged(readText(join(clone, claimsFile(profile))), claimsFile(profile)).claims);
    bundles.push({ file, profile, bytes: bytes.length, sha256: sha256(bytes), verdicts });
  }
  const swhids = await swhidsOf(clone, commit);
  const release = releaseSchema.parse({ name, version, tag, date, commit, repository, doi, swhids, bundles });
  const since = await sinceLast(study, root, version);
  writeJson(join(made, RELEASE_FILE), release);
  assets.set(RELEASE_FILE, readFileSync(join(made, RELEASE_FILE)));
  const sums = join(made, SUMS_FILE);
  writeAtomic(sums, sumsText(assets));
  if (key !== null) await signFile(sums, key);
  writeAtomic(join(made, NOTES_FILE), releaseNotes(release, changes, since, key !== null));
  for (const file of earlierFiles(out)) rmSync(join(out, file));
  cpSync(made, out, { recursive: true });
  return release;
}

/**
 * Takes the commit of a release into the checkout and gives it its tag.
 * @throws UserError where the checkout moved on in between.
 */
export async function publishRelease({ root, plan, scratch }: ReleaseRequest, { commit, tag }: Release): Promise<void> {
  if ((await commitNamed(root, 'HEAD')) !== plan.base)
    throw new UserError(`The checkout no longer stands at ${plan.base}, of which the release was made: make it again.`);
  if (commit !== plan.base) {
    await git(root, ['fetch', '--quiet', '--no-tags', join(scratch, 'clone'), commit]);
    await git(root, ['merge', '--quiet', '--ff-only', commit]);
  }
  if ((await commitOfTag(root, tag)) !== null) return;
  const settings = await committer(root);
  await git(root, ['tag', '--annotate', '--message', `Release ${tag.slice(1)}`, tag, commit], { settings });
}

/** Writes the files of a release in its clone and commits them; gives the commit of the release. */
async function commitRelease(root: string, clone: string, { files, version, base }: ReleasePlan): Promise<string> {
  if (files.size === 0) return base;
  for (const [file, text] of files) writeFileSync(join(clone, file), text);
  await git(clone, ['add', '--', ...files.keys()]);
  await git(clone, ['commit', '--quiet', '--message', `Release ${version}`], { settings: await committer(root) });
  return (await commitNamed(clone, 'HEAD')) as string;
}

async function sinceLast(study: Study, root: string, version: string): Promise<Since> {
  const tag = previousTag(await tagsOf(root), version);
  if (tag === null) return null;
  const { comparison } = await compareRevisions({ study, root, base: tag, head: 'HEAD' });
  return { tag, comparison };
}

/** Runs a script of the clone; it fails as the script does, whose words stand above. */
async function run(clone: string, script: string, ...args: string[]): Promise<void> {
  const { failed, exitCode } = await runProgram(process.execPath, [join(clone, script), ...args], {
    cwd: clone,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'inherit',
    reject: false,
  });
  if (failed)
    throw new UserError(
      `${script} ${args.slice(0, 2).join(' ')} ended with ${exitCode}, for the reason named above: nothing is published. Mend it and run the same command again.`,
    );
}

/**
 * The files of a release that was made before in a folder.
 * @throws UserError (exit code 2) where the folder holds anything else.
 */
function earlierFiles(out: string): string[] {
  if (!existsSync(out)) return [];
  if (!statSync(out).isDirectory()) throw usage(`${out} is a file: give --out a folder.`);
  const found = readdirSync(out);
  const before = found.includes(RELEASE_FILE) ? readJson(join(out, RELEASE_FILE), releaseSchema).bundles : [];
  const known = [...before.map(({ file }) => file), RELEASE_FILE, NOTES_FILE, SUMS_FILE, `${SUMS_FILE}.sig`];
  const other = found.find((name) => !known.includes(name));
  if (other !== undefined)
    throw usage(`${out} holds ${other}, which belongs to no release that was made there: give --out another folder.`);
  return found;
}
