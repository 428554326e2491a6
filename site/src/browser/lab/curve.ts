import { type Chart, type ChartLine, drawChart } from './chart.ts';
import type { LabJob } from './client.ts';
import { type Estimates, show, targetOf } from './interventions.ts';
import type { ComparedTarget, LabIndex, LabRecord, ProtocolRun, Target } from './messages.ts';
import { describeFailure, openNetworks, part, type Setting, stateOf } from './setting.ts';

const ARCHITECTURES = ['modular', 'non-modular'] as const;

/** Points that were computed in the page, by network. */
type Derived = { epsilon: number; solved: number }[];

/** The archived curve over epsilon, the current intervention on it, and the same protocol computed again in the page. */
export function curve(setting: Setting): { show(estimates: Estimates): void } {
  const { index, store, running } = setting;
  const choice = part<HTMLSelectElement>(setting, 'curve');
  const chart = part(setting, 'by-epsilon');
  const start = part<HTMLButtonElement>(setting, 'rederive');
  const cancel = part<HTMLButtonElement>(setting, 'rederive-cancel');
  const bar = part<HTMLProgressElement>(setting, 'rederive-progress');
  const status = part(setting, 'rederived');
  let now: Estimates = [];
  let jobs: LabJob<ComparedTarget>[] = [];
  let derived = new Map<string, Derived>();

  const records = () => ARCHITECTURES.map((architecture) => running.of(architecture)?.live.opened.record);
  const draw = () => {
    const target = stateOf(setting).curve;
    const lines = records().flatMap((record, i) => {
      const colour = `var(--${ARCHITECTURES[i]})`;
      const archive = record ? archivedCurve(record, target, index) : null;
      const points = derived.get(ARCHITECTURES[i]) ?? [];
      const dots = points.map(({ epsilon, solved }): [number, number] => [place(epsilon, index), solved]);
      return [
        ...(archive ? [{ points: archive, colour, width: 2 }] : []),
        ...(dots.length > 0 ? [{ points: dots, colour, dots: 'ring' as const, width: 2 }] : []),
      ];
    });
    chart.innerHTML = lines.length === 0 ? noCurve(target) : drawChart(chartOf(lines));
    start.disabled = lines.length === 0 || jobs.length > 0;
  };
  const chartOf = (lines: readonly ChartLine[]): Chart => {
    const { epsilons, curve: target } = stateOf(setting);
    const grid = index.perturbation.epsilons;
    const current = targetOf(epsilons);
    const epsilon = current === target ? Math.max(epsilons.recurrent, epsilons.feedforward, epsilons.tau) : null;
    const most = Math.max(2, ...lines.flatMap(({ points }) => points.map(([, y]) => y)));
    const above = index.perturbation.solvedAbove;
    return {
      width: Math.max(260, chart.clientWidth),
      height: 168,
      name: `Tasks above ${above} against noise on ${NAMES[target]}, as archived.`,
      x: {
        label: `noise ε on ${NAMES[target]}`,
        log: true,
        domain: [place(0, index), grid[grid.length - 1]],
        ticks: [0.01, 0.1, 1, 10],
      },
      y: { label: `tasks above ${above}`, domain: [0, most * 1.05], ticks: ticksTo(most) },
      lines,
      at: epsilon ? [{ x: epsilon, colour: 'var(--ink)', label: `ε ${show(epsilon)}` }] : [],
      marks: epsilon === null ? [] : presentMarks(epsilon),
    };
  };

  /** The archived curve describes the final network; earlier steps of the curriculum are not on it. */
  const presentMarks = (x: number) =>
    now.flatMap((estimate, i) => {
      const end = running.of(ARCHITECTURES[i])?.live.opened.network.nSolved;
      const whole = estimate?.tasks.at(-1) === end;
      return estimate && whole ? [{ x, y: estimate.solved, colour: `var(--${ARCHITECTURES[i]})` }] : [];
    });

  const finish = (sentence: string) => {
    jobs = [];
    cancel.hidden = true;
    bar.hidden = true;
    status.textContent = sentence;
    draw();
  };
  const rederive = async () => {
    const target = stateOf(setting).curve;
    const { modular, nonModular } = openNetworks(setting);
    const networks = [modular, nonModular].filter((_, i) => {
      const record = records()[i];
      return record && archivedCurve(record, target, index);
    });
    derived = new Map();
    const done = new Map<string, ProtocolRun>();
    status.textContent = 'Computing every epsilon and every draw of the protocol.';
    cancel.hidden = false;
    bar.hidden = false;
    bar.value = 0;
    const onRun = (architecture: string) => (progress: ProtocolRun) => {
      done.set(architecture, progress);
      const solved = progress.accuracies.filter((accuracy) => accuracy > index.perturbation.solvedAbove).length;
      derived.set(architecture, [...(derived.get(architecture) ?? []), { epsilon: progress.epsilon, solved }]);
      const all = [...done.values()];
      bar.value =
        all.reduce((sum, run) => sum + run.done, 0) / (networks.length * Math.max(1, ...all.map(({ total }) => total)));
      draw();
    };
    jobs = networks.map(({ id, architecture }) => setting.lab.rederive(id, target, onRun(architecture)));
    draw();
    try {
      const results = await Promise.all(jobs.map((job) => job.done));
      if (results.some((result) => result === null)) return finish('Cancelled.');
      finish(results.map((result, i) => describeComparison(networks[i].architecture, result)).join(' '));
    } catch (error) {
      for (const job of jobs) job.cancel();
      finish(describeFailure(error));
    }
  };

  choice.addEventListener('change', () => store.set({ curve: choice.value as Target }));
  start.addEventListener('click', () => void rederive());
  cancel.addEventListener('click', () => {
    for (const job of jobs) job.cancel();
  });
  store.listen((state, changed) => {
    if (changed.has('curve') || changed.has('pair') || changed.has('seed')) {
      for (const job of jobs) job.cancel();
      derived = new Map();
      status.textContent = '';
      choice.value = state.curve;
      draw();
    }
  });
  choice.value = stateOf(setting).curve;
  running.listen(draw);
  new ResizeObserver(draw).observe(chart);
  return {
    show: (estimates) => {
      now = estimates;
      draw();
    },
  };
}

