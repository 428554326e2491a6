import type { Architecture } from '../../../../src/network/network.ts';

/** A neuron of the stage; modules and neurons from 0, the core is module 0. */
export interface NeuronPlace {
  architecture: Architecture;
  module: number;
  neuron: number;
}

export interface StageSize {
  /** Pixels. */
  width: number;
  /** Largest task on the axis; constant while the curriculum step changes. */
  largestN: number;
  /** Neurons a module, and in the core. */
  modular: number;
  nonModular: number;
}

/**
 * The layout in pixels, from top to bottom: the modules' neurons, a column a module over its task; the modular heads with
 * their accuracy; the axis of N; the non-modular heads with theirs; the core's neurons.
 */
export interface StageLayout extends StageSize {
  height: number;
  left: number;
  /** Width of a task's column. */
  pitch: number;
  modules: { top: number; cell: number };
  core: { top: number; left: number; columns: number; rows: number; width: number; cell: number };
  /** Middle of the marks, and top and height of the bars. */
  heads: Record<Architecture, { marks: number; bars: number; barHeight: number; radius: number }>;
  axis: number;
}

const GAP = 7;

export function stageOf(size: StageSize): StageLayout {
  const { width, largestN, modular, nonModular } = size;
  const left = 1;
  const pitch = Math.min(110, (width - 2 * left) / (largestN - 1));
  const cell = Math.max(6, Math.min(13, Math.floor(124 / modular)));
  const radius = Math.max(2.2, Math.min(6.5, pitch * 0.38));
  const barHeight = 20;
  const modulesTop = 2;
  const marks = modulesTop + modular * cell + GAP + radius;
  const bars = marks + radius + GAP - 1;
  const axis = bars + barHeight + 4;
  const coreMarks = axis + 18 + radius;
  const coreBars = coreMarks + radius + GAP - 1;
  const rows = nonModular > 40 ? 5 : 2;
  const columns = Math.ceil(nonModular / rows);
  const coreWidth = Math.min(width - 2 * left, columns * 16);
  const coreTop = coreBars + barHeight + GAP + 3;
  const coreCell = 10;
  return {
    ...size,
    left,
    pitch,
    modules: { top: modulesTop, cell },
    core: { top: coreTop, left, columns, rows, width: coreWidth / columns, cell: coreCell },
    heads: {
      modular: { marks, bars, barHeight, radius },
      'non-modular': { marks: coreMarks, bars: coreBars, barHeight, radius },
    },
    axis,
    height: coreTop + rows * coreCell + 2,
  };
}

/** Left edge of a task's column. */
export function columnOf(stage: StageLayout, N: number): number {
  return stage.left + (N - 2) * stage.pitch;
}

/** The cell of a neuron: its left, top, width and height. */
export function cellOf(
  stage: StageLayout,
  { architecture, module, neuron }: NeuronPlace,
): [number, number, number, number] {
  if (architecture === 'modular') {
    const { top, cell } = stage.modules;
    return [columnOf(stage, module + 2), top + neuron * cell, stage.pitch, cell];
  }
  const { top, left, columns, width, cell } = stage.core;
  return [left + (neuron % columns) * width, top + Math.floor(neuron / columns) * cell, width, cell];
}

/** The neuron or the head of a task under a pixel; null for neither. */
export function hit(stage: StageLayout, x: number, y: number, modules: number): NeuronPlace | { task: number } | null {
  const task = Math.floor((x - stage.left) / stage.pitch) + 2;
  const { modules: cells, core } = stage;
  if (y < cells.top + stage.modular * cells.cell) {
    const neuron = Math.floor((y - cells.top) / cells.cell);
    const inside = neuron >= 0 && task >= 2 && task < modules + 2;
    return inside ? { architecture: 'modular', module: task - 2, neuron } : null;
  }
  if (y < core.top - 3) return task >= 2 && task <= stage.largestN ? { task } : null;
  const column = Math.floor((x - core.left) / core.width);
  const neuron = Math.floor((y - core.top) / core.cell) * core.columns + column;
  const inside = column >= 0 && column < core.columns && neuron >= 0 && neuron < stage.nonModular;
  return inside ? { architecture: 'non-modular', module: 0, neuron } : null;
}

/** The neuron one cursor step away; the same neuron at an edge. The core is below the modules. */
export function moved(
  stage: StageLayout,
  from: NeuronPlace,
  [right, down]: readonly [number, number],
  modules: number,
): NeuronPlace {
  if (from.architecture === 'modular') {
    if (down > 0 && from.neuron === stage.modular - 1) {
      const [x, , width] = cellOf(stage, from);
      const column = Math.min(stage.core.columns - 1, Math.floor((x + width / 2 - stage.core.left) / stage.core.width));
      return { architecture: 'non-modular', module: 0, neuron: column };
    }
    const module = clamp(from.module + right, modules - 1);
    return { architecture: 'modular', module, neuron: clamp(from.neuron + down, stage.modular - 1) };
  }
  const { columns } = stage.core;
  if (down < 0 && from.neuron < columns) {
    const [x, , width] = cellOf(stage, from);
    const module = clamp(Math.floor((x + width / 2 - stage.left) / stage.pitch), modules - 1);
    return { architecture: 'modular', module, neuron: stage.modular - 1 };
  }
  const neuron = from.neuron + right + down * columns;
  return neuron >= 0 && neuron < stage.nonModular ? { ...from, neuron } : from;
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
