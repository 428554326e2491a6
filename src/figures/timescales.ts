import * as Plot from '@observablehq/plot';
import { numbers, sizesOf } from '../analysis/rows.ts';
import { type Row, rowsOf, type Tables } from '../artifact/table.ts';
import { TIMESCALES } from '../study/tables.ts';
import { curves } from './curves.ts';
import { extent, significant } from './frame.ts';
import { linksOf, marked } from './layout.ts';
import { networkCurves } from './learning.ts';
import type { Panel, PanelNumbers } from './panel.ts';
import { curveKinds, ofKind, withMeans } from './series.ts';

const columns = TIMESCALES.columns;
const { trainedMean, trainedMedian, effectiveMean, effectiveMedian, neurons, failedFits, doubleFits } = columns;
const axes = { series: { architecture: columns.architecture, size: columns.size }, x: { N: columns.N } };
const trained = { ...axes, value: { trainedMean }, also: { trainedMedian, neurons } };
const effective = {
  ...axes,
  value: { effectiveMean },
  also: { effectiveMedian, neurons, failedFits, doubleFits },
};

/** Fig. 4a: trained time constants by N. */
export const trainedTimescales = timescales('4a', 'trained', {
  title: 'Trained time constants',
  caption:
    'The trained time constant τ averaged over neurons: over the module that solves N in a modular network, over the whole core that had just solved N in a non-modular one. Strong lines are means over seeds of the average over neurons, dotted lines of the median. The paper does not specify the spread; bands are one standard deviation over seeds, as in its Fig. 2, unless another spread is chosen. τ = 1 is the fastest possible.',
});

/** Fig. 4b: effective timescales, from the autocorrelation of activity. */
export const effectiveTimescales = timescales('4b', 'effective', {
  title: 'Effective timescales',
  caption:
    'The timescale of activity, from exponential fits to the autocorrelation of each neuron; the slower one if there are two. Strong lines are means over seeds of the average over neurons, dotted lines of the median. The paper does not specify the spread; bands are one standard deviation over seeds, as in its Fig. 2, unless another spread is chosen. The number of failed fits is given below.',
});

function timescales(id: string, measure: 'trained' | 'effective', words: { title: string; caption: string }): Panel {
  const [value, middle] = [`${measure}Mean`, `${measure}Median`];
  return {
    id,
    figure: 4,
    ...words,
    spread: 'deviation',
    inputs: [TIMESCALES.path],
    kinds: measure === 'trained' ? curveKinds(trained) : curveKinds(effective),
    derive: (tables: Tables, context) =>
      measure === 'trained'
        ? withMeans(rowsOf(tables, TIMESCALES), trained, context)
        : withMeans(rowsOf(tables, TIMESCALES), effective, context),
    plot(rows, options) {
      const networks = networkCurves(rows);
      return curves(
        {
          x: { label: 'task N', whole: true, domain: [2, Math.max(3, ...numbers(rows, 'N'))] },
          y: {
            label: measure === 'trained' ? 'trained time constant τ, steps' : 'effective timescale, steps',
            domain: extent([...numbers(rows, value), ...numbers(ofKind(rows, 'mean'), middle)], 0.9, 2),
          },
          columns: { x: 'N', value },
          curves: networks,
          spread: 'deviation',
          naming: 'ends',
          dashes: [{ words: 'mean' }, { words: 'median over neurons', dash: '1 3' }],
          level: { value: 1, label: 'one step', side: 'right' },
          margin: { right: 122, rightNarrow: 44 },
          under: (curve) =>
            Plot.line(curve.means, {
              x: 'N',
              y: middle,
              stroke: curve.colour,
              strokeDasharray: '1 3',
              strokeWidth: 1.6,
              ...marked(linksOf(curve), options),
            }),
        },
        options,
      );
    },
    summarize(rows) {
      const means = ofKind(rows, 'mean');
      if (means.length === 0) return 'Timescales were not estimated in this profile.';
      const sentences = networkCurves(means).map(({ label, means: points }) => {
        const [first, last] = [points[0], points[points.length - 1]];
        const describe = (row: Row) => `${significant(Number(row[value]))} steps at N = ${row.N}`;
        return `The mean ${measure} timescale of ${label} is ${describe(first)} and ${describe(last)}.`;
      });
      if (measure === 'effective') sentences.push(describeFailedFits(rows));
      return sentences.join(' ');
    },
    tabulate: (rows) => tabulate(rows, measure),
  };
}

function total(rows: readonly Row[], column: string): number {
  return numbers(rows, column).reduce((sum, count) => sum + count, 0);
}

/** Describes how many fits failed, in total and by size. */
function describeFailedFits(rows: readonly Row[]): string {
  const seeds = ofKind(rows, 'seed');
  const [failed, fits] = [total(seeds, 'failedFits'), total(seeds, 'neurons')];
  if (failed === 0) return `None of ${fits} fits failed.`;
  const each = sizesOf(seeds).map(({ architecture, size }) => {
    const sizeRows = seeds.filter((row) => row.architecture === architecture && row.size === size);
    return `${architecture} ${size}: ${total(sizeRows, 'failedFits')} of ${total(sizeRows, 'neurons')}`;
  });
  return `${failed} of ${fits} fits failed (${each.join('; ')}).`;
}

/** Mean and median over neurons at the first task, the last and some between, with the numbers of failed fits. */
function tabulate(rows: readonly Row[], measure: 'trained' | 'effective'): PanelNumbers | null {
  const number = (cell: unknown) => (typeof cell === 'number' ? Number(significant(cell)) : null);
  const lines = networkCurves(rows).flatMap(({ label, means, seeds = [] }) => {
    const last = means.length - 1;
    const shown = new Set([0, 0.25, 0.5, 0.75, 1].map((share) => means[Math.round(share * last)]));
    return [...shown].filter(Boolean).map((row) => {
      const seedRows = seeds.filter((seed) => seed.N === row.N);
      const fits = measure === 'effective' ? [total(seedRows, 'neurons'), total(seedRows, 'failedFits')] : [];
      const values = [row[`${measure}Mean`], row.low, row.high, row[`${measure}Median`]].map(number);
      return [label, row.N, ...values, row.seeds, ...fits];
    });
  });
  if (lines.length === 0) return null;
  const fits = measure === 'effective' ? ['fits', 'failed'] : [];
  return {
    caption: `Timescales in steps at selected tasks: mean over neurons (averaged over seeds, with bootstrap interval) and median over neurons.`,
    columns: ['network', 'N', 'mean', 'low', 'high', 'median', 'seeds', ...fits],
    lines,
  };
}
