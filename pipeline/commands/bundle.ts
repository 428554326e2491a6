import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../src/artifact/error.ts';
import { writeAtomic } from '../../src/artifact/file.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import { runFlags } from '../../src/artifact/run.ts';
import { coresHere } from '../../src/system/cores.ts';
import { packArchive } from '../bundle/archive.ts';
import { consistency } from '../bundle/consistency.ts';
import { addCheckout, addFolder, addResults, cleanCommit, missingResults } from '../bundle/content.ts';
import { type Files, writeFiles } from '../bundle/files.ts';
import { seal } from '../bundle/seal.ts';
import { commandLine, option, protocolOption, runCommand } from '../driver/commandLine.ts';
import { stageTimes, thisMachine } from '../driver/machine.ts';
import { pathsOf, ROOT, shownPath, userPath } from '../driver/paths.ts';
import { paramsOf, runIdOf } from '../driver/stage.ts';
import { type PublishedNetwork, publishedNetworks } from '../store/published.ts';
import { study } from '../study.ts';
import { derivationFaults } from '../verify/derivation.ts';
import { keyFaults } from '../verify/key.ts';
import { lockFaults } from '../verify/lock.ts';

// `npm run publish:bundle`: everything of one profile in one archive that can be checked without this machine and without a network.
await runCommand(
  commandLine(
    'npm run publish:bundle --',
    'Writes code, parameters, networks, results, report and certificate of a profile as one archive.',
  )
    .addOption(option('--profile <NAME>', 'whose results: paper, quick, ...').default('paper'))
    .addOption(protocolOption())
    .addOption(
      option('--out <FILE>', 'where the archive goes (default modular-growth-<version>-<profile>.zip)', userPath),
    )
    .option('--partial', 'publish what was made, without the report; the certificate names what is missing')
    .action(main),
);

interface Given {
  profile: string;
  protocol?: string;
  out?: string;
  partial?: true;
}

async function main(given: Given): Promise<void> {
  const profile = runIdOf(study, given);
  const params = paramsOf(study, profile);
  const commit = await cleanCommit(ROOT);
  const networks = publishedNetworks(study, profile);
  const missing = missingResults(study, profile, ROOT).concat(given.partial && study.report ? ['site/dist'] : []);
  if ((study.training && networks.length === 0) || (missing.length > 0 && !given.partial))
    throw incomplete(profile, missing);

  const folder = mkdtempSync(join(tmpdir(), 'modular-growth-publication-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const files: Files = new Map();
  await addCheckout(study, files, profile, ROOT);
  addResults(files, profile, networks, ROOT);
  if (study.report && !given.partial) {
    // Built anew, so that the pages are of this commit.
    const pages = join(folder, 'site');
    await study.report({ root: ROOT, profile, folder: pages });
    addFolder(files, pages, `site/dist/${profile}`);
  }
  const times = stageTimes(study, profile, networks, pathsOf(profile).store);
  const making = { profile, ...commit, kernelVersion: study.kernelVersion, machine: thisMachine(), times, missing };
  const { software } = seal(study, files, making);
  const contradictions = consistency(study, files, networks).flatMap(({ faults }) => faults);
  const recorded = lockFaults(study, pathsOf(profile)).filter(({ path }) => !missing.includes(path));
  refuse(
    profile,
    contradictions.concat(
      keyFaults(study, params, profile, networks),
      recorded.map(({ text }) => text),
    ),
  );
  refuse(profile, await stale(files, profile, networks, folder));

  const name = `${software.name}-${software.version}-${profile}`;
  const { out = join(ROOT, `${name}.zip`) } = given;
  const archive = packArchive(files, name);
  writeAtomic(out, archive);
  const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
  console.log(`${shownPath(out)}: ${files.size} files, ${megabytes(bytes)}, packed ${megabytes(archive.length)}.`);
  console.log(`SHA-256 ${sha256(archive)}`);
  console.log(`Check it: npm run verify -- --bundle ${shownPath(out)}`);
}

/** What of the results this commit's code does not make: what a reader's verification would find. */
async function stale(
  files: Files,
  profile: string,
  networks: readonly PublishedNetwork[],
  folder: string,
): Promise<string[]> {
  const [bundle, scratch] = ['bundle', 'scratch'].map((name) => join(folder, name));
  mkdirSync(scratch);
  writeFiles(files, bundle);
  return derivationFaults({
    study,
    code: ROOT,
    bundle,
    folder: scratch,
    profile,
    engine: networks[0]?.configuration.engine ?? study.engines[0],
    networks,
    measure: false,
    workers: coresHere(),
    tell: (what) => console.error(`  checks ${what}`),
  });
}

/** @throws UserError naming the faults, where there are any. */
function refuse(profile: string, faults: readonly string[]): void {
  if (faults.length === 0) return;
  const some = faults.slice(0, 10).map((fault) => `\n  ${fault}`);
  throw new UserError(
    `The results of profile ${profile} are not what this commit makes, so nothing was written. Make them again with 'npm run reproduce -- ${runFlags(profile)}', commit them, and run the same command again.${some.join('')}${faults.length > 10 ? `\n  and ${faults.length - 10} more` : ''}`,
  );
}

function incomplete(profile: string, missing: readonly string[]): UserError {
  const some = missing.slice(0, 5).join(', ') || `artifacts/${profile}/hashes`;
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
  return new UserError(
    `Profile ${profile} is not complete here, missing: ${some}${more}. Make it with 'npm run reproduce -- ${runFlags(profile)}', or restore what git has with 'git checkout artifacts/${profile}'; --partial publishes what is there.`,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
