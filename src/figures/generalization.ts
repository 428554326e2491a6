import { numbers } from '../analysis/rows.ts';
import { groups, type Row, rowsOf, type Tables } from '../artifact/table.ts';
import { GENERALIZE } from '../study/tables.ts';
import { curves } from './curves.ts';
import { ACCURACY, significant } from './frame.ts';
import { networkCurves } from './learning.ts';
import type { PanelOf } from './panel.ts';
import { curveKinds, ofKind, withMeans } from './series.ts';

const { architecture, size, reading, K, accuracy } = GENERALIZE.columns;
const form = { series: { architecture, size, reading }, x: { K }, value: { accuracy }, also: {} };
const kinds = curveKinds(form);

/** Fig. 2c: accuracy on N + K of networks trained to N. The drawing shows the first reading of the table, the main line; the rows hold all readings. */
export const generalization: PanelOf<typeof kinds> = {
  id: '2c',
  figure: 2,
  title: 'Generalisation to harder tasks',
  caption:
    'Networks trained to one N train a few more epochs on the task N + K: the last module and its head in a modular network, a new head in a non-modular one. Accuracy against K, means over seeds, error bars one standard deviation, as in the paper, unless another spread is chosen. Chance is 0.5.',
  spread: 'deviation',
  inputs: [GENERALIZE.path],
  kinds,
  derive: (tables: Tables, context) => withMeans(rowsOf(tables, GENERALIZE), form, context),
  plot(rows, options) {
    const main = rows.filter((row) => row.reading === rows[0].reading);
    const last = Math.max(2, ...numbers(main, 'K'));
    return curves(
      {
        x: {
          label: 'tasks further, K',
          whole: true,
          domain: [0.6, last + 0.2],
          ticks: [...new Set(numbers(main, 'K'))],
        },
        y: { label: 'accuracy on N + K', ...ACCURACY },
        columns: { x: 'K', value: 'accuracy' },
        curves: networkCurves(main).map((curve) => ({ ...curve, short: curve.label.replace(' ', '\u00a0') })),
        spread: 'deviation',
        bars: true,
        dots: true,
        naming: 'ends',
        level: { value: 0.5, label: 'chance' },
        margin: { right: 122, rightNarrow: 106 },
      },
      options,
    );
  },
  summarize(rows) {
    const means = ofKind(rows, 'mean').filter((row) => row.reading === rows[0].reading);
    if (means.length === 0) return 'Generalisation was not run in this profile.';
    return networkCurves(means)
      .map(({ label, means: points }) => {
        const [first, last] = [points[0], points[points.length - 1]];
        return `Accuracy of ${label} falls from ${significant(Number(first.accuracy))} at K = ${first.K} to ${significant(Number(last.accuracy))} at K = ${last.K}.`.replace(
          'falls',
          Number(last.accuracy) <= Number(first.accuracy) ? 'falls' : 'rises',
        );
      })
      .join(' ')
      .concat(describeMissing(rows));
  },
};

/** Networks that did not solve the initial N have rows without an accuracy. */
function describeMissing(rows: readonly Row[]): string {
  const seeds = ofKind(rows, 'seed').filter((row) => row.reading === rows[0].reading);
  const all = [...groups(seeds, ['architecture', 'seed']).values()];
  const absent = all.filter((rowsOfNetwork) => rowsOfNetwork.every((row) => row.accuracy === null)).length;
  return absent > 0
    ? ` ${absent} of ${all.length} networks did not solve the initial N and ${absent === 1 ? 'has' : 'have'} no accuracy.`
    : '';
}
