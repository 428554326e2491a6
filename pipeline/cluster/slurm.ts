import { userInfo } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../src/artifact/error.ts';
import { runProgram } from '../../src/system/program.ts';
import { ROOT } from '../driver/paths.ts';
import { sbatchOptions } from './sbatchOptions.ts';
import type { ArrayOfTasks, QueuedTask, Scheduler } from './scheduler.ts';

/** Slurm's default where its configuration says nothing. */
const LARGEST_ARRAY = 1001;
/** Seconds that a command of Slurm gets, which itself tries for a while to reach its controller. */
const PATIENCE = 60;
/** Seconds before its limit of time at which a task is told to keep what it has done. */
const WARNING = 60;
/** States of a task that has not ended. */
const RUNNING = /^(RUNNING|COMPLETING|CONFIGURING|STAGE_OUT|SIGNALING|STOPPED|SUSPENDED)$/;

/** Reasons for which Slurm keeps a task that it never starts by itself; what a person holds, JobHeldUser and JobHeldAdmin, is left to that person. */
const HELD_BACK = /^(launch failed requeued held|JobHoldMaxRequeue|DependencyNeverSatisfied)$/;

/** Slurm, by its commands on the PATH. */
export const slurm: Scheduler = {
  name: 'slurm',

  async largestArray() {
    // Where there is no Slurm, as on the user's own machine, a plan can be looked at all the same.
    const { stdout } = await run('scontrol', ['show', 'config']).catch(() => ({ stdout: '' }));
    const stated = /^MaxArraySize\s*=\s*(\d+)/m.exec(stdout ?? '')?.[1];
    // Places in an array run from 0 to one less than this.
    return stated === undefined ? LARGEST_ARRAY : Math.max(1, Number(stated));
  },

  async submit({ name, count, atOnce, after, cores, minutes, logs, script, options }: ArrayOfTasks) {
    const args = [
      '--parsable',
      `--job-name=${name}`,
      `--array=0-${count - 1}%${atOnce}`,
      `--chdir=${ROOT}`,
      `--output=${join(plain(logs), '%A_%a.log')}`,
      '--open-mode=append',
      // A list, however short, keeps everything else of this environment from the task, and no login shell is started there.
      '--export=HOME',
      '--nodes=1',
      '--ntasks=1',
      `--cpus-per-task=${cores}`,
      `--time=${minutes}`,
      '--requeue',
      `--signal=B:TERM@${WARNING}`,
      ...(after.length === 0 ? [] : [`--dependency=afterany:${after.join(':')}`]),
      ...options,
    ];
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's variable
    const ended = await run('sbatch', args, script('${SLURM_ARRAY_TASK_ID}'));
    if (ended.timedOut) return null;
    if (ended.failed) throw refused('sbatch', ended);
    // 'number' or 'number;cluster', after what the site may have to say.
    return /^(\d+)(;\S*)?$/m.exec(ended.stdout)?.[1] ?? null;
  },

  async queue() {
    const ended = await run('squeue', [`--user=${userInfo().uid}`, '--noheader', '--array', '--format=%j %K %i %T %r']);
    if (ended.failed) return null;
    return ended.stdout.split('\n').flatMap((line): QueuedTask[] => {
      const [, name, place, id, state, reason] = /^(\S+) (\d+) (\S+) (\S+) (.*)$/.exec(line.trim()) ?? [];
      if (name === undefined) return [];
      const heldBack = HELD_BACK.test(reason);
      return [{ name, place: Number(place), id, running: RUNNING.test(state), reason, heldBack }];
    });
  },

  async cancel(ids) {
    // A command line has an end.
    for (let first = 0; first < ids.length; first += 500) {
      const ended = await run('scancel', ids.slice(first, first + 500));
      if (ended.failed) throw refused('scancel', ended);
    }
  },

  log: (logs, id) => join(logs, `${id}.log`),

  options: sbatchOptions,
};

/** A path in an option of sbatch in which '%' would begin a pattern. */
function plain(path: string): string {
  return path.replaceAll('%', '%%');
}

/** @throws UserError where Slurm is not on the PATH. */
async function run(program: string, args: readonly string[], input?: string) {
  const ended = await runProgram(program, args, {
    cwd: ROOT,
    reject: false,
    timeout: 1000 * PATIENCE,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
  });
  if (ended.code === 'ENOENT' || ended.code === 'EACCES') {
    throw new UserError(
      `${program} does not start: Slurm is not on the PATH here. Run this on a login node of the cluster ('module load slurm' on some), or without --on slurm. (${ended.shortMessage})`,
      { cause: ended },
    );
  }
  return ended;
}

function refused(program: string, ended: { stdout?: string; stderr?: string; shortMessage?: string }): UserError {
  const words = (ended.stderr || ended.stdout || ended.shortMessage || '').trim();
  return new UserError(
    `${program} refused: ${words}\nGive what the site asks for in --sbatch "--partition=NAME --account=NAME", or in cluster.yaml.`,
    { cause: ended },
  );
}
