import type { Epsilons } from './address.ts';
import { drawChart, wholeTicks } from './chart.ts';
import { nearest } from './fit.ts';
import { formatLesion, nameLesion } from './lesion.ts';
import type { Estimate, LabRecord, Target } from './messages.ts';
import type { PairIntervention } from './running.ts';
import { part, type Setting, stateOf } from './setting.ts';

/** The accuracy of every head on one draw of the protocol, modular first. */
export type Estimates = readonly (Estimate | null)[];

/** Sliders for noise, the list of lesions, and the accuracy by task under them. */
export function interventionControls(setting: Setting): {
  /** Under the current intervention. */
  show(estimates: Estimates): void;
  /** Of the intact networks at the same curriculum step. */
  showIntact(estimates: Estimates): void;
} {
  const { root, index, store, running } = setting;
  const { epsilons: grid } = index.perturbation;
  const sliders = [...root.querySelectorAll<HTMLInputElement>('[data-eps]')];
  const chart = part(setting, 'by-task');
  let now: Estimates = [];
  let intact: { of: string; estimates: Estimates } | undefined;

  for (const slider of sliders) {
    slider.max = String(grid.length - 1);
    slider.addEventListener('input', () => {
      const epsilons = { ...store.state.epsilons, [slider.dataset.eps as keyof Epsilons]: grid[Number(slider.value)] };
      const target = targetOf(epsilons);
      store.set({ epsilons, ...(target ? { curve: target } : {}) });
    });
  }
  const controls = () => {
    const { epsilons, lesions } = stateOf(setting);
    for (const slider of sliders) {
      const name = slider.dataset.eps as keyof Epsilons;
      slider.value = String(grid.indexOf(nearest(grid, epsilons[name])));
      slider.setAttribute('aria-valuetext', epsilons[name] === 0 ? 'no noise' : `epsilon ${show(epsilons[name])}`);
      part(setting, `eps-shown="${name}"`).textContent = show(epsilons[name]);
    }
    part(setting, 'lesions').textContent =
      lesions.length === 0 ? '' : `Silenced: ${lesions.map(nameLesion).join(', ')}.`;
    part<HTMLButtonElement>(setting, 'heal').disabled = !hasIntervention(stateOf(setting));
  };
  const draw = () => {
    const { N, epsilons, lesions } = stateOf(setting);
    const tasks = Math.max(N, ...now.map((estimate) => estimate?.tasks.at(-1) ?? 2));
    const record = lesions.length === 0 ? running.of('modular')?.live.opened.record : undefined;
    const behind = archived(record, epsilons, grid, tasks);
    const lines = now.flatMap((estimate, i) => {
      if (!estimate) return [];
      const colour = i === 0 ? 'var(--modular)' : 'var(--non-modular)';
      const before = intact?.of === placeOf(setting) ? intact.estimates[i] : null;
      return [
        ...(before && hasIntervention(stateOf(setting))
          ? [{ points: pointsOf(before), colour, width: 1, dash: '2 3', opacity: 0.8 }]
          : []),
        { points: pointsOf(estimate), colour, width: 2 },
      ];
    });
    chart.innerHTML = drawChart({
      width: Math.max(260, chart.clientWidth),
      height: 178,
      name: `Accuracy by task up to N = ${N}. ${describeEstimates(now, index.perturbation.solvedAbove)}`,
      x: { label: 'task N', domain: [2, Math.max(5, tasks)], ticks: wholeTicks([2, Math.max(5, tasks)], 8) },
      y: { label: 'accuracy', domain: [0.4, 1], ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1] },
      level: { y: 0.5, label: 'chance' },
      bands: behind ? [behind] : [],
      lines,
    });
    part(setting, 'by-task-summary').textContent = [
      describeEstimates(now, index.perturbation.solvedAbove),
      ...(behind
        ? [`Band: archived mean and standard deviation of the modular network over ${index.perturbation.draws} draws.`]
        : []),
    ].join(' ');
  };
  store.listen((_, changed) => {
    if (changed.has('epsilons') || changed.has('lesions')) controls();
  });
  new ResizeObserver(draw).observe(chart);
  controls();
  return {
    showIntact: (estimates) => {
      intact = { of: placeOf(setting), estimates };
    },
    show: (estimates) => {
      now = estimates;
      const { epsilons, lesions } = stateOf(setting);
      if (!hasIntervention(stateOf(setting))) intact = { of: placeOf(setting), estimates };
      draw();
      root.dataset.estimated = [...Object.values(epsilons), ...lesions.map(formatLesion)].join(' ');
    },
  };
}

/** The archived target with the same noise as the sliders; null for other combinations. */
export function targetOf({ recurrent, feedforward, tau }: Epsilons): Target | null {
  if (tau > 0) return recurrent || feedforward ? null : 'tau';
  if (recurrent > 0 && recurrent === feedforward) return 'connections';
  if (recurrent > 0) return feedforward ? null : 'recurrent';
  return feedforward > 0 ? 'feedforward' : null;
}

/** Whether the networks are perturbed or lesioned. */
export function hasIntervention({ epsilons: { recurrent, feedforward, tau }, lesions }: PairIntervention): boolean {
  return recurrent + feedforward + tau + lesions.length > 0;
}

function placeOf(setting: Setting): string {
  const { pair, seed, N } = stateOf(setting);
  return `${pair} ${seed} ${N}`;
}

function pointsOf({ tasks, accuracies }: Estimate): [number, number][] {
  return tasks.map((N, k) => [N, accuracies[k]]);
}

/** The archived band at the same epsilon (Fig. 5a-b), up to a task; null if the archive has no rows for this network and target. */
function archived(record: LabRecord | undefined, epsilons: Epsilons, grid: readonly number[], last: number) {
  const target = targetOf(epsilons);
  const rows = record?.perturbation.find((row) => row.target === target);
  if (!rows || !target) return null;
  const at = grid.indexOf(target === 'connections' ? epsilons.recurrent : epsilons[target]);
  if (at < 0) return null;
  const edge = (sign: 1 | -1): [number, number][] =>
    rows.N.flatMap((N, k) =>
      N > last ? [] : [[N, Math.max(0.4, Math.min(1, rows.accuracy[at][k] + sign * (rows.deviation[at][k] ?? 0)))]],
    );
  return { low: edge(-1), high: edge(1), colour: 'var(--modular)' };
}

function describeEstimates(estimates: Estimates, above: number): string {
  return estimates
    .flatMap((estimate, i) =>
      estimate
        ? [
            `${i === 0 ? 'Modular' : 'Non-modular'}: ${estimate.solved} of ${estimate.tasks.length} tasks above ${above}.`,
          ]
        : [],
    )
    .join(' ');
}

/** An epsilon with two significant digits. */
export function show(epsilon: number): string {
  return epsilon === 0 ? '0' : String(Number(epsilon.toPrecision(2)));
}
