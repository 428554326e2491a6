import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { measuredRows } from '../../site/src/report/measurements.ts';
import { drawingOf, measurements, outside, panels } from '../../src/figures/index.ts';
import { svgText } from '../../src/figures/render.ts';
import type { PanelSurvey } from '../../src/figures/survey.ts';
import { bench, scaling } from '../site/records.ts';
import { expectDrawing } from './drawing.ts';
import { referenceRows } from './referenceRows.ts';

const { document } = new JSDOM('').window;
const rows = { ...measuredRows(bench, scaling), ...referenceRows };
/** Of the benchmark, and of the network that others trained. */
const drawings = [...measurements, ...outside];

test('measurements are found by their names, and are no panels of the paper', () => {
  expect(drawings.map(({ id }) => drawingOf(id))).toEqual(drawings);
  expect(panels.filter(({ id }) => drawings.some((own) => own.id === id))).toEqual([]);
  expect(Object.keys(rows)).toEqual(drawings.map(({ id }) => id));
});

describe.each(drawings.map((drawing) => ({ id: drawing.id, drawing })))('measurement $id', ({ id, drawing }) => {
  const drawn = (width: number) => svgText(drawing.plot(rows[id], { width, document }), { id });

  test('draws as it did', () => expectDrawing(id, drawn(640)));

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

  test('says what it shows in a sentence without gaps', () => {
    expect(drawing.summarize(rows[id])).toMatch(/^[A-Z].*\.$/s);
    expect(drawing.summarize(rows[id])).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  test('without a record it says so and draws the same frame', () => {
    expect(drawing.summarize([])).toMatch(/(not|No) .*(measured|timed)\.$/);
    expect(svgText(drawing.plot([], { width: 640, document }), { id })).toContain('not run at this profile');
  });

  test('drawn for a page it tells where its points stand', () => {
    const said: PanelSurvey[] = [];
    drawing.plot(rows[id], { width: 640, document, interactive: true, survey: (own) => said.push(own) });
    expect(said).toHaveLength(1);
    expect(said[0].points.length).toBeGreaterThan(4);
    for (const { x, y, label } of said[0].points) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(label).not.toBe('');
    }
  });
});

test('a peer that is faster stands left of the line at 1, a slower one right of it', () => {
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

test('a head of a larger N is drawn stronger', () => {
  const svg = outside
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

test('the sentences of the reference network say where tasks are lost, and count neurons without a fit', () => {
  const said = (id: string) => outside.find((own) => own.id === id)!.summarize(referenceRows[id]);
  expect(said('reference-tasks')).toMatch(
    /^Half of the tasks are lost by noise of τ with the leak outside at ε = 0\.\d+/,
  );
  expect(said('reference-recurrent')).toMatch(/falls to 0\.9 .* N = 2 at ε = [\d.]+, that of N = 6 at ε = [\d.]+\.$/);
  expect(said('reference-timescales')).toContain('Effective, leak outside: 87.1% of the neurons at one step or below');
  expect(said('reference-timescales').match(/2% without a fit/g)).toHaveLength(2);
});
