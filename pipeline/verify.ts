import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { UserError } from '../src/artifact/error.ts';
import { KERNEL_VERSION } from '../src/engine/simd/version.ts';
import { profileOf } from '../src/params/params.ts';
import { duration, times } from './display.ts';
import { execute } from './executor.ts';
import { describeFlags, type Flag, type Given, readFlags, usage, wholeNumber } from './flags.ts';
import { type Paths, pathsOf } from './paths.ts';
import { openProgress } from './progress.ts';
import { addressOf, agreementWithLock, type PublishedNetwork, publishedNetworks } from './published.ts';
import { readParams, runCommand } from './stage.ts';
import { TRAINING_STAGES } from './stages.ts';
import { comparisonLine, differences } from './verify/comparison.ts';
import { expectedSeconds, makespan, openHistories } from './verify/duration.ts';
import { drawSample, namedNetworks } from './verify/sample.ts';
import type { TrainPayload, TrainResult } from './workers/train.ts';

const WORKER = new URL('./workers/train.ts', import.meta.url);
const FLAGS: Record<string, Flag> = {
  profile: { value: 'NAME', about: 'whose published networks: quick, paper, ... (default quick)' },
  sample: { value: 'N', about: 'networks drawn at random (default 3)' },
  all: { about: 'every network of the profile' },
  network: {
    value: 'ID',
    about: "one network by name: 'modular-05-seed-0', or with stage and reading ('train/modular-05-seed-0')",
  },
  seed: { value: 'N', about: 'seed of the draw; the same seed draws the same networks (default 0)' },
  workers: { value: 'N', about: 'networks at a time (default: one a core)' },
  help: { about: 'this text' },
};

// `npm run verify`: trains published networks again, from nothing and beside the store, and compares their hashes with the published ones.
await runCommand(async () => {
  const given = readFlags(process.argv.slice(2), FLAGS);
  if (given.help) {
    console.log(
      `npm run verify -- [flags]\nTrains networks again and compares their SHA-256 with those in artifacts/<profile>/hashes. Exit code 0: all agree; 1: one does not.\n${describeFlags(FLAGS)}`,
    );
    return;
  }
  const ways = ['sample', 'all', 'network'].filter((name) => given[name] !== undefined);
  if (ways.length > 1) throw usage(`--${ways.join(' and --')} exclude each other: give one of them.`);
  const profile = String(given.profile ?? 'quick');
  const paths = pathsOf(profile);
  const workers = wholeNumber(given, 'workers', 1, 1024, availableParallelism());
  profileOf(readParams(), profile);
  const published = publishedNetworks(profile);
  if (published.length === 0) throw nothingPublished(profile);
  const { chosen, told } = choose(published, given);
  console.log(`Profile ${profile}: ${told}`);
  checkKernel(chosen);
  const files = editedFiles(paths);
  const failed = await retrain(profile, chosen, workers);
  if (failed + files === 0) {
    console.log(`${chosen.length} of ${chosen.length} networks agree with what is published.`);
    return;
  }
  const edited =
    files > 0 ? ` ${files} ${files === 1 ? 'file of hashes is' : 'files of hashes are'} not as dvc.lock records.` : '';
  throw new UserError(`${chosen.length - failed} of ${chosen.length} networks agree with what is published.${edited}`);
});

function choose(published: readonly PublishedNetwork[], given: Given): { chosen: PublishedNetwork[]; told: string } {
  const seed = wholeNumber(given, 'seed', 0, 2 ** 32 - 1, 0);
  const count = wholeNumber(given, 'sample', 1, 1_000_000, 3);
  if (given.network !== undefined) {
    const chosen = namedNetworks(published, String(given.network));
    return { chosen, told: `network ${given.network}.` };
  }
  if (given.all) return { chosen: [...published], told: `all ${published.length} networks.` };
  const chosen = drawSample(published, count, seed);
  return { chosen, told: `${chosen.length} of ${published.length} networks, drawn with seed ${seed}.` };
}

