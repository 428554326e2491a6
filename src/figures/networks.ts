import { blankNetwork, stepParameters } from '../analysis/cost.ts';
import type { Row } from '../artifact/table.ts';
import type { Architecture } from '../network/network.ts';
import { parameterCount } from '../network/tensors.ts';
import { PAIRS } from '../study/pairs.ts';
import { networkColumns, TWINS } from '../study/tables.ts';
import { background, faint, groupColour, ink, muted, networkColour } from './colour.ts';
import type { PanelOf, PanelOptions } from './panel.ts';
import { Sketch } from './sketch.ts';
import { setSymbols } from './symbol.ts';

const { architecture, size } = networkColumns;
const count = { type: 'number', role: 'value' } as const;
const kinds = {
  size: {
    architecture,
    size,
    pair: count,
    N: TWINS.columns.N,
    neurons: count,
    heads: count,
    parameters: count,
    trainedInStep: count,
  },
};

const SIZES: Record<Architecture, readonly number[]> = {
  modular: PAIRS.map(([small]) => small),
  'non-modular': PAIRS.map(([, large]) => large),
};
const TASKS = [2, 3, 5, 10, 20, 30, 60];
/** The paper pairs sizes by their trainable parameters near this N. */
const PAIRED = 30;
/** Number of heads drawn. */
const DRAWN = 4;

/** Fig. 1: both architectures with four heads, and what they cost, from the definitions of the networks. */
export const networks: PanelOf<typeof kinds> = {
  id: '1',
  figure: 1,
  title: 'Two ways to grow',
  caption:
    'Modular: every task N has a module with a readout head; the module reads the bits and the previous module, and only the newest module trains. Non-modular: every head reads one core; each N adds a head, and the core and all heads keep training. Below: pairs of sizes with their trainable parameters at N = 30.',
  inputs: [],
  kinds,
  derive: () =>
    (['modular', 'non-modular'] as const).flatMap((architecture) =>
      SIZES[architecture].flatMap((size, pair) =>
        TASKS.map((N) => {
          const network = blankNetwork(architecture, size, N);
          const step = Object.values(stepParameters(network)).reduce((sum, count) => sum + count, 0);
          const neurons = network.modules.length * size;
          const parameters = parameterCount(network);
          return {
            kind: 'size' as const,
            architecture,
            size,
            pair: pair + 1,
            N,
            neurons,
            heads: N - 1,
            parameters,
            trainedInStep: step,
          };
        }),
      ),
    ),
  plot(rows, options) {
    const narrow = options.width < 480;
    const half = narrow ? options.width : options.width / 2;
    const sketch = new Sketch(
      options.document,
      options.width,
      narrow ? 610 : 330,
      'A modular and a non-modular network',
    );
    modular(sketch, half * 0.02, 20, half * 0.96);
    const [x, y] = narrow ? [0, 235] : [half, 20];
    core(sketch, x + half * 0.06, y, half * 0.88);
    sizes(sketch, rows, narrow ? 470 : 258, options);
    setSymbols(sketch.element, options.document);
    return sketch.element;
  },
  summarize(rows) {
    const pairs = SIZES.modular.map((size, i) => {
      const [a, b] = [countAt(rows, 'modular', size), countAt(rows, 'non-modular', SIZES['non-modular'][i])];
      return `${size} neurons a module and ${SIZES['non-modular'][i]} in the core (${a} and ${b})`;
    });
    return `A modular network adds a module and a head for each N; a non-modular one adds a head to one core. Pairs of sizes, with trainable parameters at N = ${PAIRED}: ${pairs.join(', ')}.`;
  },
};

function countAt(rows: readonly Row[], architecture: Architecture, size: number): string {
  const row = rows.find(
    (candidate) => candidate.architecture === architecture && candidate.size === size && candidate.N === PAIRED,
  );
  return Number(row?.parameters ?? 0).toLocaleString('en');
}

