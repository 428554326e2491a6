import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Configured,
  type Study,
  type TrainingPayload,
  type TrainingResult,
  trainingOf,
} from '../../src/artifact/study.ts';
import { duration, times } from '../driver/display.ts';
import { openProgress } from '../driver/progress.ts';
import { execute } from '../executor/executor.ts';
import { addressOf, type PublishedNetwork } from '../store/published.ts';
import { comparisonLine, differences } from './comparison.ts';
import { makespan, openHistories } from './duration.ts';

/** Where published networks and their histories stand: a profile of a checkout, or of a bundle that was unpacked. */
export interface PublishedPlace {
  profile: string;
  root: string;
}

/** Trains networks again in a folder of their own, prints one line each, and counts those that differ. */
export async function retrain(
  study: Study,
  { profile, root }: PublishedPlace,
  networks: readonly PublishedNetwork[],
  workers: number,
): Promise<number> {
  if (networks.length === 0) return 0;
  const historyOf = openHistories(study, profile, root);
  const training = trainingOf(study);
  const costs = networks.map((network) => training.seconds(network.configuration, historyOf(network)));
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
    payload: {
      configuration: network.configuration,
      store: join(store, String(i)),
    } satisfies TrainingPayload<Configured>,
  }));
  await execute<TrainingPayload<Configured>, TrainingResult>(training.worker, jobs, {
    workers,
    onProgress: (id, fraction, label) => tell(id, fraction, `${id}, ${label}`),
    onResult: (id, result) => {
      const network = networks[indexOf(id)];
      const different = differences(network, result, training.mainFile);
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

function about(seconds: number): string {
  return seconds < 1 ? 'less than a second' : `about ${duration(1000 * seconds)}`;
}
