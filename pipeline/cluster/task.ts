import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Item, planSchema } from '../../src/artifact/cluster.ts';
import { readJson } from '../../src/artifact/file.ts';
import { coresHere } from '../../src/system/cores.ts';
import { exitCodeOf, onEnd } from '../../src/system/ending.mjs';
import { commandLine, option, runCommand, wholeNumber } from '../driver/commandLine.ts';
import { pathsOf, ROOT } from '../driver/paths.ts';
import { claimEntry } from '../executor/claim.ts';
import { execute } from '../executor/executor.ts';
import { StoredResult } from '../executor/measurement.ts';
import { isStopped, makeStopFlag, stop } from '../executor/stop.ts';
import { finishedIn } from '../store/finished.ts';
import { keepFailure } from './submissions.ts';

// One task of a cluster: makes its items in the store, as many at a time as it has cores, and leaves what is there already. A signal makes
// it keep what it has done and end; started again, it goes on from there.
await runCommand(
  commandLine('node pipeline/cluster/task.ts', 'Does the jobs of one task of a plan, into the store.')
    .requiredOption('--plan <FILE>', 'the plan')
    .addOption(option('--task <N>', 'the number of the task in it', wholeNumber(0, 1e9)).makeOptionMandatory())
    .action(main),
);

async function main({ plan: file, task }: { plan: string; task: number }): Promise<void> {
  const { tasks } = readJson(resolve(file), planSchema);
  const items = tasks[task] ?? [];
  const flag = makeStopFlag();
  onEnd((signal) => {
    if (isStopped(flag)) return;
    console.log(`${signal}: keeps what is done, and ends.`);
    process.exitCode = exitCodeOf(signal);
    stop(flag);
  });
  const { store } = pathsOf('');
  const workers = coresHere();
  const isThere = finishedIn(store);
  const open = items.filter(({ key }) => !isThere(key));
  console.log(`${open.length} of ${items.length} jobs are to be done, ${workers} at a time, process ${process.pid}.`);
  const possible = open.filter(({ id, needs }) => {
    if (needs === undefined || isThere(needs)) return true;
    console.log(`${id}: left out, since its network ${needs} is not there.`);
    process.exitCode = 1;
    return false;
  });
  for (const [worker, group] of Map.groupBy(possible, (item) => item.worker)) {
    if (isStopped(flag)) break;
    const started = new Map<string, number>();
    const byId = (id: string) => group.find((item) => item.id === id) as Item;
    const jobs = group.map((item) => ({
      id: item.id,
      key: item.key,
      cost: item.seconds,
      payload: payloadOf(item, store),
    }));
    await execute(pathToFileURL(join(ROOT, worker)), jobs, {
      workers,
      stop: flag,
      async claim(key) {
        const release = await claimEntry(store, key, () => isStopped(flag));
        started.set(key, performance.now());
        return release;
      },
      onResult(id, result) {
        const { key, needs } = byId(id);
        const seconds = Math.round(performance.now() - (started.get(key) ?? 0)) / 1000;
        // A network is kept by its worker, state by state.
        if (needs !== undefined) new StoredResult(store, key).keep(result, seconds);
        console.log(`${id}: finished`);
      },
      onFailure(id, error) {
        if (isStopped(flag)) return;
        const message = error instanceof Error ? error.message : String(error);
        console.log(`FAILED ${message}`);
        keepFailure(dirname(resolve(file)), byId(id), message);
        process.exitCode = 1;
      },
    });
  }
}

/** What a worker is given: where the store is, or where the network lies that it measures. */
function payloadOf({ payload, needs }: Item, store: string): object {
  if (needs === undefined) return { ...payload, store };
  return { ...payload, network: { ...(payload.network as object), folder: join(store, needs) } };
}
