import { type ChartLine, drawChart, wholeTicks } from './chart.ts';
import type { Job } from './client.ts';
import type { LabEpoch, LabNetwork, Trained, TrainingNews } from './messages.ts';
import { openNetworks, part, type Setting, sentenceOf } from './setting.ts';

/** One runner: what it has reached, and where it is. */
interface Runner {
  network: LabNetwork;
  /** N solved by epoch. */
  points: [number, number][];
  news: TrainingNews | null;
}

/** Both networks trained from nothing in two workers, their learning curves drawn as they come. */
export function racing(setting: Setting): void {
  const { store, running } = setting;
  const start = part<HTMLButtonElement>(setting, 'race');
  const cancel = part<HTMLButtonElement>(setting, 'race-cancel');
  const choice = part<HTMLSelectElement>(setting, 'race-epochs');
  const now = part(setting, 'race-now');
  const said = part(setting, 'raced');
  const chart = part(setting, 'race-chart');
  let jobs: Job<Trained>[] = [];
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
      (own: (typeof live)[number]): ChartLine => ({
        points: own.points,
        colour: `var(--${own.architecture})`,
        steps: true,
        ...(dotted ? { dash: '1 4', width: 1.6 } : { width: 2.6 }),
      });
    chart.innerHTML = drawChart({
      width: Math.max(260, Math.min(560, chart.clientWidth)),
      height: 190,
      name: `N solved by epoch. ${runners.map(sayRunner).join(' ')}`,
      x: { label: 'epoch', domain: [0, epochs], ticks: wholeTicks([0, epochs], 10) },
      y: { label: 'N solved', domain: [0, most], ticks: wholeTicks([0, most], 6) },
      lines: [...archive.map(lineOf(true)), ...live.filter(({ points }) => points.length > 1).map(lineOf(false))],
    });
    now.textContent = jobs.length > 0 ? runners.map(sayRunner).join(' ') : '';
  };
  const hear = (runner: Runner) => (news: TrainingNews) => {
    runner.news = news;
    if (news.row) runner.points.push([news.epoch, news.row.nSolved]);
    draw();
  };
  const race = async () => {
    const { modular, nonModular } = openNetworks(setting);
    runners = [modular, nonModular].map((network) => ({ network, points: [[0, 1]], news: null }));
    said.textContent = '';
    start.disabled = true;
    cancel.hidden = false;
    const epochs = Number(choice.value);
    jobs = runners.map((runner) => setting.lab.race({ network: runner.network.id, epochs }, hear(runner)));
    draw();
    let sentence: string;
    try {
      const results = await Promise.all(jobs.map((job) => job.done));
      sentence = results.includes(null) ? 'Cancelled.' : `After ${epochs} epochs: ${runners.map(sayResult).join(' ')}`;
    } catch (error) {
      for (const job of jobs) job.cancel();
      sentence = sentenceOf(error);
    }
    jobs = [];
    start.disabled = false;
    cancel.hidden = true;
    draw();
    said.textContent = sentence;
  };

  start.addEventListener('click', () => void race());
  cancel.addEventListener('click', () => {
    for (const job of jobs) job.cancel();
  });
  choice.addEventListener('change', draw);
  store.listen((_, changed) => {
    if (!changed.has('pair') && !changed.has('seed')) return;
    for (const job of jobs) job.cancel();
    runners = [];
    said.textContent = '';
  });
  running.listen(() => {
    if (jobs.length === 0) draw();
  });
  new ResizeObserver(draw).observe(chart);
}

function solvedUntil(history: readonly LabEpoch[], epochs: number): [number, number][] {
  const rows = history
    .filter(({ epoch }) => epoch <= epochs)
    .map(({ epoch, nSolved }): [number, number] => [epoch, nSolved]);
  return [[0, 1], ...rows];
}

function sayRunner({ network, points, news }: Runner): string {
  const at = news ? `epoch ${news.epoch}, step ${news.step} of ${news.steps}, trains N = ${news.N}` : 'starts';
  return `${name(network)}: N solved ${points.at(-1)?.[1] ?? 1}; ${at}.`;
}

function sayResult({ network, points }: Runner): string {
  return `${name(network)} solved N = ${points.at(-1)?.[1] ?? 1}.`;
}

function name({ architecture }: LabNetwork): string {
  return architecture === 'modular' ? 'Modular' : 'Non-modular';
}
