import * as Plot from '@observablehq/plot';
import { numbers, table } from '../analysis/rows.ts';
import type { Row, Tables } from '../artifact/table.ts';
import { curves, significant } from './curves.ts';
import { extent } from './frame.ts';
import { networkCurves } from './learning.ts';
import type { Panel } from './panel.ts';
import { ofKind, withMeans } from './series.ts';

const TIMESCALES = 'tables/timescales.csv';

/** Fig. 4a: trained time constants by N. */
export const trainedTimescales = timescales('4a', 'trained', {
  title: 'Trained time constants',
  caption:
    'The trained time constant τ averaged over neurons: in a modular network over the module that solves N, in a non-modular one over the whole core when it had just solved N. Strong lines are means over seeds of the average over neurons, dotted lines of the median; bands are one standard deviation. τ = 1 is the fastest possible.',
});

/** Fig. 4b: effective timescales, from the autocorrelation of activity. */
export const effectiveTimescales = timescales('4b', 'effective', {
  title: 'Effective timescales',
  caption:
    'The timescale of activity, from exponential fits to the autocorrelation of each neuron; of two timescales the slower counts. Strong lines are means over seeds of the average over neurons, dotted lines of the median; bands are one standard deviation. The data say how many fits failed.',
});

function timescales(id: string, measure: 'trained' | 'effective', words: { title: string; caption: string }): Panel {
  const [value, middle] = [`${measure}Mean`, `${measure}Median`];
  const also = measure === 'effective' ? [middle, 'neurons', 'failedFits', 'doubleFits'] : [middle, 'neurons'];
  return {
    id,
    figure: 4,
    ...words,
    spread: 'deviation',
    inputs: [TIMESCALES],
    derive: (tables: Tables, context) =>
      withMeans(table(tables, TIMESCALES), { series: ['architecture', 'size'], x: 'N', value, also }, context),
    plot(rows, options) {
      const own = networkCurves(rows);
      return curves(
        {
          x: { label: 'task N', whole: true, domain: [2, Math.max(3, ...numbers(rows, 'N'))] },
          y: {
            label: measure === 'trained' ? 'trained time constant τ, steps' : 'effective timescale, steps',
            domain: extent([...numbers(rows, value), ...numbers(ofKind(rows, 'mean'), middle)], 0.9, 2),
          },
          columns: { x: 'N', value },
          curves: own,
          spread: 'deviation',
          naming: 'ends',
          level: { value: 1, label: 'one step', side: 'right' },
          margin: { right: 122, rightNarrow: 44 },
          under: own.map((curve) =>
            Plot.line(curve.means, {
              x: 'N',
              y: middle,
              stroke: curve.colour,
              strokeDasharray: '1 3',
              strokeWidth: 1.6,
            }),
          ),
        },
        options,
      );
    },
    summarize(rows) {
      const means = ofKind(rows, 'mean');
      if (means.length === 0) return 'Timescales have not been estimated at this profile.';
      const failed = numbers(ofKind(rows, 'seed'), 'failedFits').reduce((sum, count) => sum + count, 0);
      const sentences = networkCurves(means).map(({ label, means: own }) => {
        const [first, last] = [own[0], own[own.length - 1]];
        const say = (row: Row) => `${significant(Number(row[value]))} steps at N = ${row.N}`;
        return `The ${measure} timescale of ${label} goes from ${say(first)} to ${say(last)}.`;
      });
      if (measure === 'effective') sentences.push(failed === 0 ? 'No fit failed.' : `${failed} fits failed.`);
      return sentences.join(' ');
    },
  };
}
