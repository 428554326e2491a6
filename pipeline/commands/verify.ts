import { Option } from 'commander';
import { UserError, usage } from '../../src/artifact/error.ts';
import { runFlags } from '../../src/artifact/run.ts';
import { coresHere } from '../../src/system/cores.ts';
import { commandLine, option, protocolOption, runCommand, wholeNumber } from '../driver/commandLine.ts';
import { type Paths, pathsOf, userPath } from '../driver/paths.ts';
import { paramsOf, runIdOf } from '../driver/stage.ts';
import { addressOf, multiverseNetworks, type PublishedNetwork, publishedNetworks } from '../store/published.ts';
import { study } from '../study.ts';
import { verifyBundle } from '../verify/bundle.ts';
import { choose, type NetworkChoice } from '../verify/choice.ts';
import { absentNetworks } from '../verify/key.ts';
import { type LockFault, lockFaults } from '../verify/lock.ts';
import { retrain } from '../verify/retraining.ts';

const ABOUT =
  'Trains networks again and compares their SHA-256 with those in artifacts/<profile>/hashes. Exit code 0: all agree; 1: something does not; 2: it could not be checked.';

// `npm run verify`: trains published networks again, from nothing and beside the store, and compares their hashes with the published ones.
await runCommand(
  commandLine('npm run verify --', ABOUT)
    .addOption(option('--profile <NAME>', 'whose published networks: quick, paper, ... (default quick)'))
    .addOption(protocolOption().conflicts('bundle'))
    .addOption(option('--sample <N>', 'networks drawn at random (default 3)', wholeNumber(1, 1_000_000)))
    .addOption(new Option('--all', 'every network of the profile').conflicts(['sample', 'network']))
    .addOption(
      option(
        '--network <ID>',
        "one network by name: 'modular-05-seed-0', or with stage and reading ('train/modular-05-seed-0')",
      ).conflicts('sample'),
    )
    .addOption(
      option(
        '--seed <N>',
        'seed of the draw; the same seed draws the same networks',
        wholeNumber(0, 2 ** 32 - 1),
      ).default(0),
    )
    .addOption(option('--workers <N>', 'networks at a time', wholeNumber(1, 1024)).default(coresHere(), 'one a core'))
    .addOption(
      option(
        '--bundle <FILE>',
        "check an archive of 'npm run publish:bundle' instead of the checkout: all of it, and networks as above",
      ).conflicts('profile'),
    )
    .addOption(
      option(
        '--signers <FILE>',
        'who may have signed the sums beside a bundle, as ssh-keygen lists them: it must be signed by one of them',
        userPath,
      ).conflicts('profile'),
    )
    .action(main),
);

interface Given extends NetworkChoice {
  profile?: string;
  protocol?: string;
  workers: number;
  bundle?: string;
  signers?: string;
}

async function main({ profile: named = 'quick', protocol, bundle, signers, workers, ...choice }: Given): Promise<void> {
  if (bundle !== undefined) return verifyBundle(study, bundle, choice, workers, signers);
  if (signers !== undefined) throw usage('--signers is about a bundle: name it with --bundle FILE.');
  const profile = runIdOf(study, { profile: named, protocol });
  const paths = pathsOf(profile);
  const params = paramsOf(study, profile);
  const published = publishedNetworks(study, profile);
  if (study.training && published.length === 0) throw nothingPublished(profile);
  const files = editedFiles(paths);
  const absent = absentNetworks(study, params, profile, published);
  for (const fault of absent) console.log(`DIFFERS  ${fault}`);
  if (absent.length > 0 || files.missing > 0) throw incomplete(profile);
  const { chosen, description } = choose(study, [...published, ...multiverseNetworks(profile)], choice);
  console.log(`Profile ${profile}: ${description}`);
  checkKernel(chosen);
  const failed = await retrain(study, { profile, root: paths.root }, chosen, workers);
  const agreeing = `${chosen.length - failed} of ${chosen.length} networks agree with what is published.`;
  if (failed + files.edited === 0) {
    console.log(agreeing);
    return;
  }
  const edited =
    files.edited > 0
      ? ` ${files.edited} published ${files.edited === 1 ? 'result is' : 'results are'} not as dvc.lock records.`
      : '';
  throw new UserError(`${agreeing}${edited}`);
}

/** Says which results are not those that dvc.lock records, and counts them. */
function editedFiles(paths: Paths): { edited: number; missing: number } {
  const faults = lockFaults(study, paths);
  const advice = {
    differs: (path: string) =>
      `: it was edited, or the lock is of another commit. Restore both: git checkout ${path} dvc.lock`,
    missing: (path: string) => `. Restore it: git checkout ${path}`,
  };
  for (const { path, state, text } of faults) console.log(`DIFFERS  ${text}${advice[state](path)}`);
  const count = (state: LockFault['state']) => faults.filter((fault) => fault.state === state).length;
  return { edited: count('differs'), missing: count('missing') };
}

function checkKernel(networks: readonly PublishedNetwork[]): void {
  const other = networks.find(({ kernelVersion }) => kernelVersion !== study.kernelVersion);
  if (!other) return;
  throw new UserError(
    `${addressOf(other)} was trained by kernel version ${other.kernelVersion}, this checkout has version ${study.kernelVersion}, whose bytes are others: check out the commit that published the networks (git log -- artifacts), or train all of them again with 'npm run reproduce'.`,
  );
}

function incomplete(profile: string): UserError {
  return new UserError(
    `Networks of profile ${profile} are missing from what could be checked, so nothing was trained: restore the files named above with git, or make them again with 'npm run reproduce -- ${runFlags(profile)}'.`,
  );
}

function nothingPublished(profile: string): UserError {
  return new UserError(
    `Nothing is published for profile ${profile}: artifacts/${profile}/hashes is missing. It comes with git (git checkout artifacts/${profile}/hashes); a profile that nobody ran yet is made with 'npm run reproduce -- ${runFlags(profile)}'.`,
  );
}
