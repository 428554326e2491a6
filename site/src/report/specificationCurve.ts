import * as Plot from '@observablehq/plot';
import { JSDOM } from 'jsdom';
import { VERDICTS, type Verdict } from '../../../src/artifact/verdict.ts';
import { background, faint, ink, muted } from '../../../src/figures/colour.ts';
import { wholeTicks } from '../../../src/figures/frame.ts';
import { setSymbols } from '../../../src/figures/symbol.ts';
import { asImage } from '../browser/drawing.ts';
import { compactDrawing } from './compact.ts';
import { colourName } from './verdictStyles.ts';

const { document } = new JSDOM('').window;
const SVG = 'http://www.w3.org/2000/svg';

/** Pixels: a row of the drawing, its text, the side of a verdict's shape, the height of the counts, the space before a group. */
const ROW = 16;
const TEXT = 11.5;
const SHAPE = 12;
const COUNTS = 130;
const GAP = 8;
/** The room that the name of a column takes. */
const LABEL = 190;

/** A specification: how many claims it reproduces, the row of each choice's value, the verdict of each claim. */
export interface CurveColumn {
  reproduced: number;
  values: readonly { group: number; value: number; departs: boolean }[];
  verdicts: readonly Verdict[];
  /** Its name above the counts, where it has one. */
  label?: string;
}

/** A specification curve: columns in their order, choices with their values, claims with their figure. */
export interface Curve {
  columns: readonly CurveColumn[];
  choices: readonly { name: string; values: readonly string[] }[];
  claims: readonly { id: string; words: string; figure: number | null }[];
}

/** The width of a column: as many as there are fit the page, down to what a finger or a shape needs. */
export function columnWidth(columns: number): number {
  return Math.max(SHAPE + 1, Math.min(44, Math.floor(840 / columns)));
}

/** The curve itself: counts as dots, values of the choices as bars, verdicts as shapes. Its names stand in `curveNames`. */
export function drawCurve(curve: Curve, name: string): string {
  const { columns, claims } = curve;
  const rows = rowsOf(curve);
  const step = columnWidth(columns.length);
  const middle = (i: number) => (i + 0.5) * step;
  const width = Math.max(columns.length * step, LABEL);
  const { y, ticks } = countScale(curve);
  const bars = columns.flatMap(({ values }, i) =>
    values.map(({ group, value, departs }) => ({ x: i * step, y: rows.values[group][value], departs })),
  );
  const isRoomy = (i: number) => middle(i) + LABEL <= width || middle(i) < LABEL;
  const named = columns.flatMap(({ label, reproduced }, i) => (label ? [{ i, label, reproduced }] : []));
  const lines = [...rows.values.flat(), ...rows.claims].map((top) => top + ROW);
  return finished(width, rows.height, name, [
    Plot.ruleY(ticks, { y: (tick: number) => y(tick), stroke: faint }),
    Plot.ruleY(lines, { y: (line: number) => line, stroke: faint, strokeOpacity: 0.6 }),
    Plot.ruleX(named, { x: ({ i }) => middle(i), y1: 12, y2: rows.height, stroke: muted, strokeOpacity: 0.35 }),
    Plot.dot(columns, {
      x: (_, i) => middle(i),
      y: ({ reproduced }) => y(reproduced),
      r: ({ label }) => (label ? 5 : 3),
      fill: ink,
    }),
    ...named.map(({ i, label }, place) =>
      Plot.text([label], {
        x: [middle(i) + (isRoomy(i) ? 4 : -4)],
        y: [8 + 14 * place],
        textAnchor: isRoomy(i) ? 'start' : 'end',
        fill: ink,
        fontSize: TEXT,
        fontWeight: 600,
        stroke: background,
        strokeWidth: 4,
      }),
    ),
    Plot.rect(bars, {
      x1: ({ x }) => x + 1.5,
      x2: ({ x }) => x + step - 1.5,
      y1: ({ y }) => y + 4,
      y2: ({ y }) => y + ROW - 4,
      fill: ({ departs }) => (departs ? ink : muted),
      fillOpacity: ({ departs }) => (departs ? 1 : 0.45),
    }),
    () => shapes(columns, claims.length, rows.claims, step),
  ]);
}