/** Trains networks again in a folder of their own, prints one line each, and counts those that differ. */
async function retrain(profile: string, networks: readonly PublishedNetwork[], workers: number): Promise<number> {
  const historyOf = openHistories(profile);
  const costs = networks.map((network) => expectedSeconds(network, historyOf(network)));
  for (const [i, network] of networks.entries()) {
    console.log(`  ${addressOf(network)}, ${about(costs[i])}`);
  }
  const whole = about(makespan(costs, Math.min(workers, networks.length)));
  console.log(
    `Expected: ${whole} with ${workers} at a time, on two cores like those that measured it. artifacts/store is not used.`,
  );

  const store = mkdtempSync(join(tmpdir(), 'modular-growth-verify-'));
  process.on('exit', () => rmSync(store, { recursive: true, force: true, maxRetries: 3 }));
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const progress = openProgress('verify', total, process.stderr);
  const started = performance.now();
  const done = new Map<string, number>();
  const tell = (id: string, fraction: number, label: string) => {
    done.set(id, fraction * costs[indexOf(id)]);
    const all = [...done.values()].reduce((sum, cost) => sum + cost, 0);
    progress.update(all, `${times(started, performance.now(), all / total)}, ${label}`);
  };
  const indexOf = (id: string) => networks.findIndex((network) => addressOf(network) === id);
  let failed = 0;
  // A folder each: a network published twice under one key is trained twice, too.
  const jobs = networks.map((network, i) => ({
    id: addressOf(network),
    cost: costs[i],
    payload: { configuration: network.configuration, store: join(store, String(i)) } satisfies TrainPayload,
  }));
  await execute<TrainPayload, TrainResult>(WORKER, jobs, {
    workers,
    onProgress: (id, fraction, label) => tell(id, fraction, `${id}, ${label}`),
    onResult: (id, result) => {
      const network = networks[indexOf(id)];
      const different = differences(network, result);
      if (different.length > 0) failed++;
      rmSync(join(store, String(indexOf(id))), { recursive: true, force: true });
      if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
      console.log(comparisonLine(network, different, duration(performance.now() - started)));
      tell(id, 1, id);
    },
  });
  progress.done();
  return failed;
}

/** Says which files of hashes are not those that dvc.lock records, and counts them. */
function editedFiles(paths: Paths): number {
  const agreement = agreementWithLock(paths);
  const states = TRAINING_STAGES.map((stage) => ({
    name: `hashes/${stage}.json`,
    state: agreement(`hashes/${stage}.json`),
  }));
  const edited = states.filter(({ state }) => state === 'differs');
  for (const { name } of edited) {
    const file = `${relative(paths.root, join(paths.artifacts, name))}`;
    console.log(
      `DIFFERS  ${file} is not the file that dvc.lock records: it was edited, or the lock is of another commit. Restore both: git checkout ${file} dvc.lock`,
    );
  }
  return edited.length;
}

function checkKernel(networks: readonly PublishedNetwork[]): void {
  const other = networks.find(({ kernelVersion }) => kernelVersion !== KERNEL_VERSION);
  if (!other) return;
  throw new UserError(
    `${addressOf(other)} was trained by kernel version ${other.kernelVersion}, this checkout has version ${KERNEL_VERSION}, whose bytes are others: check out the commit that published the networks (git log -- artifacts), or train all of them again with 'npm run reproduce'.`,
  );
}

function nothingPublished(profile: string): UserError {
  return new UserError(
    `Nothing is published for profile ${profile}: artifacts/${profile}/hashes is missing. It comes with git (git checkout artifacts/${profile}/hashes); a profile that nobody ran yet is made with 'npm run reproduce -- --profile ${profile}'.`,
  );
}

function about(seconds: number): string {
  return seconds < 1 ? 'less than a second' : `about ${duration(1000 * seconds)}`;
}
