import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificate, certificateSchema } from '../../src/artifact/certificate.ts';
import { UserError, usage } from '../../src/artifact/error.ts';
import type { Study } from '../../src/artifact/study.ts';
import { unpackArchive } from '../bundle/archive.ts';
import { CERTIFICATE_FILE } from '../bundle/certificate.ts';
import { consistency } from '../bundle/consistency.ts';
import { missingResults } from '../bundle/content.ts';
import { conformanceOf } from '../bundle/crate.ts';
import { type Files, jsonOf, writeFiles } from '../bundle/files.ts';
import { HASHES_FILE, manifestFaults } from '../bundle/manifest.ts';
import { pathsOf, ROOT, userPath } from '../driver/paths.ts';
import { paramsOf } from '../driver/stage.ts';
import { type PublishedNetwork, publishedNetworks } from '../store/published.ts';
import { choose, type NetworkChoice } from './choice.ts';
import { compareWithCommit } from './commit.ts';
import { derivationFaults } from './derivation.ts';
import { keyFaults } from './key.ts';
import { lockFaults } from './lock.ts';
import { reportFaults } from './report.ts';
import { retrain } from './retraining.ts';
import { checkSums } from './signature.ts';

/** What its results cannot be made again without. */
const NEEDED = ['params.yaml', 'dvc.yaml', 'package.json'];

/** Faults of one check that are printed; of more, their number is printed. */
const SHOWN = 20;

/**
 * Checks a bundle with nothing but itself, the sums beside it and this checkout: first who signed it and what contradicts itself in it, then
 * what this checkout's stages make of its tables, then networks trained again. Prints a line for each check that holds and for each fault.
 * @throws UserError with exit code 1 where something does not agree, 2 where the file cannot be checked here.
 */