/** The names of the curve's rows, for the margin at its left; `narrow` names claims by their number alone. */
export function curveNames(curve: Curve, width: number, narrow: boolean): string {
  const rows = rowsOf(curve);
  const { y, ticks } = countScale(curve);
  const text = (words: readonly { words: string; y: number }[], options: Plot.TextOptions) =>
    Plot.text(words, { text: 'words', y: 'y', x: width - 8, textAnchor: 'end', fontSize: TEXT, fill: ink, ...options });
  const longest = Math.floor((width - 44) / 5.4);
  return finished(width, rows.height, 'Names of the rows', [
    text(
      ticks.map((tick) => ({ words: String(tick), y: y(tick) })),
      { fill: muted },
    ),
    text([{ words: 'claims reproduced', y: 8 }], { x: 0, textAnchor: 'start', fill: muted }),
    text(
      curve.choices.map(({ name: words }, c) => ({ words, y: rows.values[c][0] - ROW / 2 })),
      { x: 0, textAnchor: 'start', fontWeight: 600 },
    ),
    text(
      curve.choices.flatMap(({ values }, c) => values.map((words, v) => ({ words, y: rows.values[c][v] + ROW / 2 }))),
      {},
    ),
    text(
      curve.claims.map(({ id: words }, c) => ({ words, y: rows.claims[c] + ROW / 2 })),
      narrow ? { fontWeight: 600 } : { x: 0, textAnchor: 'start', fontWeight: 600 },
    ),
    ...(narrow
      ? []
      : [
          text(
            curve.claims.map(({ words }, c) => ({ words: shortened(words, longest), y: rows.claims[c] + ROW / 2 })),
            { x: 36, textAnchor: 'start' },
          ),
        ]),
  ]);
}

/** The tops of all rows. */
function rowsOf({ choices, claims }: Curve) {
  let top = COUNTS + GAP;
  const row = () => {
    top += ROW;
    return top - ROW;
  };
  const values = choices.map(({ values }) => {
    top += ROW + GAP / 2;
    return values.map(row);
  });
  top += GAP;
  const tops = claims.map(({ figure }, i) => {
    if (i === 0 || figure !== claims[i - 1].figure) top += GAP;
    return row();
  });
  return { values, claims: tops, height: top + 4 };
}

/** Height in px of the labels above the counts. */
export const labelsHeight = (columns: readonly CurveColumn[]): number =>
  16 + 14 * columns.filter(({ label }) => label).length;

/** Where a count stands: from one below the lowest to one above the highest. */
function countScale({ columns }: Curve) {
  const counts = columns.map(({ reproduced }) => reproduced);
  const domain = [Math.max(0, Math.min(...counts) - 1), Math.max(...counts) + 1] as const;
  const y = (count: number) =>
    COUNTS - ((count - domain[0]) / (domain[1] - domain[0])) * (COUNTS - labelsHeight(columns));
  return { y, ticks: wholeTicks(domain, 5) };
}

/** The verdicts: each shape is a pattern, and one path fills the columns of a row that have it. Thousands of elements would hold up the page's first paint. */
function shapes(columns: readonly CurveColumn[], claims: number, tops: readonly number[], step: number) {
  const group = document.createElementNS(SVG, 'g');
  const left = (i: number) => (i + 0.5) * step - SHAPE / 2;
  const shape = (verdict: Verdict) => `curve-${colourName(verdict)}`;
  const definitions = VERDICTS.map(
    ({ word, symbol }) =>
      `<pattern id="${shape(word)}" patternUnits="userSpaceOnUse" x="${left(0)}" width="${step}" height="${SHAPE}" data-verdict="${word}"><g class="verdict-shape" transform="scale(${SHAPE / 16})">${symbol}</g></pattern>`,
  ).join('');
  const drawn = [...Array(claims).keys()].flatMap((claim) =>
    VERDICTS.flatMap(({ word }) => {
      const at = columns.flatMap(({ verdicts }, i) => (verdicts[claim] === word ? [left(i)] : []));
      const squares = at.map((x) => `M${x},0h${SHAPE}v${SHAPE}h-${SHAPE}z`).join('');
      const top = tops[claim] + (ROW - SHAPE) / 2;
      return at.length > 0
        ? `<path data-shown="${word}" d="${squares}" fill="url(#${shape(word)})" transform="translate(0,${top})"/>`
        : [];
    }),
  );
  group.innerHTML = `<defs>${definitions}</defs>${drawn.join('')}`;
  return group as unknown as SVGElement;
}

function finished(width: number, height: number, name: string, marks: Plot.Markish[]): string {
  const drawing = Plot.plot({
    document,
    width,
    height,
    margin: 0,
    className: 'curve-drawing',
    x: { type: 'identity', axis: null },
    y: { type: 'identity', axis: null },
    r: { type: 'identity' },
    marks,
  });
  drawing.querySelector('style')?.remove();
  asImage(drawing, name);
  setSymbols(drawing, document);
  return compactDrawing(drawing.outerHTML);
}

function shortened(words: string, longest: number): string {
  if (words.length <= longest) return words;
  return `${words.slice(0, words.lastIndexOf(' ', longest - 1))} …`;
}
