import * as z from 'zod/mini';
import { parseFormat } from '../../../src/artifact/format.ts';
import { mean } from '../../../src/artifact/moments.ts';
import { symbols } from '../report/symbols.ts';
import { openLab } from './lab/client.ts';
import { estimateWords, growSeconds, type Schedule } from './lab/duration.ts';
import type { Trained, TrainingProgress } from './lab/messages.ts';
import { part } from './lab/setting.ts';
import { trainOnClick, type Work } from './lab/trainButton.ts';
import { costCharts, costOf, pricedSchema } from './runningCostCharts.ts';

/** The networks of the pair. */
const settingSchema = z.array(pricedSchema);

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
  const work = (): Work<Trained> => {
    const N = slider.valueAsNumber;
    const heads: (readonly number[])[] = networks.map(() => []);
    place.dataset.trained = '';
    const jobs = networks.map(({ id }, i) =>
      lab.grow({ network: id, N, condition: 'trained', epochs: 1 }, ({ row }: TrainingProgress) => {
        if (row) heads[i] = row.accuracies;
      }),
    );
    return {
      jobs,
      finish: (results) => {
        place.dataset.trained = String(N);
        return symbols(
          describe(
            N,
            schedules,
            results.map((trained, i) => ({ trained, accuracies: heads[i] })),
          ),
        );
      },
    };
  };

  const stop = trainOnClick(place, part<HTMLButtonElement>(root, 'epoch'), work);
  slider.addEventListener('input', () => {
    stop();
    show();
  });
  show();
}

/** What an epoch changed, and what both networks then answer. */
function describe(N: number, networks: readonly Schedule[], results: readonly Result[]): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const sentences = results.map(({ trained: { parameters }, accuracies }, i) => {
    const earlier = accuracies.slice(0, -1);
    const kept = earlier.length > 0 ? `, ${percent(mean([...earlier]))} on average on the tasks before` : '';
    return `The ${networks[i].architecture} network changed ${parameters.changed} of its ${parameters.all} parameters; it is right ${percent(accuracies.at(-1) ?? 0)} of the time on N = ${N}${kept}.`;
  });
  return `After one epoch on N = ${N}. ${sentences.join(' ')}`;
}