const NAMES: Record<Target, string> = {
  connections: 'all connections',
  tau: 'time constants',
  recurrent: 'recurrent weights',
  feedforward: 'feedforward weights',
};

/** 'Modular: 260 of 260 points equal the archive's, to 6 digits.' */
function describeComparison(architecture: string, result: ComparedTarget | null): string {
  const name = architecture === 'modular' ? 'Modular' : 'Non-modular';
  if (!result?.comparison) return `${name}: the archive has no rows for comparison.`;
  const { compared, different } = result.comparison;
  return different === 0
    ? `${name}: ${compared} of ${compared} points equal the archive's, to 6 digits.`
    : `${name}: ${compared - different} of ${compared} points equal the archive's, to 6 digits; ${different} differ.`;
}

/** Mean over draws of the tasks still solved (Fig. 3), or the tasks whose mean accuracy stays above the threshold (Fig. 5a-b). */
function archivedCurve(record: LabRecord, target: Target, index: LabIndex): [number, number][] | null {
  const { epsilons, solvedAbove } = index.perturbation;
  const counts = record.robustness.find((row) => row.target === target)?.solved;
  const rows = record.perturbation.find((row) => row.target === target)?.accuracy;
  if (!counts && !rows) return null;
  return epsilons.map((epsilon, e) => {
    const y = counts
      ? counts[e].reduce((sum, n) => sum + n, 0) / counts[e].length
      : (rows?.[e].filter((accuracy) => accuracy > solvedAbove).length ?? 0);
    return [place(epsilon, index), y];
  });
}

/** Epsilon on the logarithmic axis; 0 is placed one grid step before the smallest value. */
function place(epsilon: number, { perturbation: { epsilons } }: LabIndex): number {
  return epsilon > 0 ? epsilon : epsilons[1] ** 2 / epsilons[2];
}

function ticksTo(most: number): number[] {
  const step = [1, 2, 5, 10, 20, 50].find((size) => most / size <= 5) ?? 100;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
}

function noCurve(target: Target): string {
  return `<p class="lab-note">The archive has no curve for the ${NAMES[target]} of these networks. Fig. 5 uses modules of 15 neurons.</p>`;
}
