import * as z from 'zod/mini';
import { parseFormat } from '../../../src/artifact/format.ts';
import { mean } from '../../../src/artifact/moments.ts';
import { symbols } from '../report/symbols.ts';
import { type LabJob, openLab } from './lab/client.ts';
import { estimateWords, growSeconds, type Schedule } from './lab/duration.ts';
import type { Trained, TrainingProgress } from './lab/messages.ts';
import { describeFailure, part } from './lab/setting.ts';
import { costCharts, costOf, pricedSchema } from './runningCostCharts.ts';

/** The networks of the pair. */
const settingSchema = z.array(pricedSchema);
export type CostSetting = z.infer<typeof settingSchema>;

interface Result {
  trained: Trained;
  accuracies: readonly number[];
}

/** Shows what task N costs both networks, and trains both on it for an epoch to count what changes. */
export function runCost(place: HTMLElement): void {
  const root = { root: place };
  const networks = parseFormat(settingSchema, place.dataset.runningCost ?? '', 'The setting of this section');
  const schedules = networks.map(({ schedule }) => schedule);
  const slider = part<HTMLInputElement>(root, 'task');
  const start = part<HTMLButtonElement>(root, 'epoch');
  const cancel = part<HTMLButtonElement>(root, 'cancel');
  const status = part(root, 'read');
  const [parameters, multiplications] = ['parameters', 'multiplications'].map((name) => part(root, name));
  const lab = openLab({ kernel: place.dataset.kernel ?? '', archive: place.dataset.archive ?? '' });
  const last = Number(slider.max);

  const show = () => {
    const N = slider.valueAsNumber;
    const charts = costCharts(schedules, last, N, parameters.clientWidth);
    parameters.innerHTML = charts.parameters;
    multiplications.innerHTML = charts.multiplications;
    part(root, 'shown').textContent = String(N);
    slider.setAttribute('aria-valuetext', `N = ${N}`);
    part(root, 'estimate').textContent = estimateWords(Math.max(...schedules.map((one) => growSeconds(one, N))));
    const counts = schedules.map((one) => {
      const { all, trained, multiplications: count } = costOf(one, N);
      return `${one.architecture} ${trained} of ${all} parameters train, ${(count / 1e9).toFixed(1)} billion multiply-adds an epoch`;
    });
    status.innerHTML = symbols(`N = ${N}: ${counts.join('; ')}.`);
    place.dataset.shown = String(N);
  };
  const train = async () => {
    const N = slider.valueAsNumber;
    const heads: (readonly number[])[] = networks.map(() => []);
    const jobs: LabJob<Trained>[] = networks.map(({ id }, i) =>
      lab.grow({ network: id, N, condition: 'trained', epochs: 1 }, ({ row }: TrainingProgress) => {
        if (row) heads[i] = row.accuracies;
      }),
    );
    const stop = () => {
      for (const job of jobs) job.cancel();
    };
    cancel.hidden = false;
    cancel.addEventListener('click', stop, { once: true });
    slider.addEventListener('input', stop, { once: true });
    status.textContent = 'Training.';
    try {
      const results = await Promise.all(jobs.map((job) => job.done));
      const done = results.flatMap((trained, i) => (trained ? [{ trained, accuracies: heads[i] }] : []));
      if (slider.valueAsNumber === N) status.innerHTML = symbols(describe(N, schedules, done));
      place.dataset.trained = done.length === networks.length ? String(N) : '';
    } catch (error) {
      status.textContent = describeFailure(error);
    } finally {
      stop();
      slider.removeEventListener('input', stop);
      cancel.hidden = true;
    }
  };

  slider.addEventListener('input', show);
  start.addEventListener('click', () => {
    start.disabled = true;
    void train().finally(() => {
      start.disabled = false;
    });
  });
  show();
}

/** What an epoch changed, and what both networks then answer. */
function describe(N: number, networks: readonly Schedule[], results: readonly Result[]): string {
  if (results.length < networks.length) return 'Cancelled.';
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const sentences = results.map(({ trained: { parameters }, accuracies }, i) => {
    const earlier = accuracies.slice(0, -1);
    const kept = earlier.length > 0 ? `, ${percent(mean([...earlier]))} on average on the tasks before` : '';
    return `The ${networks[i].architecture} network changed ${parameters.changed} of its ${parameters.all} parameters; it is right ${percent(accuracies.at(-1) ?? 0)} of the time on N = ${N}${kept}.`;
  });
  return `After one epoch on N = ${N}. ${sentences.join(' ')}`;
}
