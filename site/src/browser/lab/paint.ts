import type { Architecture } from '../../../../src/network/network.ts';
import { wholeTicks } from './chart.ts';
import type { Palette } from './colours.ts';
import { isSilent, type LesionTarget } from './lesion.ts';
import type { LiveStep } from './messages.ts';
import { cellOf, columnOf, type NeuronPlace, type StageLayout } from './stage.ts';

/** One of the two networks as it is painted. */
export interface ShownNetwork {
  architecture: Architecture;
  modules: number;
  size: number;
  tasks: readonly number[];
  /** The newest step; null before the first bit. */
  step: LiveStep | null;
  /** Largest activity so far, by module; painted at full opacity. */
  largest: Float32Array;
}

export interface Scene {
  networks: readonly ShownNetwork[];
  lesions: readonly LesionTarget[];
  /** The task whose bits are underlined. */
  task: number;
  /** The neuron under the cursor; null if the canvas has no focus. */
  cursor: NeuronPlace | null;
  palette: Palette;
}

/** Paints activity, answers and accuracy; `context` is scaled so that one unit is a pixel of the page. */
export function paint(context: CanvasRenderingContext2D, stage: StageLayout, scene: Scene): void {
  context.clearRect(0, 0, stage.width, stage.height);
  paintTask(context, stage, scene);
  for (const network of scene.networks) {
    paintActivity(context, stage, network, scene);
    paintHeads(context, stage, network, scene);
  }
  paintAxis(context, stage, scene);
  if (scene.cursor) {
    const [x, y, width, height] = cellOf(stage, scene.cursor);
    context.strokeStyle = scene.palette.focus;
    context.lineWidth = 2;
    context.strokeRect(x - 1, y - 1, width + 2, height + 2);
  }
}

function paintTask(context: CanvasRenderingContext2D, stage: StageLayout, { task, palette }: Scene): void {
  context.fillStyle = palette.surface;
  const bottom = stage.heads['non-modular'].bars + stage.heads['non-modular'].barHeight + 4;
  context.fillRect(columnOf(stage, task), 0, stage.pitch, bottom);
}

function paintActivity(
  context: CanvasRenderingContext2D,
  stage: StageLayout,
  network: ShownNetwork,
  scene: Scene,
): void {
  const { architecture, modules, size, step, largest } = network;
  const colour = scene.palette[architecture];
  for (let module = 0; module < modules; module++) {
    for (let neuron = 0; neuron < size; neuron++) {
      const place = { architecture, module, neuron };
      const [x, y, width, height] = cellOf(stage, place);
      const gap = width > 8 ? 1 : 0.5;
      if (isSilent(scene.lesions, place)) {
        paintSilent(context, [x, y, width - gap, height - 1], scene.palette.wrong);
        continue;
      }
      const value = step ? Math.abs(step.activity[module * size + neuron]) / (largest[module] || 1) : 0;
      context.globalAlpha = 1;
      context.fillStyle = scene.palette.faint;
      context.fillRect(x, y, width - gap, height - 1);
      context.globalAlpha = Math.sqrt(Math.min(1, value));
      context.fillStyle = colour;
      context.fillRect(x, y, width - gap, height - 1);
    }
  }
  context.globalAlpha = 1;
}

function paintSilent(
  context: CanvasRenderingContext2D,
  [x, y, width, height]: readonly [number, number, number, number],
  colour: string,
): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + width, y + height);
  context.moveTo(x, y + height);
  context.lineTo(x + width, y);
  context.stroke();
}

/** A filled mark for the answer 'odd', a hollow one for 'even'; a circle where it is right, a square with a stroke through it where it is wrong. */
function paintHeads(
  context: CanvasRenderingContext2D,
  stage: StageLayout,
  network: ShownNetwork,
  { palette }: Scene,
): void {
  const { architecture, tasks, step } = network;
  const { marks, bars, barHeight, radius } = stage.heads[architecture];
  tasks.forEach((N, k) => {
    const x = columnOf(stage, N) + stage.pitch / 2;
    context.lineWidth = 1.3;
    if (!step?.counts[k]) {
      context.fillStyle = palette.rule;
      context.beginPath();
      context.arc(x, marks, Math.min(1.6, radius), 0, 2 * Math.PI);
      context.fill();
      return;
    }
    const right = step.answers[k] === step.truth[k];
    context.strokeStyle = right ? palette[architecture] : palette.wrong;
    context.fillStyle = context.strokeStyle;
    context.beginPath();
    if (right) context.arc(x, marks, radius - 0.6, 0, 2 * Math.PI);
    else context.rect(x - radius, marks - radius, 2 * radius, 2 * radius);
    if (step.answers[k]) context.fill();
    context.stroke();
    if (!right) {
      context.beginPath();
      context.moveTo(x - radius - 2, marks + radius + 2);
      context.lineTo(x + radius + 2, marks - radius - 2);
      context.stroke();
    }
    paintBar(context, [columnOf(stage, N), bars, stage.pitch, barHeight], step.running[k], palette[architecture]);
  });
  context.fillStyle = palette.rule;
  context.fillRect(stage.left, bars + barHeight, (stage.largestN - 1) * stage.pitch, 1);
}

/** Accuracy from chance, at the bottom, to 1. */
function paintBar(
  context: CanvasRenderingContext2D,
  [x, y, width, height]: readonly [number, number, number, number],
  accuracy: number,
  colour: string,
): void {
  if (Number.isNaN(accuracy)) return;
  const share = Math.max(0, (accuracy - 0.5) / 0.5);
  const gap = width > 8 ? 2 : 1;
  context.globalAlpha = 0.55;
  context.fillStyle = colour;
  context.fillRect(x + gap / 2, y + height * (1 - share), width - gap, height * share);
  context.globalAlpha = 1;
}

function paintAxis(context: CanvasRenderingContext2D, stage: StageLayout, { task, palette }: Scene): void {
  context.font = `12px ${palette.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const ticks = wholeTicks([2, stage.largestN], Math.max(4, Math.floor(stage.width / 60)));
  for (const N of new Set([2, ...ticks])) {
    if (Math.abs(N - task) * stage.pitch < 34) continue;
    context.fillStyle = palette.soft;
    context.fillText(String(N), Math.max(6, columnOf(stage, N) + stage.pitch / 2), stage.axis);
  }
  context.fillStyle = palette.ink;
  const words = `N = ${task}`;
  const half = context.measureText(words).width / 2;
  const x = columnOf(stage, task) + stage.pitch / 2;
  context.fillText(words, Math.max(half + 1, Math.min(stage.width - half - 1, x)), stage.axis);
}
