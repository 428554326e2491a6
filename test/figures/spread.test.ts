import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { tailShare } from '../../src/analysis/tail.ts';
import { svgText } from '../../src/artifact/svg.ts';
import { panels } from '../../src/figures/index.ts';
import type { Panel, Spread } from '../../src/figures/panel.ts';
import { ofKind, PANEL_STREAM, withMeans } from '../../src/figures/series.ts';
import { SPREADS } from '../../src/figures/spread.ts';
import { TRAIN } from '../../src/study/tables.ts';
import { purposeKey, stream } from '../../src/task/stream.ts';
import { tables } from './tables.ts';

const { document } = new JSDOM('').window;
const context = { resamples: 300, confidence: 0.95 };
const { size, epoch, nSolved } = TRAIN.columns;
const form = { series: { size }, x: { epoch }, value: { nSolved }, also: {} };
const seeds = (values: readonly number[]) => values.map((nSolved, seed) => ({ size: 5, seed, epoch: 1, nSolved }));
const meanOf = (values: readonly number[], given = context) =>
  ofKind(withMeans(seeds(values), form, given), 'mean')[0] as { low: number; high: number };

/** Every mean of as many values drawn with replacement, each as often as it comes up. */
function allResamples(values: readonly number[]): number[] {
  let sums = [0];
  for (let draw = 0; draw < values.length; draw++) sums = sums.flatMap((sum) => values.map((value) => sum + value));
  return sums.map((sum) => sum / values.length).sort((a, b) => a - b);
}

describe('the bootstrap columns of a panel', () => {
  test('are expanded percentiles of resampled means', () => {
    const values = [3, 8, 1, 13];
    const random = stream(0, 'bootstrap', purposeKey('panel'));
    expect(PANEL_STREAM).toBe(purposeKey('panel'));
    const outcomes = Array.from({ length: 300 }, () => {
      const drawn = values.map(() => values[Math.floor((random.word() / 2 ** 32) * values.length)]);
      return drawn.reduce((sum, value) => sum + value) / 4;
    }).sort((a, b) => a - b);
    // Between order statistics 299 q and the next one.
    const at = (place: number) => {
      const below = Math.floor(place);
      return outcomes[below] * (1 - (place - below)) + outcomes[below + 1] * (place - below);
    };
    const { low, high } = meanOf(values);
    const tail = tailShare(0.95, values.length);
    expect(tail).toBeLessThan(0.001);
    expect(low).toBeCloseTo(at(299 * tail), 10);
    expect(high).toBeCloseTo(at(299 * (1 - tail)), 10);
  });

  test('approximate the exact percentiles', () => {
    const values = [2, 3, 5, 11, 20];
    const all = allResamples(values);
    const { low, high } = meanOf(values, { resamples: 20_000, confidence: 0.8 });
    const tail = tailShare(0.8, values.length);
    expect(Math.abs(low - all[Math.round(tail * (all.length - 1))])).toBeLessThan(0.3);
    expect(Math.abs(high - all[Math.round((1 - tail) * (all.length - 1))])).toBeLessThan(0.3);
  });

  test('of two seeds are the two seeds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (a, b) => {
        expect(meanOf([a, b])).toMatchObject({ low: Math.min(a, b), high: Math.max(a, b) });
        expect(meanOf([a])).toMatchObject({ low: a, high: a });
      }),
      { numRuns: 20 },
    );
  });

  test('depend on confidence and resamples', () => {
    const [wide, tight] = [0.99, 0.5].map((confidence) => meanOf([1, 5, 9, 30], { resamples: 400, confidence }));
    expect(wide.high - wide.low).toBeGreaterThan(tight.high - tight.low);
  });
});

const switched = panels.filter((panel) => panel.spread !== undefined);

function draw(panel: Panel, spread: Spread | undefined, width = 640): Element {
  const element = panel.plot(panel.derive(tables, context), { width, document, spread });
  return element.localName === 'svg' ? element : element.querySelector('svg')!;
}

/** Paths of the groups whose description ends so. */
function lines(svg: Element, ending: string): number {
  return [...svg.querySelectorAll('[aria-description]')]
    .filter((group) => group.getAttribute('aria-description')?.endsWith(ending))
    .reduce((sum, group) => sum + group.querySelectorAll('path').length, 0);
}

test('panels with means over seeds have a spread', () => {
  for (const panel of panels) {
    const rows = panel.derive(tables, context);
    const hasSpread = ofKind(rows, 'mean').some((row) => Number(row.seeds) > 1 && typeof row.low === 'number');
    expect(panel.spread !== undefined, panel.id).toBe(hasSpread);
  }
});

describe.each(switched.map((panel) => ({ id: panel.id, panel })))('panel $id', ({ panel }) => {
  const [paper, interval, single] = SPREADS.map((spread) => draw(panel, spread));

  test('draws the spread of the paper by default', () => {
    expect(svgText(draw(panel, undefined), { id: 'x' })).toBe(svgText(paper, { id: 'x' }));
    const texts = [paper, interval, single].map((svg) => svgText(svg, { id: 'x' }));
    expect(new Set(texts).size).toBe(3);
    expect(new Set([paper, interval, single].map((svg) => svg.getAttribute('viewBox'))).size).toBe(1);
  });

  test('draws a line per seed for single seeds', () => {
    const keys = ['architecture', 'size', 'condition', 'variant', 'feeding', 'target', 'reading', 'seed'];
    const seedRows = ofKind(panel.derive(tables, context), 'seed').filter((row) => row.accuracy !== null);
    const networks = new Set(seedRows.map((row) => keys.map((key) => row[key]).join()));
    // Fig. 5a-b has a curve a module, and seeds for the modules that its key names.
    const modules = new Set(
      [...single.querySelectorAll('[aria-description$="single seeds"]')].map((group) =>
        group.getAttribute('aria-description'),
      ),
    );
    const curves = ['5a', '5b'].includes(panel.id) ? modules.size : 1;
    // Panels of redundancy draw some of their variants.
    const seeds = new Set(seedRows.map(({ seed }) => seed));
    const expected = panel.id.startsWith('redundancy') ? seeds.size * modules.size : networks.size * curves;
    expect(lines(single, 'single seeds')).toBe(expected);
    expect(lines(single, panel.spread === 'error' ? 'standard error' : 'standard deviation')).toBe(0);
  });
});

test.each(SPREADS)('a stuck network is drawn whatever the spread: %s', (spread) => {
  for (const id of ['2a', '3a', '3b', '6a']) {
    const svg = draw(panels.find((panel) => panel.id === id)!, spread);
    const ending = spread === 'seeds' ? 'modular 5, single seeds' : 'networks that solved nothing';
    expect(lines(svg, id === '6a' && spread === 'seeds' ? 'all trained, 5, single seeds' : ending), id).toBe(
      spread === 'seeds' ? 10 : 1,
    );
  }
});
