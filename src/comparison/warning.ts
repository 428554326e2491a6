import { z } from 'zod';
import { runFlags } from '../artifact/run.ts';
import { nameSchema } from './name.ts';

/** What could not be compared as asked, or what a side left undone; said once, whatever it holds for. */
export const warningSchema = z.strictObject({
  text: z.string(),
  /** What it holds for, each in words; empty where the text says all. */
  cases: z.array(z.string()),
  /** The runs that have to be made again. */
  remake: z.array(nameSchema),
});
export type Warning = z.infer<typeof warningSchema>;

/** What a reader has to know before the results: what could not be compared, and what was not made again. */
export function notesOf({
  failures,
  warnings,
}: {
  failures: readonly string[];
  warnings: readonly Warning[];
}): Warning[] {
  if (failures.length === 0) return [...warnings];
  return [{ text: 'Not everything could be compared.', cases: [...failures], remake: [] }, ...warnings];
}

/** What makes results of runs again, a command each. */
export function remakingOf({ remake }: Warning): string[] {
  return remake.map((run) => `npm run reproduce -- ${runFlags(run)}`);
}

/** What is said of the commands of a warning. */
export const REMAKE = 'Make their results again, and commit them:';
