import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { svgText } from '../../src/artifact/svg.ts';
import { panels } from '../../src/figures/index.ts';
import type { PanelLayout } from '../../src/figures/layout.ts';
import { expectDrawing } from './drawing.ts';
import { asInThePaper } from './effects.ts';
import { extentOf } from './extent.ts';
import { tables, tablesWith } from './tables.ts';

const { document } = new JSDOM('').window;
const context = { resamples: 300, confidence: 0.95 };

/** Panels with one mark per size in interactive drawings. */
function isSplit(id: string): boolean {
  return ['2b', '2b-neurons', '3a', '3b', '3a-equal-n', '3b-equal-n'].includes(id);
}

/** Rows of every panel; deriving them takes a bootstrap of every mean. */
const derived = new Map(panels.map((panel) => [panel.id, panel.derive(tables, context)]));

function drawn(id: string, width: number, rows = derived.get(id)!): string {
  const panel = panels.find(({ id: name }) => name === id)!;
  return svgText(panel.plot(rows, { width, document }), { id });
}

test('panels have the order of the paper', () => {
  expect(panels.map((panel) => panel.id)).toEqual([
    '1',
    '2a',
    '2b',
    '2b-neurons',
    '2c',
    '2t',
    '2t-heads',
    '3a',
    '3b',
    '3a-equal-n',
    '3b-equal-n',
    '4a',
    '4b',
    '5a',
    '5b',
    '5c',
    '6a',
    '6b',
    '6b-larger',
    '6b-noise',
    'redundancy-5',
    'redundancy-15',
  ]);
});

