import { type ChartLine, drawChart, wholeTicks } from './chart.ts';
import type { LabJob } from './client.ts';
import { estimateWords, raceSeconds } from './duration.ts';
import { solvedUntil } from './learning.ts';
import type { LabNetwork, Trained, TrainingProgress } from './messages.ts';
import { describeFailure, openNetworks, part, type Setting } from './setting.ts';

/** One network of the race and its progress. */
interface Runner {
  network: LabNetwork;
  /** N solved by epoch. */
  points: [number, number][];
  progress: TrainingProgress | null;
}

/** Trains both networks from scratch in two workers and draws their learning curves as they train. */
export function racing(setting: Setting): void {
  const { store, running } = setting;
  const start = part<HTMLButtonElement>(setting, 'race');
  const cancel = part<HTMLButtonElement>(setting, 'race-cancel');
  const choice = part<HTMLSelectElement>(setting, 'race-epochs');
  const now = part(setting, 'race-now');
  const status = part(setting, 'raced');
  const chart = part(setting, 'race-chart');
  let jobs: LabJob<Trained>[] = [];
  let runners: Runner[] = [];

  const draw = () => {
    const epochs = Number(choice.value);
    const live = runners.map(({ network, points }) => ({ architecture: network.architecture, points }));
    const archive = (['modular', 'non-modular'] as const).flatMap((architecture) => {
      const opened = running.of(architecture)?.live.opened;
      return opened ? [{ architecture, points: solvedUntil(opened.record.history, epochs) }] : [];
    });
    const all = [...live, ...archive].flatMap(({ points }) => points.map(([, N]) => N));
    const most = Math.max(5, ...all) + 1;
    const lineOf =
      (dotted: boolean) =>
      (curve: (typeof live)[number]): ChartLine => ({
        points: curve.points,
        colour: `var(--${curve.architecture})`,
        steps: true,
        ...(dotted ? { dash: '1 4', width: 1.6 } : { width: 2.6 }),
      });
    chart.innerHTML = drawChart({
      width: Math.max(260, Math.min(560, chart.clientWidth)),
      height: 190,
      name: `N solved by epoch. ${runners.map(describeRunner).join(' ')}`,
      x: { label: 'epoch', domain: [0, epochs], ticks: wholeTicks([0, epochs], 10) },
      y: { label: 'N solved', domain: [0, most], ticks: wholeTicks([0, most], 6) },
      lines: [...archive.map(lineOf(true)), ...live.filter(({ points }) => points.length > 1).map(lineOf(false))],
    });
    now.textContent = jobs.length > 0 ? runners.map(describeRunner).join(' ') : '';
  };
  const onProgress = (runner: Runner) => (progress: TrainingProgress) => {
    runner.progress = progress;
    if (progress.row) runner.points.push([progress.epoch, progress.row.nSolved]);
    draw();
  };
  const race = async () => {
    const { modular, nonModular } = openNetworks(setting);
    runners = [modular, nonModular].map((network) => ({ network, points: [[0, 1]], progress: null }));
    status.textContent = '';
    start.disabled = true;
    cancel.hidden = false;
    const epochs = Number(choice.value);
    jobs = runners.map((runner) => setting.lab.race({ network: runner.network.id, epochs }, onProgress(runner)));
    draw();
    let sentence: string;
    try {
      const results = await Promise.all(jobs.map((job) => job.done));
      sentence = results.includes(null)
        ? 'Cancelled.'
        : `After ${epochs} epochs: ${runners.map(describeResult).join(' ')}`;
    } catch (error) {
      for (const job of jobs) job.cancel();
      sentence = describeFailure(error);
    }
    jobs = [];
    start.disabled = false;
    cancel.hidden = true;
    draw();
    status.textContent = sentence;
  };

  start.addEventListener('click', () => void race());
  cancel.addEventListener('click', () => {
    for (const job of jobs) job.cancel();
  });
  const estimate = () => {
    const { modular, nonModular } = openNetworks(setting);
    part(setting, 'race-estimate').textContent = estimateWords(
      raceSeconds([modular.configuration, nonModular.configuration], Number(choice.value)),
    );
  };
  choice.addEventListener('change', draw);
  choice.addEventListener('change', estimate);
  estimate();
  store.listen((_, changed) => {
    if (!changed.has('pair') && !changed.has('seed')) return;
    for (const job of jobs) job.cancel();
    estimate();
    runners = [];
    status.textContent = '';
  });
  running.listen(() => {
    if (jobs.length === 0) draw();
  });
  new ResizeObserver(draw).observe(chart);
}

function describeRunner({ network, points, progress }: Runner): string {
  const at = progress
    ? `epoch ${progress.epoch}, step ${progress.step} of ${progress.steps}, trains N = ${progress.N}`
    : 'starts';
  return `${name(network)}: N solved ${points.at(-1)?.[1] ?? 1}; ${at}.`;
}

function describeResult({ network, points }: Runner): string {
  return `${name(network)} solved N = ${points.at(-1)?.[1] ?? 1}.`;
}

function name({ architecture }: LabNetwork): string {
  return architecture === 'modular' ? 'Modular' : 'Non-modular';
}
