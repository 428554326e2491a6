import { symbols } from '../report/symbols.ts';
import { drawChart, wholeTicks } from './lab/chart.ts';
import { openLab } from './lab/client.ts';
import type { LabIndex, LiveStep } from './lab/messages.ts';
import type { ShownNetwork } from './lab/paint.ts';
import { networksOf, pairsOf } from './lab/pair.ts';
import { KEPT, Running } from './lab/running.ts';
import { describeFailure, latest, part } from './lab/setting.ts';
import { streamBits } from './lab/source.ts';
import { drawErrors, handedOn } from './runningErrors.ts';

/** Milliseconds between two bits. */
const PACE = 400;
/** Pixels. */
const HEIGHT = 230;

/** Runs a pair of archived networks under the reader's noise: which answers are wrong, and how accuracy falls with N. */
export async function runNoise(place: HTMLElement): Promise<void> {
  const root = { root: place };
  const lab = openLab({ kernel: place.dataset.kernel ?? '', archive: place.dataset.archive ?? '' });
  const index = await lab.index();
  const running = new Running(lab);
  const sliders = [...place.querySelectorAll<HTMLInputElement>('[data-noise]')];
  const pairs = [...place.querySelectorAll<HTMLInputElement>('[data-pair]')];
  const status = part(root, 'read');
  const failed = (error: unknown) => {
    status.textContent = describeFailure(error);
  };

  const noise = (target: string) => {
    const slider = sliders.find(({ dataset }) => dataset.noise === target);
    return slider ? index.perturbation.epsilons[slider.valueAsNumber] : 0;
  };
  const bit = streamBits(0);
  let taken = 0;
  const take = (count: number) => Array.from({ length: count }, () => bit(taken++));
  let open = '';
  const draw = () => {
    const recent = running.of('modular')?.recent ?? [];
    const [modular] = running.shown;
    const errors = part(root, 'errors');
    errors.innerHTML = drawErrors(recent, modular.tasks, errors.clientWidth, HEIGHT);
    const accuracy = part(root, 'accuracy');
    accuracy.innerHTML = accuracyChart(running.shown, accuracy.clientWidth);
  };
  const settle = latest(async () => {
    const name = pairs.find(({ checked }) => checked)?.value ?? '';
    if (name !== open) {
      const networks = networksOf(index, name, seedOf(index, name));
      if (!networks) throw new RangeError(`the archive has no pair ${name}`);
      await running.open(networks, Number.POSITIVE_INFINITY);
      open = name;
      // Every head has seen its N bits before anything is counted.
      await running.feed(take(Math.max(...running.shown.map(({ tasks }) => tasks.at(-1) ?? 0))));
    }
    const epsilons = { recurrent: noise('recurrent'), feedforward: noise('feedforward'), tau: 0 };
    await running.intervene({ epsilons, lesions: [] });
    // All that is shown was answered under this noise.
    await running.feed(take(KEPT));
    draw();
    const words = describe(running.shown, running.of('modular')?.recent ?? [], index.perturbation.solvedAbove);
    status.innerHTML = symbols(words);
    place.dataset.shown = `${name} ${epsilons.recurrent} ${epsilons.feedforward}`;
  }, failed);

  const label = () => {
    for (const slider of sliders) {
      const value = noise(slider.dataset.noise ?? '');
      const text = value === 0 ? '0' : String(Number(value.toPrecision(2)));
      part(root, `shown="${slider.dataset.noise}"`).textContent = text;
      slider.setAttribute('aria-valuetext', value === 0 ? 'no noise' : `epsilon ${text}`);
    }
  };
  for (const slider of sliders)
    slider.addEventListener('input', () => {
      label();
      settle();
    });
  for (const pair of pairs) pair.addEventListener('change', settle);
  part(root, 'heal').addEventListener('click', () => {
    for (const slider of sliders) slider.value = '0';
    label();
    settle();
  });
  playing(place, () => running.feed(take(1)).then(draw, failed));
  label();
  settle();
}

/** Feeds while it plays and is seen; the reader starts and stops it, and it starts by itself where motion is welcome. */
function playing(place: HTMLElement, feed: () => void): void {
  const play = part<HTMLButtonElement>({ root: place }, 'play');
  let isSeen = true;
  let isPlaying = false;
  new IntersectionObserver((entries) => {
    isSeen = entries.at(-1)?.isIntersecting ?? false;
  }).observe(place);
  setInterval(() => {
    if (isPlaying && isSeen && !document.hidden && place.dataset.shown !== undefined) feed();
  }, PACE);
  const set = (next: boolean) => {
    isPlaying = next;
    play.setAttribute('aria-pressed', String(next));
    part({ root: place }, 'play-word').textContent = next ? 'Pause' : 'Play';
  };
  play.addEventListener('click', () => set(!isPlaying));
  set(!matchMedia('(prefers-reduced-motion: reduce)').matches);
}

function seedOf(index: LabIndex, name: string): number {
  return pairsOf(index).find((pair) => pair.name === name)?.seeds[0] ?? 0;
}

function accuracyChart(networks: readonly ShownNetwork[], width: number): string {
  const last = Math.max(5, ...networks.map(({ tasks }) => tasks.at(-1) ?? 0));
  return drawChart({
    width,
    height: HEIGHT,
    name: 'Share of right answers among the last 200, by task.',
    x: { label: 'task N', domain: [2, last], ticks: wholeTicks([2, last], 8) },
    y: { label: 'right', domain: [0.4, 1], ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1] },
    level: { y: 0.5, label: 'chance' },
    lines: networks.map(({ architecture, tasks, step }) => ({
      points: tasks.map((N, k) => [N, Math.max(0.4, step?.running[k] ?? Number.NaN)] as const),
      colour: `var(--${architecture})`,
      width: 2.2,
    })),
  });
}

/** How many tasks each network still solves, and how errors of the modular one are handed on. */
function describe(networks: readonly ShownNetwork[], recent: readonly LiveStep[], above: number): string {
  const solved = networks.map(({ architecture, tasks, step }) => {
    const held = tasks.filter((_, k) => (step?.running[k] ?? 0) > above).length;
    return `${architecture === 'modular' ? 'modular' : 'non-modular'} ${held} of ${tasks.length} tasks`;
  });
  const { afterWrong, afterRight } = handedOn(recent);
  const handed =
    afterWrong.count === 0
      ? 'No module was wrong, so no error was handed on.'
      : `After a wrong answer of module N, module N + 1 was wrong ${percent(afterWrong)} of the time (${afterWrong.count} cases); after a right one, ${percent(afterRight)} (${afterRight.count} cases).`;
  return `Right more than ${Math.round(100 * above)}% of the last ${KEPT} bits, with one draw of noise: ${solved.join(', ')}. ${handed}`;
}

function percent({ count, wrong }: { count: number; wrong: number }): string {
  const share = count === 0 ? 0 : (100 * wrong) / count;
  return `${share < 10 ? share.toFixed(1) : Math.round(share)}%`;
}