describe.each(panels.map((panel) => ({ id: panel.id, panel })))('panel $id', ({ id, panel }) => {
  const rows = derived.get(id)!;
  const still = drawn(id, 640);

  test('draws the expected SVG', () => {
    expectDrawing(id, still);
  });

  test.each([640, 340])('stays inside %i pixels and has marks', (width) => {
    const drawing = width === 640 ? still : drawn(id, width);
    const svg = new JSDOM(drawing, { contentType: 'image/svg+xml' }).window.document.documentElement;
    expect(svg.getAttribute('viewBox')).toMatch(new RegExp(`^0 0 ${width} `));
    const marks = svg.querySelectorAll('path, circle, rect, line');
    expect(marks.length).toBeGreaterThan(10);
    expect([...marks].map((mark) => mark.outerHTML).join('\n')).not.toMatch(/NaN|Infinity|undefined/);
    const [left, right] = extentOf(drawing);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(width);
  });

  test('draws every mean, as a point that a reader can come to and as a mark', () => {
    const means = rows.filter(({ kind }) => kind === 'mean');
    expect(means.length > 0).toBe(id !== '1');
    if (means.length === 0) return;
    const layouts: PanelLayout[] = [];
    const onLayout = (layout: PanelLayout) => layouts.push(layout);
    const svg = panel.plot(rows, { width: 640, document, interactive: true, onLayout });
    const [{ points }] = layouts;
    const places = points.filter(({ row }) => row.kind === 'mean');
    expect(new Set(places.map(({ row }) => row))).toEqual(new Set(means));
    const lines = [...svg.querySelectorAll('[aria-description$=", mean"]')].flatMap((mark) =>
      mark.matches('path') ? [mark] : [...mark.querySelectorAll('path')],
    );
    const vertices = lines.flatMap((line) => [...(line.getAttribute('d') ?? '').matchAll(/[ML]([\d.-]+),([\d.-]+)/g)]);
    const dots = [...svg.querySelectorAll('circle')].map((dot) => [
      null,
      dot.getAttribute('cx'),
      dot.getAttribute('cy'),
    ]);
    const marks = (lines.length > 0 ? vertices : dots).map(([, x, y]) => [Number(x), Number(y)]);
    if (lines.length > 0) expect(marks).toHaveLength(means.length);
    for (const { x, y } of places)
      expect(marks.some(([left, top]) => Math.abs(left - x) < 0.1 && Math.abs(top - y) < 0.1)).toBe(true);
  });

  test('derives finite rows and draws the same bytes', () => {
    expect(drawn(id, 640, panel.derive(tables, context))).toBe(still);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((row) => Object.values(row).some(Number.isNaN))).toEqual([]);
  });

  test('has a summary without gaps', () => {
    expect(panel.summarize(rows)).toMatch(/^[A-Z].*\.$/s);
    expect(panel.summarize(rows)).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  test('draws an empty frame without data', () => {
    if (panel.inputs.length === 0) return;
    const none = panel.derive({}, context);
    expect(none).toEqual([]);
    expect(panel.summarize(none)).toMatch(/(not|No) .*in this profile\./);
    expect(svgText(panel.plot(none, { width: 640, document }), { id })).toContain('not run in this profile');
  });

  test('reports the layout of its series and points', () => {
    if (panel.inputs.length === 0) return;
    const layouts: PanelLayout[] = [];
    const onLayout = (layout: PanelLayout) => layouts.push(layout);
    const element = panel.plot(rows, { width: 640, document, interactive: true, onLayout });
    const classed = [...element.querySelectorAll('.series')];
    const plain = svgText(element, { id }).replaceAll(/ class="series[^"]*"/g, '');
    if (!isSplit(id)) expect(plain).toBe(still);
    const [{ series, points }] = layouts;
    expect(new Set(series.map(({ key }) => key)).size).toBe(series.length);
    for (const { key, label } of series) {
      expect(key).toMatch(/^[a-z0-9-]+$/);
      expect(label).not.toBe('');
      expect(points.some((point) => point.series === key)).toBe(true);
    }
    expect(points.filter(({ x }) => !(x >= 0 && x <= 640))).toEqual([]);
    const linked = new Set(classed.flatMap((mark) => [...mark.classList]));
    expect(points.filter(({ links }) => !links.some((link) => linked.has(`of-${link}`)))).toEqual([]);
  });

  test('hides a series and keeps the axes', () => {
    if (panel.inputs.length === 0) return;
    const layouts: PanelLayout[] = [];
    const onLayout = (layout: PanelLayout) => layouts.push(layout);
    const options = { width: 640, document, interactive: true, onLayout };
    panel.plot(rows, options);
    const [{ series, points }] = layouts;
    if (series.length < 2) return;
    const { key } = series[0];
    const element = panel.plot(rows, { ...options, hidden: new Set([key]) });
    expect(layouts[1].series).toEqual(series);
    expect(layouts[1].points).toEqual(points.filter((point) => point.series !== key));
    expect(element.querySelectorAll(`.of-${key}`)).toHaveLength(0);
    const empty = panel.plot(rows, { ...options, hidden: new Set(series.map(({ key }) => key)) });
    expect(empty.textContent).not.toContain('not run');
    expect(empty.querySelectorAll('.series')).toHaveLength(0);
    const ticks = (svg: Element) => svg.querySelector('[aria-label="x-axis tick label"]')?.textContent;
    expect(ticks(empty)).toBe(ticks(element));
  });
});

test('learning curves include a stuck network', () => {
  const rows = panels.find((panel) => panel.id === '2a')!.derive(tables, context);
  const stuck = rows.filter(
    (row) =>
      row.kind === 'seed' && row.size === 5 && row.architecture === 'modular' && row.epoch === 60 && row.nSolved === 1,
  );
  expect(stuck).toHaveLength(1);
});

test('Fig. 6b has every condition and noise level', () => {
  const shown = (id: string) =>
    new Set(
      panels
        .find((panel) => panel.id === id)!
        .derive(tables, context)
        .map((row) => `${row.size} ${row.condition}`),
    );
  const four = ['copied', 'random'].flatMap((r) => ['copied', 'random'].map((f) => `recurrent-${r}-feedforward-${f}`));
  expect(shown('6b')).toEqual(new Set(four.map((condition) => `5 ${condition}`)));
  expect(shown('6b-larger')).toEqual(new Set(four.map((condition) => `10 ${condition}`)));
  expect(shown('6b-noise')).toEqual(new Set(['', '-noise-3', '-noise-10'].map((level) => `5 ${four[0]}${level}`)));
});

test('neurons and parameters give different fronts', () => {
  const panel = panels.find((panel) => panel.id === '2b-neurons')!;
  const rows = panel.derive(tables, context);
  const ends = rows.filter((row) => row.kind === 'seed');
  for (const { architecture, size, nSolved, neurons } of ends)
    expect(neurons).toBe(architecture === 'modular' ? Number(size) * (Number(nSolved) - 1) : size);
  const byParameters = panels.find((panel) => panel.id === '2b')!.derive(tables, context);
  expect(ends.map(({ parameters }) => parameters)).toEqual(
    byParameters.filter((row) => row.kind === 'seed').map(({ parameters }) => parameters),
  );
  expect(panel.summarize(rows)).toMatch(
    /20 neurons: 5 against 9\.4;.*solve more at 4 of these 4 budgets; .* at 0 of 4/,
  );
  const dense = tablesWith({ rate: { 5: 1, 10: 1, 15: 1, 20: 1 }, plateau: { 20: 3, 54: 6, 91: 9, 128: 12 } });
  expect(panel.summarize(panel.derive(dense, context))).toContain('solve more at 0 of these 4 budgets');
});

test('summaries of Fig. 6 count stuck networks', () => {
  const summaryOf = (id: string, given = tables) => {
    const panel = panels.find((panel) => panel.id === id)!;
    return panel.summarize(panel.derive(given, context));
  };
  expect(summaryOf('6a')).toMatch(/^.* 1 of 50 networks .*\(all trained, 5: 1 of 10\)/);
  expect(summaryOf('6a')).toMatch(/non-modular, 20: \d/);
  expect(summaryOf('6a', tablesWith({ stuck: false }))).toContain('All 50 networks solved N = 2.');
  const { ends } = asInThePaper;
  const fallen = tablesWith({ ends: { ...ends, 'frozen-feedforward 5': 1 } });
  expect(summaryOf('6a', fallen)).toMatch(
    / 11 of 50 networks .*\(all trained, 5: 1 of 10; feedforward frozen, 5: 10 of 10\)/,
  );
});

test('unperturbed rows are not on a log axis', () => {
  const panel = panels.find((panel) => panel.id === '3a')!;
  const table = tables['tables/robustness.csv']!;
  const unperturbed = table.slice(0, 2).map((row) => ({ ...row, epsilon: 0 }));
  expect(panel.derive({ 'tables/robustness.csv': [...unperturbed, ...table] }, context)).toEqual(
    panel.derive(tables, context),
  );
});
