import { fs } from 'zx';
import { UserError } from '../../src/artifact/error.ts';
import { listFiles, writeJson } from '../../src/artifact/file.ts';
import { claims } from '../../src/claims/index.ts';
import { matrixOf } from '../../src/claims/matrix.ts';
import { type StageName, stageOf } from '../../src/study/stages.ts';
import { runProgram } from '../../src/system/program.ts';
import { endText } from '../../src/system/signal.mjs';
import { pathsOf, ROOT } from '../driver/paths.ts';
import { PROGRESS_VARIABLE, type Progress, readProgress, share } from '../driver/progress.ts';
import { scriptOf } from '../driver/stages.ts';
import { runStage, type Stage } from '../outline.ts';
import { columnsOf, judgementsIn } from '../readings/columns.ts';
import { type Piece, type Planned, piecesOf, plannedReadings } from '../readings/plan.ts';

// Stage `readings`: the stages once more under the protocol and every reading that the profile runs, at a smaller scale, each step by
// the script of its own stage; then the matrix claims x readings. Networks that a reading does not change come from the store.
await runStage('readings', async (stage) => {
  const planned = plannedReadings(stage);
  forget(stage, planned);
  // A profile that runs no reading has the folder too: it is an output of the stage.
  fs.ensureDirSync(pathsOf(stage.profile).networks('readings'));
  const pieces = piecesOf(stage, planned);
  const progress = stage.progress(pieces.reduce((sum, { cost }) => sum + cost, 0));
  let done = 0;
  for (const piece of pieces) {
    await run(stage, piece, progress, done);
    done += piece.cost;
  }
  progress.done();
  const head = { profile: stage.profile, scale: scaleOf(stage) };
  const matrix = matrixOf(head, claims, judgementsIn(stage.paths), columnsOf(stage, planned));
  writeJson(stage.paths.matrix, matrix);
  const decided = matrix.claims.filter(({ decisions }) => decisions.length > 0);
  stage.log(`${planned.length - 1} readings: they change the verdict of ${decided.length} of ${claims.length} claims.`);
});

/**
 * Removes readings that the profile runs no more, and of the others what their steps do not make: the claims of a reading are judged on all
 * tables in its folder.
 */
function forget({ profile }: Stage, planned: readonly Planned[]): void {
  const { artifacts } = pathsOf(profile);
  for (const folder of ['readings', 'networks/readings']) {
    const place = `${artifacts}/${folder}`;
    const found = new Set(listFiles(place).map((file) => file.split('/')[0]));
    for (const name of found) if (!planned.some((one) => one.name === name)) fs.removeSync(`${place}/${name}`);
  }
  for (const { name, steps } of planned) {
    const place = `${artifacts}/readings/${name}`;
    const made = new Set([...steps, 'claims' as const].flatMap(filesOf));
    for (const file of listFiles(place)) if (!made.has(file)) fs.removeSync(`${place}/${file}`);
  }
}

/** What a step writes under the folder of its reading. */
function filesOf(step: StageName): string[] {
  const { trains, tables, files = [] } = stageOf(step);
  return [...(trains ? [`hashes/${step}.json`] : []), ...tables.map(({ path }) => path), ...files];
}

/**
 * Runs one script under one reading as a process of its own, which ends with this one.
 * @throws UserError with the end of its output where it fails.
 */
async function run(stage: Stage, { name, step, cost }: Piece, progress: Progress, before: number): Promise<void> {
  const { profile, engine, workers } = stage;
  const flags = ['--profile', profile, '--engine', engine, '--workers', String(workers), '--reading', name];
  progress.update(before, `${name}, ${step}`);
  const running = runProgram(process.execPath, [scriptOf(step), ...flags], {
    cwd: ROOT,
    env: { [PROGRESS_VARIABLE]: '1' },
    all: true,
    buffer: false,
    reject: false,
    stdin: 'ignore',
  });
  const tail: string[] = [];
  for await (const line of running.iterable({ from: 'all' })) {
    const told = readProgress(line);
    if (told) progress.update(before + share(told) * cost, `${name}, ${step}, ${told.label}`);
    else tail.push(line);
  }
  const ended = await running;
  if (ended.exitCode === 0) {
    for (const line of tail) stage.log(`${name}, ${step}: ${line}`);
    return;
  }
  throw new UserError(`Step ${step} of reading ${name} failed: ${endText({ ...ended, all: tail.join('\n') })}`, {
    cause: ended,
  });
}

function scaleOf({ settings }: Stage): Record<string, unknown> {
  const { run: _, ...scale } = settings.readings;
  return scale;
}
