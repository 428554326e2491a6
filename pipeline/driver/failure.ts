import { UserError } from '../../src/artifact/error.ts';
import { lastLines, signalOf, signalText } from '../../src/artifact/signal.ts';
import type { StageName } from '../../src/study/stages.ts';

/** What DVC itself prints around a stage's own output. */
export const CHATTER =
  /^(> |Updating lock file|Generating lock file|Use `dvc push`|To track the changes|To enable auto staging|\s*dvc config |\s*git add |ERROR: failed to reproduce)/;

/** What DVC prints where another DVC is at work in the same checkout. */
export const BUSY = /unable to acquire lock|is busy, it is being blocked/i;

/** How a run of stages through DVC failed. */
export interface Failure {
  /** Null where DVC came to none. */
  stage: StageName | null;
  /** The last lines that DVC and the stage printed. */
  tail: readonly string[];
  /** The signal that ended DVC itself. */
  killed: string | null;
  /** What the stage told last of its progress: 'modular-05-seed-0, N = 4'. */
  doing: string;
  /** The file of the whole output, relative to the checkout. */
  log: string;
}

/** What is said of it: the stage, the likely cause, what to do. */
export function failure({ stage, tail, killed, doing, log }: Failure): UserError {
  const own = tail.filter((line) => !CHATTER.test(line));
  const signal = signalIn(tail);
  const last = lastLines(own);
  const reason = killed
    ? `DVC ${signalText(killed)}`
    : signal
      ? `its process${doing === '' ? '' : `, at ${doing},`} ${signalText(signal)}${last === '' ? '' : `\n${last}`}`
      : stage && own.length > 0
        ? last
        : explainDvc(tail.join('\n'));
  const head = stage ? `Stage ${stage} failed:` : 'DVC could not run the stages:';
  const advice = 'What was finished is kept: after curing the cause, `npm run reproduce` goes on from there.';
  return new UserError(`${head}\n${reason.replaceAll(/^/gm, '  ')}\n${advice} The whole output: ${log}`);
}

/** The signal that ended a stage's process, from DVC's 'failed to run: ..., exited with -6'. */
function signalIn(tail: readonly string[]): string | null {
  const code = tail.map((line) => /failed to run: .*, exited with (-?\d+)/.exec(line)?.[1]).find(Boolean);
  return code === undefined ? null : signalOf(Number(code));
}

/** What went wrong in DVC, likely cause first, from what it printed. */
export function explainDvc(output: string): string {
  const last = output.trim().split('\n').slice(-6).join('\n');
  if (BUSY.test(output) || /rwlock/i.test(output)) {
    return `Another DVC is at work in this checkout: wait until it is done, then run the same command again.\n${last}`;
  }
  if (/missing data 'source'|does not exist|missing dep|No such file/i.test(output)) {
    return `Something that the stage reads is missing: restore it from git, or run without --only so that the stages before make it.\n${last}`;
  }
  if (/not a git repository|No DVC|not inside of a DVC/i.test(output)) {
    return `DVC needs the project as a git checkout: clone it with git and run the same command there.\n${last}`;
  }
  if (/No space left on device|ENOSPC|disk is full/i.test(output)) {
    return `The disk is full: free some space and run the same command again; what was finished is kept.\n${last}`;
  }
  if (/bad interpreter|ENOENT/.test(output)) return `DVC is not installed: run 'npm run setup'.\n${last}`;
  return last;
}
