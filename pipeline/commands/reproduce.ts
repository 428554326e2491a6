import { Option } from 'commander';
import type { Item } from '../../src/artifact/cluster.ts';
import { UserError, usage } from '../../src/artifact/error.ts';
import { runNamed } from '../../src/artifact/protocols.ts';
import { type StudyParams, stageNames } from '../../src/artifact/study.ts';
import { exitCodeOf, onEnd } from '../../src/system/ending.mjs';
import { headOf, isCheckout } from '../../src/system/git.ts';
import { type Goal, neededItems } from '../cluster/needs.ts';
import { PLACES, type Place, placeOf } from '../cluster/place.ts';
import { commandLine, oneOf, option, protocolOption, runCommand, wholeNumber } from '../driver/commandLine.ts';
import { duration, openDisplay } from '../driver/display.ts';
import { checkDeclaration } from '../driver/dvc.ts';
import { pathsOf, ROOT } from '../driver/paths.ts';
import { edited, plan, type RunReason } from '../driver/plan.ts';
import { keepDelivered, recordedEngine, recordRun, restoreLock } from '../driver/record.ts';
import { pullNetworks } from '../driver/remote.ts';
import { runStages } from '../driver/run.ts';
import { clearAbandonedLocks, markRunning, type RunMark } from '../driver/running.ts';
import { paramsOf, readParams, runIdOf } from '../driver/stage.ts';
import { closingText } from '../driver/summary.ts';
import { changesOf } from '../driver/unchanged.ts';
import { outline } from '../outline.ts';
import { finishedIn } from '../store/finished.ts';

const STAGES: readonly string[] = stageNames(outline);

await runCommand(
  commandLine('npm run reproduce --', 'Makes every figure, claim and page of the report from nothing.')
    .addOption(option('--profile <NAME>', 'a profile of params.yaml: smoke, quick or paper').default('quick'))
    .addOption(protocolOption())
    .addOption(option('--only <STAGE>', `one stage alone: ${STAGES.join(', ')}`, oneOf('stage', STAGES)))
    .addOption(
      option(
        '--engine <NAME>',
        `${outline.engines.join(' or ')}: what trains and evaluates (default: as recorded, else simd)`,
        oneOf('engine', outline.engines),
      ),
    )
    .addOption(
      option(
        '--workers <N>',
        'networks at a time (default: one a core); never changes what is made',
        wholeNumber(1, 1024),
      ),
    )
    .addOption(
      option('--on <PLACE>', `where networks are trained: ${PLACES.join(' or ')}`, oneOf('place', PLACES)).default(
        PLACES[0],
      ),
    )
    // Its value begins with dashes of its own.
    .addOption(
      new Option('--sbatch <OPTIONS>', 'of every task on Slurm: "--partition=cpu --account=x" (also: cluster.yaml)'),
    )
    .addOption(option('--tasks-at-once <N>', 'tasks on a cluster that run at once (default 50)', wholeNumber(1, 1e6)))
    .addOption(option('--task-minutes <N>', 'minutes that a task takes at least (default 30)', wholeNumber(0, 10_080)))
    .option('--detach', 'on a cluster: submit and end; the same command without it goes on')
    .option('--dry-run', 'say what would run and why, and run nothing')
    .option('--no-pull', 'train every network here, even where a DVC remote has it')
    .option('--force', 'run every stage even where nothing changed')
    .action(main),
);

interface Given {
  profile: string;
  protocol?: string;
  only?: string;
  engine?: string;
  workers?: number;
  on: string;
  sbatch?: string;
  tasksAtOnce?: number;
  taskMinutes?: number;
  detach?: true;
  dryRun?: true;
  pull: boolean;
  force?: true;
}

async function main({ only, workers, on, detach, dryRun, pull, force, ...given }: Given): Promise<void> {
  const started = performance.now();
  const profile = runIdOf(outline, given);
  const params = paramsOf(outline, profile);
  const place = placeOf(on, given);
  const clustered = given.sbatch ?? given.tasksAtOnce ?? given.taskMinutes ?? detach;
  if (on === PLACES[0] && clustered !== undefined)
    throw usage('--sbatch, --tasks-at-once, --task-minutes and --detach are for a cluster: add --on slurm.');
  const recorded = recordedEngine(profile);
  const engine = given.engine ?? recorded ?? outline.engines[0];
  if (!isCheckout(ROOT) && keepDelivered())
    console.log(
      'This folder is no git checkout: DVC works without git, and results are compared with the dvc.lock that came here.',
    );
  // A git that refuses is found out now, not when the end of the run compares with it; a damaged dvc.yaml by its line, not by DVC's parser.
  await headOf(ROOT);
  checkDeclaration();

  if (dryRun) {
    const changes = recorded === engine ? await changesOf(outline, profile) : new Map();
    const reasons =
      recorded === engine
        ? plan(outline, profile, changes, Boolean(force))
        : STAGES.map(
            (stage): RunReason => ({
              stage,
              kind: 'changed',
              text: `profile ${profile} has not run on engine ${engine} yet`,
            }),
          );
    const planned = reasons.filter(({ stage }) => !only || stage === only);
    tellPlan(planned);
    const goal = { params, profile, engine, stages: planned.map(({ stage }) => stage) };
    const text = await place.describe(() => missingItems(goal));
    if (text !== null) console.log(text);
    return;
  }

  const mark = await markRunning(profile, console.log);
  try {
    const how = { place, detach: Boolean(detach), force: Boolean(force), pull, mark, started };
    await reproduce({ params, profile, engine, recorded, only, workers, ...how });
  } finally {
    mark.release();
  }
}

