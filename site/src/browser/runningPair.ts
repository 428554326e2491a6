import { drawChart, wholeTicks } from './lab/chart.ts';
import { type Lab, openLab } from './lab/client.ts';
import type { LabIndex } from './lab/messages.ts';
import type { ShownNetwork } from './lab/paint.ts';
import { networksOf, pairsOf } from './lab/pair.ts';
import { KEPT, type PairIntervention, Running } from './lab/running.ts';
import { part } from './lab/setting.ts';
import { streamBits } from './lab/source.ts';

/** Milliseconds between two bits. */
const PACE = 400;
/** Pixels. */
export const HEIGHT = 230;

/** A pair of archived networks that runs in the story, fed the bits of the example. */
export class RunningPair {
  readonly index: LabIndex;
  readonly running: Running;
  readonly #bit = streamBits(0);
  #taken = 0;
  #open = '';

  private constructor(lab: Lab, index: LabIndex) {
    this.index = index;
    this.running = new Running(lab);
  }

  static async at(place: HTMLElement): Promise<RunningPair> {
    const lab = openLab({ kernel: place.dataset.kernel ?? '', archive: place.dataset.archive ?? '' });
    return new RunningPair(lab, await lab.index());
  }

  /** Runs the pair of this name under an intervention, until all that is shown was answered under it. */
  async answer(name: string, intervention: PairIntervention): Promise<void> {
    if (name !== this.#open) {
      const seed = pairsOf(this.index).find((pair) => pair.name === name)?.seeds[0] ?? 0;
      const networks = networksOf(this.index, name, seed);
      if (!networks) throw new RangeError(`the archive has no pair ${name}`);
      await this.running.open(networks, Number.POSITIVE_INFINITY);
      this.#open = name;
      // Every head has seen its N bits before anything is counted.
      await this.feed(Math.max(...this.running.shown.map(({ tasks }) => tasks.at(-1) ?? 0)));
    }
    await this.running.intervene(intervention);
    await this.feed(KEPT);
  }

  feed(count: number): Promise<void> {
    return this.running.feed(Array.from({ length: count }, () => this.#bit(this.#taken++)));
  }

  /** 'modular 12 of 14 tasks, non-modular 8 of 9 tasks': those that are solved on the last bits. */
  get held(): string {
    return this.running.shown
      .map(({ architecture, tasks, step }) => {
        const held = tasks.filter((_, k) => (step?.running[k] ?? 0) > this.index.perturbation.solvedAbove).length;
        return `${architecture === 'modular' ? 'modular' : 'non-modular'} ${held} of ${tasks.length} tasks`;
      })
      .join(', ');
  }
}

/** Feeds while it plays and is seen; the reader starts and stops it, and it starts by itself where motion is welcome. */
export function playing(place: HTMLElement, feed: () => void): void {
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

/** Accuracy of a network by task. */
export interface AccuracyLine {
  tasks: readonly number[];
  /** Share of right answers among the last bits, by task. */
  right: ArrayLike<number>;
  /** A CSS colour. */
  colour: string;
  dash?: string;
}

/** Both networks of a pair, each in its colour. */
export function linesOf(networks: readonly ShownNetwork[]): AccuracyLine[] {
  return networks.map(({ architecture, tasks, step }) => ({
    tasks,
    right: step?.running ?? [],
    colour: `var(--${architecture})`,
  }));
}

/** Share of right answers among the last bits by task. */
export function accuracyChart(lines: readonly AccuracyLine[], width: number): string {
  const last = Math.max(5, ...lines.map(({ tasks }) => tasks.at(-1) ?? 0));
  return drawChart({
    width,
    height: HEIGHT,
    name: `Share of right answers among the last ${KEPT}, by task.`,
    x: { label: 'task N', domain: [2, last], ticks: wholeTicks([2, last], 8) },
    y: { label: 'right', domain: [0.4, 1], ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1] },
    level: { y: 0.5, label: 'chance' },
    lines: lines.map(({ tasks, right, colour, dash }) => ({
      points: tasks.map((N, k) => [N, Math.max(0.4, right[k] ?? Number.NaN)] as const),
      colour,
      width: dash ? 1.6 : 2.2,
      ...(dash && { dash }),
    })),
  });
}
