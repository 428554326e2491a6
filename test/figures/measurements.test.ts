import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { measuredRows } from '../../site/src/report/measurements.ts';
import { svgText } from '../../src/artifact/svg.ts';
import { drawingOf, measurements, panels, referenceDrawings } from '../../src/figures/index.ts';
import type { PanelLayout } from '../../src/figures/layout.ts';
import { bench, scaling } from '../site/records.ts';
import { expectDrawing } from './drawing.ts';
import { referenceRows } from './referenceRows.ts';

const { document } = new JSDOM('').window;
const rows = { ...measuredRows(bench, scaling), ...referenceRows };
/** Drawings of the benchmark and of the reference network. */
const drawings = [...measurements, ...referenceDrawings];

test('measurements have ids and are not panels', () => {
  expect(drawings.map(({ id }) => drawingOf(id))).toEqual(drawings);
  expect(panels.filter(({ id }) => drawings.some((drawing) => drawing.id === id))).toEqual([]);
  expect(Object.keys(rows)).toEqual(drawings.map(({ id }) => id));
});

describe.each(drawings.map((drawing) => ({ id: drawing.id, drawing })))('measurement $id', ({ id, drawing }) => {
  const drawn = (width: number) => svgText(drawing.plot(rows[id], { width, document }), { id });

  test('draws the expected SVG', () => expectDrawing(id, drawn(640)));

  test.each([640, 340])('stays inside %i pixels', (width) => {
    const svg = new JSDOM(drawn(width), { contentType: 'image/svg+xml' }).window.document.documentElement;
    expect(svg.getAttribute('viewBox')).toMatch(new RegExp(`^0 0 ${width} `));
    expect(svg.outerHTML).not.toMatch(/NaN|Infinity|undefined/);
    const [, , , height] = svg.getAttribute('viewBox')!.split(' ').map(Number);
    for (const text of svg.querySelectorAll('text')) {
      const [x, y] = /translate\(([\d.-]+),([\d.-]+)\)/
        .exec(text.getAttribute('transform') ?? '')
        ?.slice(1)
        .map(Number) ?? [0, 0];
      expect(x, text.textContent).toBeLessThanOrEqual(width);
      expect(y, text.textContent).toBeLessThanOrEqual(height);
      expect(Math.min(x, y), text.textContent).toBeGreaterThanOrEqual(0);
    }
  });

  test('has a summary without gaps', () => {
    expect(drawing.summarize(rows[id])).toMatch(/^[A-Z].*\.$/s);
    expect(drawing.summarize(rows[id])).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  test('draws an empty frame without a record', () => {
    expect(drawing.summarize([])).toMatch(/(not|No) .*(measured|timed)\.$/);
    expect(svgText(drawing.plot([], { width: 640, document }), { id })).toContain('not run in this profile');
  });

  test('reports the layout of its points', () => {
    const layouts: PanelLayout[] = [];
    const onLayout = (layout: PanelLayout) => layouts.push(layout);
    drawing.plot(rows[id], { width: 640, document, interactive: true, onLayout });
    expect(layouts).toHaveLength(1);
    expect(layouts[0].points.length).toBeGreaterThan(4);
    for (const { x, y, label } of layouts[0].points) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(label).not.toBe('');
    }
  });
});

test('faster peers are left of the line at 1', () => {
  const svg = measurements.find(({ id }) => id === 'speed')!.plot(rows.speed, { width: 640, document });
  const line = Number(svg.querySelector('[aria-label="rule"] line')!.getAttribute('x1'));
  const dots = [...svg.querySelectorAll('[aria-label="dot"] path')]
    .filter(
      (dot) =>
        dot.getAttribute('fill')?.includes('--peer-jax') ||
        dot.parentElement!.getAttribute('fill')?.includes('--peer-jax'),
    )
    .map((dot) => Number(/translate\(([\d.-]+)/.exec(dot.getAttribute('transform')!)![1]));
  // One of them is in the key; the rest are the workloads, modular first.
  const [, ...workloads] = dots;
  expect(workloads.map((x) => x < line)).toEqual([false, false, false, true]);
});

test('heads of larger N are darker', () => {
  const svg = referenceDrawings
    .find(({ id }) => id === 'reference-recurrent')!
    .plot(referenceRows['reference-recurrent'], {
      width: 640,
      document,
    });
  const lines = [...svg.querySelectorAll('[aria-label="line"]')].filter((line) =>
    line.getAttribute('aria-description'),
  );
  const colours = lines.map(
    (line) => line.getAttribute('stroke') ?? line.querySelector('path')?.getAttribute('stroke'),
  );
  expect(colours.map((colour) => Number(/--recurrent-(\d)/.exec(colour ?? '')?.[1]))).toEqual([1, 3, 4, 6, 7]);
});

test('summaries of the reference network have its numbers', () => {
  const summaryOf = (id: string) =>
    referenceDrawings.find((drawing) => drawing.id === id)!.summarize(referenceRows[id]);
  expect(summaryOf('reference-tasks')).toMatch(/^Half of the tasks are lost at these ε: τ, leak outside: 0\.\d+/);
  expect(summaryOf('reference-recurrent')).toMatch(
    /falls to 0\.9 at ε = [\d.]+ for N = 2 and at ε = [\d.]+ for N = 6\.$/,
  );
  expect(summaryOf('reference-timescales')).toContain(
    'Effective, leak outside: 87.1% of the neurons at one step or below',
  );
  expect(summaryOf('reference-timescales').match(/2% without a fit/g)).toHaveLength(2);
});
