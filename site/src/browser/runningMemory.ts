import * as z from 'zod/mini';
import { parseFormat } from '../../../src/artifact/format.ts';
import { mean } from '../../../src/artifact/moments.ts';
import { symbols } from '../report/symbols.ts';
import { drawChart, wholeTicks } from './lab/chart.ts';
import type { Intervention, Timescales } from './lab/messages.ts';
import { pairsOf } from './lab/pair.ts';
import { KEPT } from './lab/running.ts';
import { describeFailure, latest, part } from './lab/setting.ts';
import { accuracyChart, HEIGHT, linesOf, RunningPair } from './runningPair.ts';

/** Lags that are drawn. */
const LAGS = 12;
/** What activity is measured on. */
const protocolSchema = z.object({
  steps: z.number(),
  burnIn: z.number(),
  trials: z.number(),
  maxLag: z.number(),
  tauMax: z.number(),
  fits: z.optional(z.enum(['all', 'above-one'])),
  seed: z.number(),
});
const COLOURS = ['var(--modular)', 'var(--non-modular)'];

/** Runs a pair without its slow neurons or one kind of its weights: which tasks survive, and how long activity stays correlated. */
export async function runMemory(place: HTMLElement): Promise<void> {
  const root = { root: place };
  const protocol = parseFormat(protocolSchema, place.dataset.runningMemory ?? '', 'The setting of this section');
  const pair = await RunningPair.at(place);
  const [{ name }] = pairsOf(pair.index);
  const choices = [...place.querySelectorAll<HTMLInputElement>('[data-disabled]')];
  const slider = part<HTMLInputElement>(root, 'module');
  const status = part(root, 'read');
  const accuracy = part(root, 'accuracy');
  const correlation = part(root, 'correlation');

  const settle = latest(
    async () => {
      const chosen = choices.find(({ checked }) => checked);
      const disabled = (chosen?.value || undefined) as Intervention['disabled'];
      const N = slider.valueAsNumber;
      await pair.answer(name, { epsilons: { recurrent: 0, feedforward: 0, tau: 0 }, lesions: [], disabled });
      const [modular, core] = await Promise.all(
        pair.running.shown.map(({ architecture, tasks }) => {
          const live = pair.running.of(architecture)?.live;
          if (!live) throw new RangeError(`the ${architecture} network is not open`);
          return live.timescales(architecture === 'modular' ? N : (tasks.at(-1) ?? N), protocol);
        }),
      );
      accuracy.innerHTML = accuracyChart(linesOf(pair.running.shown), accuracy.clientWidth);
      correlation.innerHTML = correlationChart([modular, core], correlation.clientWidth);
      const solved = `Right more than ${Math.round(100 * pair.index.perturbation.solvedAbove)}% of the last ${KEPT} bits: ${pair.held}.`;
      const lasts = `Mean effective timescale: ${steps(modular)} in the module for N = ${N}, ${steps(core)} in the non-modular network.`;
      status.innerHTML = symbols(`${chosen?.dataset.words}. ${solved} ${lasts}`);
      place.dataset.shown = `${chosen?.value || 'intact'} ${N}`;
    },
    (error) => {
      status.textContent = describeFailure(error);
    },
  );
  const label = () => {
    part(root, 'shown').textContent = slider.value;
    slider.setAttribute('aria-valuetext', `N = ${slider.value}`);
  };
  slider.addEventListener('input', () => {
    label();
    settle();
  });
  for (const choice of choices) choice.addEventListener('change', settle);
  label();
  settle();
}

function steps({ effective, trained }: Timescales): string {
  const fitted = effective.filter((tau) => tau !== null);
  const found = fitted.length === 0 ? 'none that could be fitted' : `${mean(fitted).toFixed(1)} steps`;
  return `${found} (mean τ ${mean(trained).toFixed(1)})`;
}

/** Autocorrelation of activity, and what of it the leak of the neurons alone would give. */
function correlationChart(networks: readonly Timescales[], width: number): string {
  const lags = Array.from({ length: LAGS + 1 }, (_, lag) => lag);
  const lines = networks.flatMap(({ correlation, trained }, i) => [
    {
      points: lags.map((lag) => [lag, mean(trained.map((tau) => (1 - 1 / tau) ** lag))] as const),
      colour: COLOURS[i],
      dash: '1 4',
      width: 1.6,
    },
    {
      points: lags.map((lag) => [lag, correlation[lag] ?? Number.NaN] as const),
      colour: COLOURS[i],
      width: 2.2,
    },
  ]);
  const low = Math.min(0, ...lines.flatMap(({ points }) => points.map(([, y]) => (Number.isNaN(y) ? 0 : y))));
  return drawChart({
    width,
    height: HEIGHT,
    name: `Autocorrelation of activity, mean over neurons, at lags 0 to ${LAGS}.`,
    x: { label: 'lag, steps', domain: [0, LAGS], ticks: wholeTicks([0, LAGS], 8) },
    y: { label: 'correlation', domain: [Math.floor(5 * low) / 5, 1], ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] },
    level: { y: 0, label: '' },
    lines,
  });
}