interface Request {
  params: StudyParams;
  place: Place;
  detach: boolean;
  profile: string;
  engine: string;
  recorded: string | null;
  only: string | undefined;
  workers: number | undefined;
  force: boolean;
  pull: boolean;
  mark: RunMark;
  started: number;
}

async function reproduce(request: Request): Promise<void> {
  const { place, detach, profile, engine, recorded, only, workers, force, pull, mark, started } = request;
  if (recorded !== engine) {
    recordRun(runNamed(readParams(outline), profile), engine);
    console.log(
      recorded === null
        ? `Profile ${profile} gets its stages in DVC (artifacts/profiles.yaml).`
        : `Profile ${profile} is made by engine ${engine} from now on, not ${recorded} (artifacts/profiles.yaml).`,
    );
  }
  if (mark.interrupted) {
    console.log('The last run was stopped before its end; this one goes on from what it finished.');
    if (restoreLock())
      console.log('dvc.lock was cut off when that run was killed: it is put back as the last finished stage left it.');
  }
  await clearAbandonedLocks();
  const changes = await changesOf(outline, profile);
  for (const { stage, what, how } of edited(profile, changes)) {
    const then =
      !only || only === stage
        ? 'the stage makes it again.'
        : `--only ${only} takes it as it stands. Without --only the stage makes it again.`;
    console.log(`${what} was ${how} since stage ${stage} made it; ${then}`);
  }
  const reasons = plan(outline, profile, changes, force).filter(({ stage }) => !only || stage === only);
  if (reasons.length > 0) {
    const elsewhere = reasons.filter(({ kind }) => kind === 'elsewhere').length;
    if (elsewhere > 0)
      console.log(`${elsewhere} of ${STAGES.length} stages were made elsewhere so far; everything is made here now.`);
  }
  // What has to run, and everything after it, since DVC alone knows whether what a stage makes is what it made before.
  const first = reasons.length > 0 ? STAGES.indexOf(reasons[0].stage) : STAGES.length;
  const stages = only ? reasons.map(({ stage }) => stage) : STAGES.slice(first);
  const forced = new Set(
    reasons.filter(({ kind }) => kind === 'forced' || kind === 'elsewhere').map(({ stage }) => stage),
  );
  if (pull) await pullNetworks(outline, profile, stages, console.log);
  const items = () => missingItems({ params: request.params, profile, engine, stages });
  if (!(await untilStopped((signal) => place.make(items, pathsOf('').store, { detach, signal })))) return;
  const ran = stages.length > 0 ? await run({ profile, stages, forced, workers, mark }) : [];
  const took = performance.now() - started;
  if (only)
    console.log(
      ran.length > 0 ? `\nStage ${only} ran, ${duration(took)}.` : `\nStage ${only} is unchanged, ${duration(took)}.`,
    );
  else console.log(`\n${await closingText(outline, profile, took, ran.length)}`);
  // The next run then need not wait for DVC to find nothing changed.
  if (stages.length > 0 && !only) await changesOf(outline, profile);
}

/** What stages ask for and the store lacks. */
async function missingItems(goal: Goal): Promise<Item[]> {
  const { study } = await import('../study.ts');
  const isFinished = finishedIn(pathsOf('').store);
  return neededItems(study, goal).filter(({ key }) => !isFinished(key));
}

/** Does something that ends where this process is to end. */
async function untilStopped<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stopping = new AbortController();
  onEnd((signal) => stopping.abort(signal));
  try {
    return await work(stopping.signal);
  } catch (error) {
    // Nobody reads what would be said.
    if (stopping.signal.reason === 'SIGPIPE') process.exit(exitCodeOf('SIGPIPE'));
    throw error;
  } finally {
    onEnd((signal) => process.exit(exitCodeOf(signal)));
  }
}

function run(request: Omit<Parameters<typeof runStages>[0], 'study' | 'display' | 'signal'>): Promise<string[]> {
  return untilStopped(async (signal) => {
    try {
      return await runStages({ study: outline, ...request, display: openDisplay(request.stages), signal });
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new UserError('Stopped. What was finished is kept: the same command goes on from there.', { cause: error });
    }
  });
}

function tellPlan(reasons: readonly RunReason[]): void {
  if (reasons.length === 0) console.log('Nothing would run: everything is as params.yaml and the code make it.');
  for (const { stage, kind, text } of reasons) {
    console.log(`${stage.padEnd(11)} ${kind === 'upstream' ? 'would run ' : 'would run: '}${text}`);
  }
}
