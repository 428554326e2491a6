import { tableOf } from './answers.ts';
import { onTheme, readPalette } from './colours.ts';
import { isSilent, nameLesion, toggled } from './lesion.ts';
import { paint } from './paint.ts';
import { part, type Setting, stateOf } from './setting.ts';
import { hit, moved, type NeuronPlace, type StageLayout, stageOf } from './stage.ts';

/** Actions on the heatmap, for the keyboard. */
export interface View {
  move(right: number, down: number): void;
  cutNeuron(): void;
  cutModule(): void;
}

/** The canvas: activity by module, answers by task, and a cursor over the neurons. */
export function view(setting: Setting): View {
  const { store, running } = setting;
  const frame = part(setting, 'stage');
  const canvas = part<HTMLCanvasElement>(setting, 'canvas');
  const cursorText = part(setting, 'cursor');
  const text = part(setting, 'table');
  const [cutNeuron, cutModule] = [
    part<HTMLButtonElement>(setting, 'cut-neuron'),
    part<HTMLButtonElement>(setting, 'cut-module'),
  ];
  let palette = readPalette(setting.root);
  let cursor: NeuronPlace = { architecture: 'modular', module: 0, neuron: 0 };
  let focused = false;
  let wanted = 0;

  const stage = (): StageLayout => {
    const { pair, N } = stateOf(setting);
    const [modular, nonModular] = pair.split('-').map(Number);
    return stageOf({
      width: frame.clientWidth,
      largestN: Math.max(N, running.of('modular')?.shown.tasks.at(-1) ?? 2),
      modular,
      nonModular,
    });
  };
  const modules = () => running.of('modular')?.shown.modules ?? 1;
  const draw = () => {
    wanted = 0;
    const layout = stage();
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(layout.width * ratio), Math.round(layout.height * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.height = `${layout.height}px`;
      frame.style.minHeight = '';
    }
    const context = canvas.getContext('2d');
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { lesions, task } = stateOf(setting);
    paint(context, layout, { networks: running.shown, lesions, task, cursor: focused ? cursor : null, palette });
    if (part<HTMLDetailsElement>(setting, 'text').open) text.innerHTML = tableOf(running.shown);
  };
  const soon = () => {
    if (wanted === 0) wanted = requestAnimationFrame(draw);
  };
  const describeCursor = () => {
    const opened = running.of(cursor.architecture)?.live.opened;
    const { lesions } = stateOf(setting);
    const at = cursor.module * (opened?.size ?? 0) + cursor.neuron;
    const tau = opened?.tau[at];
    const silent = isSilent(lesions, cursor);
    cursorText.textContent = `${capital(nameLesion(cursor))}${tau === undefined ? '' : `: time constant ${tau.toFixed(2)} steps`}${silent ? ', silenced' : ''}.`;
    cutNeuron.textContent = lesions.some((lesion) => lesion.neuron === cursor.neuron && sameModule(lesion))
      ? 'Wake neuron'
      : 'Silence neuron';
    cutModule.textContent = lesions.some((lesion) => lesion.neuron === null && sameModule(lesion))
      ? 'Wake module'
      : 'Silence module';
    cutModule.disabled = cursor.architecture !== 'modular';
  };
  const sameModule = (lesion: { architecture: string; module: number }) =>
    lesion.architecture === cursor.architecture && lesion.module === cursor.module;
  const put = (place: NeuronPlace) => {
    cursor = place;
    focused = true;
    describeCursor();
    soon();
  };
  const actions: View = {
    move: (right, down) => put(moved(stage(), cursor, [right, down], modules())),
    cutNeuron: () => store.set({ lesions: toggled(stateOf(setting).lesions, cursor) }),
    cutModule: () => {
      if (cursor.architecture === 'modular') {
        store.set({ lesions: toggled(stateOf(setting).lesions, { ...cursor, neuron: null }) });
      }
    },
  };

  canvas.addEventListener('pointerdown', ({ offsetX, offsetY }) => {
    const found = hit(stage(), offsetX, offsetY, modules());
    if (found && 'task' in found) store.set({ task: Math.min(found.task, stateOf(setting).N) });
    else if (found) put(found);
  });
  canvas.addEventListener('dblclick', () => actions.cutNeuron());
  canvas.addEventListener('focus', () => put(cursor));
  cutNeuron.addEventListener('click', actions.cutNeuron);
  cutModule.addEventListener('click', actions.cutModule);
  part(setting, 'heal').addEventListener('click', () =>
    store.set({ lesions: [], epsilons: { recurrent: 0, feedforward: 0, tau: 0 } }),
  );
  part(setting, 'text').addEventListener('toggle', draw);
  new ResizeObserver(soon).observe(frame);
  onTheme(() => {
    palette = readPalette(setting.root);
    soon();
  });
  running.listen(() => {
    if (cursor.architecture === 'modular' && cursor.module >= modules()) cursor = { ...cursor, module: modules() - 1 };
    const size = running.of(cursor.architecture)?.shown.size ?? 1;
    if (cursor.neuron >= size) cursor = { ...cursor, neuron: size - 1 };
    describeCursor();
    soon();
  });
  store.listen((_, changed) => {
    if (changed.has('task') || changed.has('lesions')) {
      describeCursor();
      soon();
    }
  });
  return actions;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
