import { UserError } from '../../src/artifact/error.ts';
import { lastLines, signalOf, signalText } from '../../src/system/signal.mjs';
import { explainDvc } from './dvcErrors.ts';

/** What DVC itself prints around a stage's own output. */
export const CHATTER =
  /^(> |Updating lock file|Generating lock file|Use `dvc push`|To track the changes|To enable auto staging|\s*dvc config |\s*git add |ERROR: failed to reproduce)/;

/** How a run of stages through DVC failed. */
export interface Failure {
  /** Null where DVC came to none. */
  stage: string | null;
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
  const telling = tail.filter((line) => !CHATTER.test(line));
  const signal = signalIn(tail);
  const last = lastLines(telling);
  const reason = killed
    ? `DVC ${signalText(killed)}`
    : signal
      ? `its process${doing === '' ? '' : `, at ${doing},`} ${signalText(signal)}${last === '' ? '' : `\n${last}`}`
      : stage && telling.length > 0
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
