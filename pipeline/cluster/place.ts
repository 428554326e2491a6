import type { Item } from '../../src/artifact/cluster.ts';
import { UserError } from '../../src/artifact/error.ts';
import { openDisplay } from '../driver/display.ts';
import { RESULTS_VARIABLE } from '../executor/measurement.ts';
import { follow } from './follow.ts';
import type { Scheduler } from './scheduler.ts';
import { type Given, readSettings } from './settings.ts';
import { slurm } from './slurm.ts';
import { packItems } from './submit.ts';
import { describePacked } from './text.ts';

/** Where what a run trains is trained. Another batch system is one more `Scheduler` in this list. */
const SCHEDULERS: readonly Scheduler[] = [slurm];

export const PLACES: readonly string[] = ['local', ...SCHEDULERS.map(({ name }) => name)];

/** Finds what the stages of a run will ask for and the store lacks. */
type Missing = () => Promise<readonly Item[]>;

/** Makes what the stages of a run will ask for, before they run. */
export interface Place {
  /** What making it would take; null where the stages make it themselves. */
  describe(missing: Missing): Promise<string | null>;
  /** Resolves to whether the stages can run: everything is in the store, or they make it themselves. */
  make(missing: Missing, store: string, at: { detach: boolean; signal: AbortSignal }): Promise<boolean>;
}

/** This machine: the stages train in worker threads of their own. */
const local: Place = { describe: async () => null, make: async () => true };

/**
 * The place of a name.
 * @throws UserError where cluster.yaml or an option cannot be.
 */
export function placeOf(name: string, given: Given): Place {
  const scheduler = SCHEDULERS.find((one) => one.name === name);
  return scheduler ? onCluster(scheduler, given) : local;
}

export function schedulers(): readonly Scheduler[] {
  return SCHEDULERS;
}

function onCluster(scheduler: Scheduler, given: Given): Place {
  const settings = readSettings(scheduler, given);
  return {
    async describe(missing) {
      return describePacked(await packItems(scheduler, settings, await missing()), settings);
    },
    async make(missing, store, { detach, signal }) {
      process.env[RESULTS_VARIABLE] = '1';
      const items = await missing();
      if (items.length === 0) return true;
      const { name } = scheduler;
      const display = openDisplay([name]);
      display.begin(name);
      const notes: string[] = [];
      const onProgress = (done: number, total: number, label: string) =>
        display.progress(name, { stage: name, done, total, label });
      const say = (text: string) => {
        // Bars on a terminal say nothing else until they end.
        notes.push(text);
        display.say(name, text);
      };
      try {
        await follow({ scheduler, settings, items, store, detach, signal, onProgress, say });
        if (!detach) display.end(name, true);
      } catch (error) {
        if (!signal.aborted) throw error;
        throw new UserError(
          "Stopped following. The cluster works on; the same command follows it again, 'npm run jobs' tells where it stands, 'npm run jobs -- --cancel' cancels it.",
          { cause: error },
        );
      } finally {
        await display.close();
        if (process.stdout.isTTY) for (const note of notes) console.log(note);
      }
      if (detach)
        console.log(
          "What has to be trained is submitted. 'npm run jobs' tells where it stands; the same command without --detach goes on.",
        );
      return !detach;
    },
  };
}
