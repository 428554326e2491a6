import type { LabState } from './address.ts';
import { nearest } from './fit.ts';
import type { Setting } from './setting.ts';

interface Mission {
  name: string;
  title: string;
  /** What to do and what to look for. */
  caption: string;
  /** What it sets; noise is taken to the grid of the archive. */
  state: Partial<LabState>;
  /** The control that it leads to, as a selector in the lab. */
  control: string;
}

const NO_NOISE = { recurrent: 0, feedforward: 0, tau: 0 };

/** What a reader can do in a minute each. */
export const MISSIONS: readonly Mission[] = [
  {
    name: 'feed',
    title: 'Flip an answer',
    caption:
      'Feed a 1: every answer flips, since the last N bits have one more. Feed a 0: only bits that leave the last N count.',
    state: { N: 5, task: 5, feed: [{ stream: 8 }], epsilons: NO_NOISE, lesions: [] },
    control: '[data-bit="1"]',
  },
  {
    name: 'silence',
    title: 'Silence a module',
    caption:
      'The second module is silent. The tasks before it are solved as before; every later one reads it and is lost.',
    state: {
      N: 20,
      epsilons: NO_NOISE,
      lesions: [{ architecture: 'modular', module: 1, neuron: null }],
    },
    control: '[data-heal]',
  },
  {
    name: 'damage',
    title: 'Damage it until half of the tasks are lost',
    caption:
      'Move the slider of W^FF. Each module passes its error on to the next, so the longest tasks go first. Then copy the link.',
    state: { N: 20, lesions: [], epsilons: { ...NO_NOISE, feedforward: 0.1 } },
    control: '[data-eps="feedforward"]',
  },
  {
    name: 'grow',
    title: 'Grow a module from random weights',
    caption:
      'Press Train. A module that copies nothing learns the same task; what it learns joins the network that runs.',
    state: { N: 5, lesions: [], epsilons: NO_NOISE, growth: 'recurrent-random-feedforward-random' },
    control: '[data-grow]',
  },
];

/** Buttons that set the lab up for a mission, with a caption below the one that was chosen. */
export function missions({ root, store, index }: Setting): void {
  const buttons = [...root.querySelectorAll<HTMLButtonElement>('[data-mission]')];
  for (const button of buttons) {
    button.addEventListener('click', () => {
      const mission = MISSIONS.find(({ name }) => name === button.dataset.mission);
      if (!mission) return;
      for (const other of buttons) {
        other.setAttribute('aria-pressed', String(other === button));
        const caption = root.querySelector<HTMLElement>(`[data-caption="${other.dataset.mission}"]`);
        if (caption) caption.hidden = other !== button;
      }
      const { epsilons, N } = mission.state;
      const { epsilons: grid } = index.perturbation;
      const most = Number(root.querySelector<HTMLInputElement>('[data-N]')?.max);
      store.set({
        ...mission.state,
        ...(epsilons && { epsilons: { ...epsilons, feedforward: nearest(grid, epsilons.feedforward) } }),
        ...(N && { N: Math.min(N, most) }),
      });
      for (const marked of root.querySelectorAll('[data-wanted]')) marked.removeAttribute('data-wanted');
      root.querySelector(mission.control)?.setAttribute('data-wanted', '');
    });
  }
}
