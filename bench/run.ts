import { join } from 'node:path';
import { commandLine, option, runCommand, wholeNumber } from '../pipeline/driver/commandLine.ts';
import { pathsOf, ROOT, userPath } from '../pipeline/driver/paths.ts';
import { readParams } from '../pipeline/outline.ts';
import { UserError, usage } from '../src/artifact/error.ts';
import { writeJson } from '../src/artifact/file.ts';
import { runBenchmark } from './benchmark.ts';
import { describeDeep, measureDeepSteps, measureDeepTraining } from './deep.ts';
import { describeEndToEnd, measureEndToEnd } from './endToEnd.ts';
import { coresToPin, describeMachine, load } from './machine.ts';
import { buildRoster, REFERENCE } from './roster.ts';
import { measureScaling, QUICK_SCALING, SCALING } from './scaling.ts';
import { installedPeers, setUpPeers } from './setup.ts';
import { describeSite, measureSite, THROTTLING } from './site.ts';
import { describeBenchmark, describeScaling, describeWorkers } from './table.ts';
import { measureWorkers } from './workers.ts';
import { QUICK_WORKLOADS, WORKLOADS } from './workloads.ts';

/** Format version of the records. */
const FORMAT = 1;

await runCommand(
  commandLine('npm run bench --', 'Compares the kernel with its peers on the same work.')
    .option('--quick', 'small workloads, two rounds, only installed peers: a functional test, not a measurement')
    .addOption(option('--rounds <N>', 'rounds through all peers (default 11)', wholeNumber(1, 1000)))
    .option('--deep', 'measure only the network with N = 200: time, memory, and a step with and without a pool')
    .option('--end-to-end', 'measure only the whole training of Fig. 2, by the kernel and by JAX')
    .option('--site', 'measure only the built report: load time and size of each page on a slow connection')
    .addOption(option('--pages <LIST>', "of --site, these pages alone, without a record: 'claims/2a.1,multiverse'"))
    .addOption(option('--note <TEXT>', 'a remark for the record, such as other work on the machine'))
    .addOption(
      option('--out <FOLDER>', 'output folder (default artifacts/bench, with --quick .cache/bench/quick)', userPath),
    )
    .action(main),
);

interface Options {
  quick?: true;
  rounds?: number;
  deep?: true;
  endToEnd?: true;
  site?: true;
  pages?: string;
  note?: string;
  out?: string;
}

async function main(options: Options): Promise<void> {
  if (options.pages !== undefined && !options.site) throw usage('--pages is for --site.');
  const quick = options.quick === true;
  const { rounds = quick ? 2 : 11, out = join(ROOT, quick ? '.cache/bench/quick' : 'artifacts/bench') } = options;
  const log = (text: string) => console.error(`bench: ${text}`);
  const params = readParams();
  const machine = await describeMachine();
  const before = load();
  const save = (name: string, result: object, on = machine) => {
    const head = { format: FORMAT, note: options.note ?? null, machine: on, load: { before, after: load() } };
    writeJson(join(out, name), { ...head, ...result });
  };
  const unpinned = { ...machine, pinned: false };
  const batch = params.task.batchSize;
  if (options.site) {
    const { launch } = await import('./chromium.ts');
    const browser = await launch();
    const folder = pathsOf(quick ? 'quick' : 'paper').report;
    const scratch = join(ROOT, '.cache/bench/site');
    try {
      const visits = quick ? 1 : (options.rounds ?? 3);
      const chosen = options.pages?.split(',');
      const pages = await measureSite(browser, { folder, scratch, rounds: visits, pages: chosen, log });
      console.log(describeSite(pages));
      if (chosen) return;
      const settings = { quick, rounds: visits, browser: browser.version(), throttling: THROTTLING };
      save('site.json', { settings, pages }, unpinned);
    } finally {
      await browser.close();
    }
    return;
  }
  if (options.deep) {
    const steps = await measureDeepSteps(params, quick ? [3, 6] : [10, 25, 50, 100, 200], quick ? 20 : 2000);
    const training = await measureDeepTraining(quick ? 'smoke' : 'paper', log);
    console.log(describeDeep(training, steps));
    save('deep.json', { settings: { quick, batch }, training, steps }, unpinned);
    return;
  }
  const cores = await coresToPin();
  const core = cores[0] ?? null;
  const roster = await buildRoster(quick ? installedPeers() : await setUpPeers(log));
  if (options.endToEnd) {
    const result = await measureEndToEnd(roster, params, quick ? 'smoke' : 'paper', core, log);
    console.log(describeEndToEnd(result));
    save('end-to-end.json', result);
    return;
  }
  const settings = { quick, rounds, batch };
  const result = await runBenchmark(roster, {
    params,
    workloads: quick ? QUICK_WORKLOADS : WORKLOADS,
    rounds,
    sliceMilliseconds: quick ? 5 : 150,
    core,
    log,
  });
  console.log(describeBenchmark(result, machine));

  const kernel = roster.peers.find(({ id }) => id === REFERENCE)!;
  log('two workers');
  const tried = quick ? [QUICK_WORKLOADS[0]] : [WORKLOADS[1], WORKLOADS[2]];
  const workers = [];
  for (const workload of tried) {
    workers.push(await measureWorkers(kernel, workload, cores, quick ? 2 : rounds, quick ? 20 : 500));
  }
  console.log(describeWorkers(workers));
  save('bench.json', { settings, ...result, workers });

  log('scaling');
  const points = await measureScaling(kernel, quick ? QUICK_SCALING : SCALING, params, core, quick ? 5 : 100);
  console.log(describeScaling(points));
  const { stepsPerEpoch, testBatches } = params.training;
  save('scaling.json', { settings: { ...settings, stepsPerEpoch, testBatches }, points });

  const differing = result.workloads.flatMap(({ name, peers }) =>
    Object.entries(peers).flatMap(([id, { agreement }]) => (agreement.agrees ? [] : [`${id} on ${name}`])),
  );
  if (differing.length > 0) {
    throw new UserError(
      `The results of these peers differ from the kernel, so they were not timed: ${differing.join(', ')}. Check their versions in bench/python.`,
    );
  }
}
