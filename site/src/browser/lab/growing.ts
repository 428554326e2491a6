import type { Growth } from './address.ts';
import { drawChart, wholeTicks } from './chart.ts';
import type { Job } from './client.ts';
import type { SolvedStep, Trained, TrainingNews } from './messages.ts';
import { openNetworks, part, type Setting, sentenceOf, stateOf } from './setting.ts';

/** Training of the next module in the page, and its bytes held against the published ones. */
export function growing(setting: Setting): void {
  const { store, running } = setting;
  const choice = part<HTMLSelectElement>(setting, 'growth');
  const start = part<HTMLButtonElement>(setting, 'grow');
  const cancel = part<HTMLButtonElement>(setting, 'grow-cancel');
  const progress = part<HTMLProgressElement>(setting, 'grow-progress');
  const now = part(setting, 'grow-now');
  const said = part(setting, 'grown');
  const chart = part(setting, 'grow-chart');
  let job: Job<Trained> | undefined;
  let rows: NonNullable<TrainingNews['row']>[] = [];

  /** The modular network stands at its own end where it never came as far as the curriculum is shown. */
  const task = () => Math.min(stateOf(setting).N, openNetworks(setting).modular.nSolved) + 1;
  const controls = () => {
    choice.value = store.state.growth;
    part(setting, 'grow-from').textContent = String(task() - 1);
    start.textContent = `Grow the module of N = ${task()}`;
    start.disabled = job !== undefined;
    part(setting, 'grow-hint').textContent =
      task() > openNetworks(setting).modular.nSolved
        ? 'The archive ends here: go back in the curriculum for a module that has a published hash, and for shorter training.'
        : '';
  };
  const draw = () => {
    chart.innerHTML = rows.length === 0 ? '' : accuracyChart(rows, chart.clientWidth);
  };
  const hear = (news: TrainingNews) => {
    progress.value = news.step / news.steps;
    now.textContent = `epoch ${news.epoch}, step ${news.step} of ${news.steps}`;
    if (news.row) {
      rows = [...rows, news.row];
      draw();
    }
  };
  const grow = async () => {
    rows = [];
    draw();
    said.textContent = '';
    const condition = store.state.growth;
    const N = task();
    job = setting.lab.grow({ network: openNetworks(setting).modular.id, N, condition }, hear);
    cancel.hidden = false;
    progress.hidden = false;
    progress.value = 0;
    controls();
    let sentence: string;
    try {
      const trained = await job.done;
      sentence = trained ? sayTrained(trained, N, condition) : 'Cancelled: nothing is kept.';
    } catch (error) {
      sentence = sentenceOf(error);
    }
    job = undefined;
    cancel.hidden = true;
    progress.hidden = true;
    now.textContent = '';
    said.textContent = sentence;
    controls();
  };

  choice.addEventListener('change', () => store.set({ growth: choice.value as Growth }));
  start.addEventListener('click', () => void grow());
  cancel.addEventListener('click', () => job?.cancel());
  store.listen((_, changed) => {
    if (changed.has('pair') || changed.has('seed')) job?.cancel();
    controls();
  });
  running.listen(controls);
  controls();
}

/** What came of a module: its hash beside the published one, or why there is none. */
export function sayTrained({ solved, epochs }: Trained, N: number, condition: Growth): string {
  const took = `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`;
  if (!solved) return `After ${took} N = ${N} is not solved.`;
  return `N = ${N} solved in ${took}. ${sayBytes(solved, condition)}`;
}

function sayBytes({ sha256, archived, same }: SolvedStep, condition: Growth): string {
  if (sha256 === null) return 'This browser gives no SHA-256 to a page without https: its bytes cannot be compared.';
  const own = `SHA-256 ${sha256.slice(0, 16)}…`;
  if (condition !== 'trained') return `${own}: other settings, no published hash.`;
  if (archived === null) return `${own}: the archive never solved this task, no published hash.`;
  return same
    ? `${own}: the same bytes as published.`
    : `${own}: other bytes than published (${archived.slice(0, 16)}…).`;
}

/** Accuracy of the newest head and the mean over all, by epoch. */
function accuracyChart(rows: readonly NonNullable<TrainingNews['row']>[], width: number): string {
  const first = rows[0].epoch;
  const last = Math.max(first + 1, rows[rows.length - 1].epoch);
  return drawChart({
    width: Math.max(260, Math.min(560, width)),
    height: 150,
    name: `Accuracy by epoch while N = ${rows[0].N} is trained: ${rows.map((row) => row.accuracyNewest.toFixed(3)).join(', ')}.`,
    x: { label: 'epoch', domain: [first - 1, last], ticks: wholeTicks([first - 1, last], 8) },
    y: { label: 'accuracy', domain: [0.45, 1], ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1] },
    level: { y: 0.98, label: 'solved above 0.98' },
    lines: [
      { points: rows.map((row) => [row.epoch, row.accuracyMean]), colour: 'var(--soft)', dash: '3 3' },
      { points: rows.map((row) => [row.epoch, row.accuracyNewest]), colour: 'var(--modular)', width: 2 },
      { points: rows.map((row) => [row.epoch, row.accuracyNewest]), colour: 'var(--modular)', dots: 'full' },
    ],
  });
}
