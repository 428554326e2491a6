import type { FeedingActions } from './feeding.ts';
import { part, type Setting } from './setting.ts';
import type { View } from './view.ts';

/** Actions that keys trigger. */
export interface Actions {
  feeding: FeedingActions;
  view: View;
  curriculum: { task(by: 1 | -1): void; curriculum(by: 1 | -1): void };
  copy(): void;
  heal(): void;
}

/** Single-key shortcuts while the focus is in the lab and not in a text field; arrow keys on the heatmap only. */
export function keyboard(setting: Setting, { feeding, view, curriculum, copy, heal }: Actions): void {
  const { root } = setting;
  const canvas = part(setting, 'canvas');
  const button = part(setting, 'keys');
  const list = part(setting, 'keys-list');
  const toggleKeys = () => {
    list.hidden = !list.hidden;
    button.setAttribute('aria-expanded', String(!list.hidden));
    if (list.hidden) return;
    list.focus();
    list.scrollIntoView({ block: 'nearest' });
  };
  const keys: Record<string, () => void> = {
    '0': () => feeding.feed(0),
    '1': () => feeding.feed(1),
    ' ': feeding.toggle,
    s: feeding.step,
    '+': () => feeding.faster(1),
    '-': () => feeding.faster(-1),
    a: feeding.again,
    '[': () => curriculum.curriculum(-1),
    ']': () => curriculum.curriculum(1),
    '<': () => curriculum.task(-1),
    '>': () => curriculum.task(1),
    x: view.cutNeuron,
    m: view.cutModule,
    h: heal,
    l: copy,
    '?': toggleKeys,
  };
  const arrows: Record<string, () => void> = {
    ArrowLeft: () => view.move(-1, 0),
    ArrowRight: () => view.move(1, 0),
    ArrowUp: () => view.move(0, -1),
    ArrowDown: () => view.move(0, 1),
  };
  button.addEventListener('click', toggleKeys);
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !list.hidden) {
      toggleKeys();
      button.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    if (target instanceof HTMLInputElement && target.type === 'text') return;
    // A select finds its options by letters, and space activates the focused control.
    if (target instanceof HTMLSelectElement) return;
    if (event.key === ' ' && target !== canvas && target.matches('button, summary, input')) return;
    const action = target === canvas ? (arrows[event.key] ?? keys[event.key]) : keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
