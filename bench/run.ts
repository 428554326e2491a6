import { join } from 'node:path';
import { commandLine, option, runCommand, wholeNumber } from '../pipeline/driver/commandLine.ts';
import { pathsOf, ROOT, userPath } from '../pipeline/driver/paths.ts';
import { readParams } from '../pipeline/outline.ts';
import { UserError } from '../src/artifact/error.ts';
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
  note?: string;
  out?: string;
}

async function main(options: Options): Promise<void> {
  const quick = options.quick === true;
  const { rounds = quick ? 2 : 11, out = join(ROOT, quick ? '.cache/bench/quick' : 'artifacts/bench') } = options;
  const log = (text: string) => console.error(`bench: ${text}`);
  const params = readParams();
  const machine = await describeMachine();
  if (options.site) {
    const { launch } = await import('./chromium.ts');
    const browser = await launch();
    const record = { format: FORMAT, note: options.note ?? null, machine: { ...machine, pinned: false } };
    const before = load();
    const folder = pathsOf(quick ? 'quick' : 'paper').report;
    const scratch = join(ROOT, '.cache/bench/site');
    try {
      const visits = quick ? 1 : (options.rounds ?? 3);
      const pages = await measureSite(browser, { folder, scratch, rounds: visits, log });
      console.log(describeSite(pages));
      const settings = { quick, rounds: visits, browser: browser.version(), throttling: THROTTLING };
      writeJson(join(out, 'site.json'), { ...record, load: { before, after: load() }, settings, pages });
    } finally {
      await browser.close();
    }
    return;
  }
  if (options.deep) {
    const unpinned = { ...machine, pinned: false };
    const record = {
      format: FORMAT,
      note: options.note ?? null,
      machine: unpinned,
      load: { before: load(), after: 0 },
    };
    const steps = await measureDeepSteps(params, quick ? [3, 6] : [10, 25, 50, 100, 200], quick ? 20 : 2000);
    const training = await measureDeepTraining(quick ? 'smoke' : 'paper', log);
    record.load.after = load();
    console.log(describeDeep(training, steps));
    writeJson(join(out, 'deep.json'), {
      ...record,
      settings: { quick, batch: params.task.batchSize },
      training,
      steps,
    });
    return;
  }
  if (options.endToEnd) {
    const record = { format: FORMAT, note: options.note ?? null, machine, load: { before: load(), after: 0 } };
    const core = (await coresToPin())[0] ?? null;
    const roster = await buildRoster(quick ? installedPeers() : await setUpPeers(log));
    const result = await measureEndToEnd(roster, params, quick ? 'smoke' : 'paper', core, log);
    record.load.after = load();
    console.log(describeEndToEnd(result));
    writeJson(join(out, 'end-to-end.json'), { ...record, ...result });
    return;
  }
  const cores = await coresToPin();
  const core = cores[0] ?? null;
  const roster = await buildRoster(quick ? installedPeers() : await setUpPeers(log));
  const record = {
    format: FORMAT,
    note: options.note ?? null,
    machine,
    load: { before: load(), after: 0 },
    settings: { quick, rounds, batch: params.task.batchSize },
  };

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
  record.load.after = load();
  writeJson(join(out, 'bench.json'), { ...record, ...result, workers });

  log('scaling');
  const points = await measureScaling(kernel, quick ? QUICK_SCALING : SCALING, params, core, quick ? 5 : 100);
  console.log(describeScaling(points));
  const { stepsPerEpoch, testBatches } = params.training;
  record.load.after = load();
  const settings = { ...record.settings, stepsPerEpoch, testBatches };
  writeJson(join(out, 'scaling.json'), { ...record, settings, points });

  const differing = result.workloads.flatMap(({ name, peers }) =>
    Object.entries(peers).flatMap(([id, { agreement }]) => (agreement.agrees ? [] : [`${id} on ${name}`])),
  );
  if (differing.length > 0) {
    throw new UserError(
      `The results of these peers differ from the kernel, so they were not timed: ${differing.join(', ')}. Check their versions in bench/python.`,
    );
  }
}