export async function verifyBundle(
  study: Study,
  file: string,
  choice: NetworkChoice,
  workers: number,
  signers: string | null = null,
): Promise<void> {
  const archive = read(file);
  const sums = await checkSums(userPath(file), archive, signers, ROOT);
  const files = unpackArchive(archive, file);
  const certificate = certificateIn(study, files, file);
  const { profile, software, commit } = certificate;
  console.log(
    `${software?.name} ${software?.version}, profile ${profile}, commit ${commit}, kernel version ${certificate.kernelVersion}.`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'modular-growth-bundle-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const bundle = join(folder, 'bundle');
  writeFiles(files, bundle);

  const networks = networksIn(study, bundle, profile);
  const { chosen, description } = choose(study, networks, choice);
  let faults = 0;
  const report = (about: string, found: readonly string[], held: string) => {
    for (const fault of found.slice(0, SHOWN)) console.log(`DIFFERS  ${about}: ${fault}`);
    if (found.length > SHOWN) console.log(`DIFFERS  ${about}: ${found.length - SHOWN} more`);
    if (found.length === 0) console.log(`agrees   ${about}: ${held}`);
    faults += found.length;
  };
  const held: Record<string, string> = {
    manifest: `${files.size} files have the SHA-256 and the size that it lists`,
    networks: `${networks.length} published, every file with its hash${study.card ? ', and a card of them' : ''}`,
    certificate: 'says what claims.json says',
    metadata: `${conformanceOf(files)}, and as the files give them`,
  };
  if (sums.state === 'unknown') console.log(`unknown  signature: ${sums.text}`);
  else report('signature', sums.state === 'differs' ? sums.faults : [], sums.state === 'agrees' ? sums.text : '');
  for (const { about, faults: found } of consistency(study, files, networks)) report(about, found, held[about]);

  const agreement = await compareWithCommit(study, files, commit, profile, ROOT);
  if (agreement.known) report('commit', agreement.faults, `every file that git has of ${commit} is as there`);
  else
    console.log(
      `unknown  commit: this checkout's git does not have ${commit}, so the code in the bundle was not held against it`,
    );
  const { left, gaps } = partsOf(study, bundle, certificate);
  for (const part of left) console.log(`left out ${part}: the certificate says so, it is not checked`);
  report('parts', gaps, left.length > 0 ? 'all others are there' : 'everything that the stages make is there');
  const recorded = lockFaults(study, pathsOf(profile, bundle)).filter(({ state }) => state === 'differs');
  report(
    'lock',
    recorded.map(({ text }) => text),
    'hashes, tables and readings are those that its dvc.lock records, as far as it does',
  );
  if (faults > 0) throw disagreement(faults, 'Nothing was made again, since the bundle contradicts itself.');

  const params = paramsOf(study, profile, bundle);
  report('parameters', keyFaults(study, params, profile, networks), 'they ask for the networks that the hashes list');
  if (faults > 0) throw disagreement(faults, 'Nothing was made again, since the parameters belong to other networks.');
  const engine = networks[0]?.configuration.engine ?? study.engines[0];
  const scratch = join(folder, 'scratch');
  mkdirSync(scratch);
  const derived = await derivationFaults({
    study,
    code: ROOT,
    bundle,
    folder: scratch,
    profile,
    engine,
    networks,
    measure: Boolean(choice.all),
    workers,
    tell: (what) => console.error(`  ${what}`),
  });
  report(
    'results',
    derived,
    `histories, figures and verdicts are made again to the same bytes${choice.all ? ', every table too' : ''}`,
  );
  if (!certificate.missing.includes('site/dist') && [...files.keys()].some((path) => path.startsWith('site/dist/'))) {
    report(
      'report',
      await reportFaults(study, bundle, profile, join(folder, 'site')),
      'every page is built again to the same bytes',
    );
  }
  const elsewhere = agreement.here
    ? ''
    : ` This checkout does not stand at commit ${commit}: where it has other code, check that commit out and verify again.`;
  if (faults > 0) throw disagreement(faults, `No network was trained again.${elsewhere}`);

  console.log(`Networks to train again: ${description}`);
  const failed = await retrain(study, { profile, root: bundle }, chosen, workers);
  if (failed > 0)
    throw disagreement(failed, `${chosen.length - failed} of ${chosen.length} networks are made again.${elsewhere}`);
  const gap = left.length > 0 ? ` ${left.length} parts are not in it and were not checked.` : '';
  console.log(
    `The bundle agrees: all that was checked holds, ${chosen.length} of ${networks.length} networks trained again.${gap}`,
  );
}

/** What the stages make and the bundle has not: with the certificate's word, and without. */
function partsOf(study: Study, bundle: string, { profile, missing }: Certificate): { left: string[]; gaps: string[] } {
  const pages = !study.report || existsSync(join(bundle, 'site', 'dist', profile)) ? [] : ['site/dist'];
  const absent = [...missingResults(study, profile, bundle, ROOT), ...pages];
  const needed = NEEDED.filter((path) => !existsSync(join(bundle, path)));
  return {
    left: absent.filter((path) => missing.includes(path)),
    gaps: [
      ...needed.map((path) => `${path} is missing, and no bundle is whole without it`),
      ...absent
        .filter((path) => !missing.includes(path))
        .map((path) => `${path} is missing, and the certificate does not say so`),
    ],
  };
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(userPath(file));
  } catch (error) {
    throw usage(
      `${file} cannot be read: name the archive that 'npm run publish:bundle' wrote. (${(error as Error).message})`,
      error,
    );
  }
}

/** @throws UserError with exit code 2 for what is no bundle or of another kernel; 1 for a bundle whose certificate is gone. */
function certificateIn({ kernelVersion }: Study, files: Files, file: string): Certificate {
  if (!files.has(CERTIFICATE_FILE) && !files.has(HASHES_FILE)) {
    throw usage(
      `${file} is an archive, but not one of 'npm run publish:bundle': it has neither ${CERTIFICATE_FILE} nor ${HASHES_FILE}.`,
    );
  }
  const certificate = jsonOf(files, CERTIFICATE_FILE, certificateSchema);
  if (!certificate) {
    for (const fault of manifestFaults(files)) console.log(`DIFFERS  manifest: ${fault}`);
    throw new UserError(`${CERTIFICATE_FILE} is missing or damaged: without it nothing else can be checked.`);
  }
  if (certificate.kernelVersion !== kernelVersion) {
    throw usage(
      `${file} is of kernel version ${certificate.kernelVersion}, this checkout has version ${kernelVersion}, whose networks have other bytes: check out commit ${certificate.commit} and verify there.`,
    );
  }
  return certificate;
}

function networksIn(study: Study, bundle: string, profile: string): PublishedNetwork[] {
  const networks = publishedNetworks(study, profile, bundle);
  if (networks.length > 0 || !study.training) return networks;
  throw new UserError(
    `artifacts/${profile}/hashes is missing in the bundle: its networks have no hashes to be compared with.`,
  );
}

function disagreement(faults: number, more: string): UserError {
  return new UserError(
    `The bundle does not agree: ${faults} ${faults === 1 ? 'fault' : 'faults'}, named above. ${more}`,
  );
}