function modular(sketch: Sketch, x: number, y: number, width: number): void {
  const colour = networkColour('modular', 10);
  const [step, box] = [width / DRAWN, width / DRAWN - 24];
  const top = y + 74;
  sketch.text(x + width / 2, y, 'modular: the newest module trains', {
    fill: networkColour('modular', 15),
    weight: 600,
  });
  const bits = top + box + 42;
  for (let k = 0; k < DRAWN; k++) {
    const newest = k === DRAWN - 1;
    const left = x + k * step + 12;
    const middle = left + box / 2;
    sketch.box(left, top, box, box, { fill: colour, opacity: newest ? 0.28 : 0.09, stroke: newest ? colour : faint });
    ring(sketch, middle, top + box / 2, 0.27 * box, 5, 4.2, newest ? colour : muted);
    sketch.loop(left + box * 0.78, top + box - 1, 9, groupColour('recurrent'));
    head(sketch, middle, y + 22, k + 2, newest ? colour : muted);
    sketch.arrow(middle, top - 2, middle, y + 48, newest ? colour : muted);
    sketch.arrow(middle - box * 0.2, bits - 10, middle - box * 0.2, top + box + 3, muted);
    if (k > 0) sketch.arrow(left - 23, top + box / 2, left - 2, top + box / 2, groupColour('feedforward'), 2);
  }
  sketch.text(x + step, top + box / 2 - 9, 'W^FF', { fill: groupColour('feedforward'), size: 11 });
  sketch.text(x + 12 + box + 3, top + box + 16, 'W^R', { fill: groupColour('recurrent'), size: 11 });
  sketch.line(x + 12, bits - 10, x + width - 12, bits - 10, muted);
  sketch.text(x + width / 2, bits + 4, 'bits S(t)', { fill: muted, size: 11 });
}

function core(sketch: Sketch, x: number, y: number, width: number): void {
  const colour = networkColour('non-modular', 54);
  const height = 88;
  const top = y + 80;
  const step = width / DRAWN;
  sketch.text(x + width / 2, y, 'non-modular: everything trains', {
    fill: networkColour('non-modular', 91),
    weight: 600,
  });
  sketch.box(x + 20, top, width - 40, height, { fill: colour, opacity: 0.22, stroke: colour });
  const columns = 7;
  for (let i = 0; i < 20; i++) {
    const row = Math.floor(i / columns);
    const inRow = Math.min(columns, 20 - row * columns);
    const cx = x + width / 2 + ((i % columns) - (inRow - 1) / 2) * ((width - 80) / columns);
    sketch.dot(cx, top + 22 + row * 22, 4.2, colour);
  }
  for (let k = 0; k < DRAWN; k++) {
    const middle = x + step * (k + 0.5);
    head(sketch, middle, y + 22, k + 2, colour);
    sketch.arrow(x + width / 2 + (middle - x - width / 2) * 0.62, top - 2, middle, y + 48, colour);
  }
  sketch.loop(x + width - 52, top + height - 1, 11, groupColour('recurrent'));
  sketch.text(x + width - 28, top + height + 14, 'W^R', { fill: groupColour('recurrent'), size: 11 });
  sketch.arrow(x + width / 2, top + height + 28, x + width / 2, top + height + 3, muted);
  sketch.text(x + width / 2, top + height + 40, 'bits S(t)', { fill: muted, size: 11 });
}

/** A readout head: two units under its task. */
function head(sketch: Sketch, x: number, y: number, N: number, colour: string): void {
  sketch.text(x, y - 3, `N = ${N}`, { fill: ink, size: 11 });
  sketch.box(x - 15, y + 6, 30, 15, { fill: background, opacity: 1, stroke: colour, radius: 7 });
  sketch.dot(x - 6, y + 13.5, 3, colour);
  sketch.dot(x + 6, y + 13.5, 3, colour);
}

function ring(sketch: Sketch, x: number, y: number, radius: number, count: number, r: number, colour: string): void {
  const at = (i: number): [number, number] => {
    const angle = (2 * Math.PI * i) / count - Math.PI / 2;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  };
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) sketch.line(...at(i), ...at(j), colour, 0.35);
  }
  for (let i = 0; i < count; i++) sketch.dot(...at(i), r, colour);
}

/** Sizes in pairs, with their parameters: columns of equal lightness. */
function sizes(sketch: Sketch, rows: readonly Row[], y: number, { width }: PanelOptions): void {
  const narrow = width < 480;
  const left = narrow ? 8 : 150;
  const step = (width - left - 8) / 4;
  const lines = (['modular', 'non-modular'] as const).map((architecture, i) => ({
    architecture,
    at: y + i * (narrow ? 62 : 34),
  }));
  sketch.line(8, y - 20, width - 8, y - 20, faint);
  for (const { architecture, at } of lines) {
    const words = architecture === 'modular' ? 'neurons a module' : 'neurons in the core';
    sketch.text(8, narrow ? at - 2 : at + 6, words, { fill: muted, size: 11.5, anchor: 'start' });
    SIZES[architecture].forEach((size, i) => {
      const x = left + i * step + (narrow ? 4 : 0);
      const line = narrow ? at + 16 : at;
      sketch.dot(x + 5, line - 1, 5, networkColour(architecture, size));
      sketch.text(x + 16, line, String(size), { fill: ink, anchor: 'start', weight: 600 });
      sketch.text(x + 16, line + 15, `${countAt(rows, architecture, size)}`, {
        fill: muted,
        size: 11,
        anchor: 'start',
      });
    });
  }
}
