import type { GrowthCondition } from './address.ts';
import { drawChart, wholeTicks } from './chart.ts';
import type { LabJob } from './client.ts';
import { estimateWords, growSeconds } from './duration.ts';
import type { SolvedStep, Trained, TrainingProgress } from './messages.ts';
import { describeFailure, openNetworks, part, type Setting, stateOf } from './setting.ts';

/** A module that was trained in the page, with the network that it belongs to. */
export interface Grown {
  pair: string;
  seed: number;
  /** Its task. */
  N: number;
  checkpoint: Uint8Array;
}

/**
 * Training of the next module in the page, and the comparison of its bytes with the published ones. A module that solves its task is
 * handed over, to join the network that runs.
 */
export function growing(setting: Setting, join: (grown: Grown) => void): { joined(grown: Grown | null): void } {
  const { store, running } = setting;
  const choice = part<HTMLSelectElement>(setting, 'growth');
  const start = part<HTMLButtonElement>(setting, 'grow');
  const cancel = part<HTMLButtonElement>(setting, 'grow-cancel');
  const bar = part<HTMLProgressElement>(setting, 'grow-progress');
  const now = part(setting, 'grow-now');
  const status = part(setting, 'grown');
  const chart = part(setting, 'grow-chart');
  let job: LabJob<Trained> | undefined;
  let rows: NonNullable<TrainingProgress['row']>[] = [];

  /** The modular network is shown in its final state where it did not reach the selected curriculum step. */
  const task = () => Math.min(stateOf(setting).N, openNetworks(setting).modular.nSolved) + 1;
  const controls = () => {
    choice.value = store.state.growth;
    part(setting, 'grow-from').textContent = String(task() - 1);
    start.textContent = `Train the module for N = ${task()}`;
    start.disabled = job !== undefined;
    part(setting, 'grow-estimate').textContent = estimateWords(
      growSeconds(openNetworks(setting).modular.configuration, task()),
    );
    part(setting, 'grow-hint').textContent =
      task() > openNetworks(setting).modular.nSolved
        ? 'The archive ends here. Go back in the curriculum to train a module that has a published hash; it also trains faster.'
        : '';
  };
  const draw = () => {
    chart.innerHTML = rows.length === 0 ? '' : accuracyChart(rows, chart.clientWidth);
  };
  const onProgress = (progress: TrainingProgress) => {
    bar.value = progress.step / progress.steps;
    now.textContent = `epoch ${progress.epoch}, step ${progress.step} of ${progress.steps}`;
    if (progress.row) {
      rows = [...rows, progress.row];
      draw();
    }
  };
  const grow = async () => {
    rows = [];
    draw();
    status.textContent = '';
    const condition = store.state.growth;
    const N = task();
    const { pair, seed } = stateOf(setting);
    job = setting.lab.grow({ network: openNetworks(setting).modular.id, N, condition }, onProgress);
    cancel.hidden = false;
    bar.hidden = false;
    bar.value = 0;
    controls();
    let sentence: string;
    try {
      const trained = await job.done;
      sentence = trained ? describeTraining(trained, N, condition) : 'Cancelled. No network was kept.';
      if (trained?.solved) join({ pair, seed, N, checkpoint: trained.checkpoint });
    } catch (error) {
      sentence = describeFailure(error);
    }
    job = undefined;
    cancel.hidden = true;
    bar.hidden = true;
    now.textContent = '';
    status.textContent = sentence;
    controls();
  };

  choice.addEventListener('change', () => store.set({ growth: choice.value as GrowthCondition }));
  start.addEventListener('click', () => void grow());
  cancel.addEventListener('click', () => job?.cancel());
  store.listen((_, changed) => {
    if (changed.has('pair') || changed.has('seed')) job?.cancel();
    controls();
  });
  running.listen(controls);
  controls();
  return {
    joined: (grown) => {
      const joined = part(setting, 'grow-joined');
      joined.textContent = grown ? `The module for N = ${grown.N} now runs with the network above.` : '';
    },
  };
}

/** The result of a training: its hash and the published one, or why there is none. */
function describeTraining({ solved, epochs }: Trained, N: number, condition: GrowthCondition): string {
  const took = `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`;
  if (!solved) return `N = ${N} was not solved after ${took}.`;
  return `N = ${N} solved in ${took}. ${describeBytes(solved, condition)}`;
}

function describeBytes({ sha256, archived, same }: SolvedStep, condition: GrowthCondition): string {
  if (sha256 === null) return 'The bytes cannot be compared: this browser offers SHA-256 only over https.';
  const hash = `SHA-256 ${sha256.slice(0, 16)}…`;
  if (condition !== 'trained') return `${hash}: trained under another condition, so there is no published hash.`;
  if (archived === null) return `${hash}: the archived network did not solve this task, so there is no published hash.`;
  return same
    ? `${hash}: same bytes as published.`
    : `${hash}: differs from the published hash (${archived.slice(0, 16)}…).`;
}

/** Accuracy of the newest head and the mean over all, by epoch. */
function accuracyChart(rows: readonly NonNullable<TrainingProgress['row']>[], width: number): string {
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
