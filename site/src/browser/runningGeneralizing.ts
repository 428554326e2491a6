import * as z from 'zod/mini';
import type { GeneralizeReading } from '../../../src/analysis/generalization.ts';
import { parseFormat } from '../../../src/artifact/format.ts';
import { symbols } from '../report/symbols.ts';
import { drawChart, wholeTicks } from './lab/chart.ts';
import { openLab } from './lab/client.ts';
import { estimateWords, generalizeSeconds, type Schedule } from './lab/duration.ts';
import { part } from './lab/setting.ts';
import { trainOnClick, type Work } from './lab/trainButton.ts';
import { pricedSchema } from './runningCostCharts.ts';

/** Pixels. */
const HEIGHT = 190;
const DOTS = { 'module/readout': 'full', 'module/all': 'ring', 'readout/readout': 'cross' } as const;

/** What trains on a harder task. */
const settingSchema = z.object({
  /** The task that both networks have just solved. */
  N: z.number(),
  epochs: z.number(),
  networks: z.array(pricedSchema),
});
export type GeneralizingSetting = z.infer<typeof settingSchema>;

/** What the page has measured. */
interface Measured {
  K: number;
  reading: GeneralizeReading;
  /** Of both networks, the modular one first. */
  accuracies: readonly number[];
}

/** Trains a pair on N + K, by the reader's choice of what trains, and draws every accuracy that was measured. */
export function runGeneralizing(place: HTMLElement): void {
  const root = { root: place };
  const setting = place.dataset.runningGeneralizing ?? '';
  const { N, epochs, networks } = parseFormat(settingSchema, setting, 'The setting of this section');
  const slider = part<HTMLInputElement>(root, 'distance');
  const choices = [...place.querySelectorAll<HTMLInputElement>('[data-trains]')];
  const start = part<HTMLButtonElement>(root, 'harder');
  const chart = part(root, 'accuracies');
  const lab = openLab({ kernel: place.dataset.kernel ?? '', archive: place.dataset.archive ?? '' });
  const measured: Measured[] = [];
  const schedules = networks.map(({ schedule }) => schedule);

  const label = () => {
    const K = slider.valueAsNumber;
    part(root, 'shown').textContent = String(K);
    slider.setAttribute('aria-valuetext', `K = ${K}, task ${N + K}`);
    start.textContent = `Train both on N = ${N + K}`;
    part(root, 'estimate').textContent = estimateWords(generalizeSeconds(schedules, N + K, epochs));
  };
  const draw = () => {
    chart.innerHTML = accuraciesChart(measured, schedules, Number(slider.max), chart.clientWidth);
  };
  const work = (): Work<number> => {
    const K = slider.valueAsNumber;
    const reading = (choices.find(({ checked }) => checked) ?? choices[0]).value as GeneralizeReading;
    return {
      jobs: networks.map(({ id }) => lab.generalize({ network: id, N, K, reading, epochs })),
      finish: (accuracies) => {
        measured.push({ K, reading, accuracies });
        draw();
        place.dataset.measured = `${K} ${reading}`;
        const words = accuracies.map(
          (accuracy, i) =>
            `the ${schedules[i].architecture} network is right ${(100 * accuracy).toFixed(1)}% of the time`,
        );
        return symbols(`After ${epochs} epochs on N = ${N + K}, ${words.join(', ')}; chance is 50%.`);
      },
    };
  };

  slider.addEventListener('input', label);
  trainOnClick(place, start, work);
  label();
  draw();
  place.dataset.ready = '';
}

/** Accuracy on N + K by K: a dot, ring or cross for each choice of what trains. */
export function accuraciesChart(
  measured: readonly Measured[],
  networks: readonly Schedule[],
  last: number,
  width: number,
): string {
  return drawChart({
    width,
    height: HEIGHT,
    name: `Accuracy on N + K, measured in the page at ${measured.length} choices.`,
    x: { label: 'K', domain: [0.5, last + 0.5], ticks: wholeTicks([1, last], 10) },
    y: { label: 'accuracy', domain: [0.45, 1], ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1] },
    level: { y: 0.5, label: 'chance' },
    lines: measured.flatMap(({ K, reading, accuracies }) =>
      accuracies.map((accuracy, i) => ({
        points: [[K, Math.max(0.45, accuracy)] as const],
        colour: `var(--${networks[i].architecture})`,
        dots: DOTS[reading],
        width: 4,
      })),
    ),
  });
}
