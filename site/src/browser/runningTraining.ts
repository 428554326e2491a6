import * as z from 'zod/mini';
import { parseFormat } from '../../../src/artifact/format.ts';
import { symbols } from '../report/symbols.ts';
import { openLab } from './lab/client.ts';
import type { RaceRequest, TrainingProgress } from './lab/messages.ts';
import { part } from './lab/setting.ts';
import { trainHere } from './lab/trainButton.ts';
import { curvesOf, type TrainingCurve } from './runningCurves.ts';

type Experiment = NonNullable<RaceRequest['experiment']>;

const curveSchema = z.object({ colour: z.string(), points: z.array(z.tuple([z.number(), z.number()])) });

/** What trains side by side: archived networks, as they were trained or under another condition. */
const settingSchema = z.object({
  epochs: z.number(),
  /** N solved of the networks as they were archived. */
  archived: z.array(curveSchema),
  ways: z.array(
    z.object({
      network: z.string(),
      words: z.string(),
      colour: z.string(),
      experiment: z.optional(z.custom<Experiment>((value) => value instanceof Object, 'expected an experiment')),
    }),
  ),
});
export type TrainingSetting = z.infer<typeof settingSchema>;

/** Trains the networks of a section side by side, each in its worker, and draws N solved as they train. */
export async function runTraining(place: HTMLElement): Promise<void> {
  const root = { root: place };
  const setting = place.dataset.runningTraining ?? '';
  const { epochs, archived, ways } = parseFormat(settingSchema, setting, 'The setting of this section');
  const curves = part(root, 'curves');
  const lab = openLab({ kernel: place.dataset.kernel ?? '', archive: place.dataset.archive ?? '' });
  const runners = ways.map(
    ({ words, colour }): TrainingCurve => ({ words, colour: `var(--${colour})`, points: [[0, 1]], same: [] }),
  );
  const draw = () => {
    curves.innerHTML = curvesOf(runners, archived, epochs, curves.clientWidth);
  };
  const onProgress = (runner: TrainingCurve) => (progress: TrainingProgress) => {
    if (!progress.row) return;
    runner.points.push([progress.epoch, progress.row.nSolved]);
    if (progress.solved) runner.same.push(progress.solved.same);
    draw();
  };
  const jobs = runners.map((runner, i) =>
    lab.race({ network: ways[i].network, epochs, experiment: ways[i].experiment }, onProgress(runner)),
  );
  draw();
  await trainHere(place, { jobs, finish: () => symbols(describe(runners, epochs)) });
}

/** Where each ended, and whether what was trained as in the archive has its bytes. */
function describe(runners: readonly TrainingCurve[], epochs: number): string {
  const ends = runners.map(({ words, points }) => `N = ${points.at(-1)?.[1]} (${words})`);
  const compared = runners.flatMap(({ same }) => same.filter((one) => one !== null));
  const different = compared.filter((one) => !one).length;
  const bytes =
    different === 0
      ? `All ${compared.length} solved tasks that the archive has too have the published bytes.`
      : `${different} of ${compared.length} solved tasks differ from the published bytes.`;
  return `After ${epochs} epochs, on one seed: ${ends.join(', ')}.${compared.length > 0 ? ` ${bytes}` : ''}`;
}
