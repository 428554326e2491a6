import { join } from 'node:path';
import { commandLine, option, runCommand, wholeNumber } from '../pipeline/driver/commandLine.ts';
import { pathsOf, ROOT, userPath } from '../pipeline/driver/paths.ts';
import { readParams } from '../pipeline/driver/stage.ts';
import { UserError } from '../src/artifact/error.ts';
import { writeJson } from '../src/artifact/file.ts';
import { runBenchmark } from './benchmark.ts';
import { describeDeep, measureDeepSteps, measureDeepTraining } from './deep.ts';
import { coresToPin, describeMachine, load } from './machine.ts';
import { buildRoster, REFERENCE } from './roster.ts';
import { measureScaling, QUICK_SCALING, SCALING } from './scaling.ts';
import { installedPeers, setUpPeers } from './setup.ts';
import { describeSite, measureSite, THROTTLING } from './site.ts';
import { describeBenchmark, describeScaling, describeWorkers } from './table.ts';
import { measureWorkers } from './workers.ts';
import { QUICK_WORKLOADS, WORKLOADS } from './workloads.ts';

/** Raised when a reader of the files must know. */
const FORMAT = 1;

await runCommand(
  commandLine('npm run bench --', 'The kernel beside its peers, on the same work.')
    .option('--quick', 'small work, two rounds, only what is installed: shows that it runs, measures nothing')
    .addOption(option('--rounds <N>', 'rounds through all peers (default 11)', wholeNumber(1, 1000)))
    .option('--deep', 'nothing but the network taken to N = 200: its time and memory, a step with a pool and without')
    .option('--site', 'nothing but the built report: how soon each page is there on a slow line, and what it weighs')
    .addOption(option('--note <TEXT>', 'a remark for the record: what else the machine was doing'))
    .addOption(
      option(
        '--out <FOLDER>',
        'where the JSON goes (default artifacts/bench, with --quick .cache/bench/quick)',
        userPath,
      ),
    )
    .action(main),
);

interface Given {
  quick?: true;
  rounds?: number;
  deep?: true;
  site?: true;
  note?: string;
  out?: string;
}

async function main(given: Given): Promise<void> {
  const quick = given.quick === true;
  const { rounds = quick ? 2 : 11, out = join(ROOT, quick ? '.cache/bench/quick' : 'artifacts/bench') } = given;
  const say = (text: string) => console.error(`bench: ${text}`);
  const params = readParams();
  const machine = await describeMachine();
  if (given.site) {
    const { launch } = await import('./chromium.ts');
    const browser = await launch();
    const record = { format: FORMAT, note: given.note ?? null, machine: { ...machine, pinned: false } };
    const before = load();
    const folder = pathsOf(quick ? 'quick' : 'paper').report;
    const scratch = join(ROOT, '.cache/bench/site');
    try {
      const visits = quick ? 1 : (given.rounds ?? 3);
      const pages = await measureSite(browser, { folder, scratch, rounds: visits, say });
      console.log(describeSite(pages));
      const settings = { quick, rounds: visits, browser: browser.version(), throttling: THROTTLING };
      writeJson(join(out, 'site.json'), { ...record, load: { before, after: load() }, settings, pages });
    } finally {
      await browser.close();
    }
    return;
  }
  if (given.deep) {
    const own = { ...machine, pinned: false };
    const record = { format: FORMAT, note: given.note ?? null, machine: own, load: { before: load(), after: 0 } };
    const steps = await measureDeepSteps(params, quick ? [3, 6] : [10, 25, 50, 100, 200], quick ? 20 : 2000);
    const training = await measureDeepTraining(quick ? 'smoke' : 'paper', say);
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
  const cores = await coresToPin();
  const core = cores[0] ?? null;
  const roster = await buildRoster(quick ? installedPeers() : await setUpPeers(say));
  const record = {
    format: FORMAT,
    note: given.note ?? null,
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
    say,
  });
  console.log(describeBenchmark(result, machine));

  const kernel = roster.peers.find(({ id }) => id === REFERENCE)!;
  say('two workers');
  const tried = quick ? [QUICK_WORKLOADS[0]] : [WORKLOADS[1], WORKLOADS[2]];
  const workers = [];
  for (const workload of tried) {
    workers.push(await measureWorkers(kernel, workload, cores, quick ? 2 : rounds, quick ? 20 : 500));
  }
  console.log(describeWorkers(workers));
  record.load.after = load();
  writeJson(join(out, 'bench.json'), { ...record, ...result, workers });

  say('scaling');
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
    throw new UserError(`These do not compute what the kernel computes and were not timed: ${differing.join(', ')}.`);
  }
}
