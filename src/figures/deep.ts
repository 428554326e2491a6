import { finals, numbers, table } from '../analysis/rows.ts';
import type { Row, Tables } from '../artifact/table.ts';
import { networkColour } from './colour.ts';
import type { Curve } from './curve.ts';
import { curves } from './curves.ts';
import { extent, significant } from './frame.ts';
import type { Panel } from './panel.ts';
import { ofKind, withMeans } from './series.ts';
import { sizeKey } from './survey.ts';

const HISTORY = 'histories/deep.csv';
const HEADS = 'tables/deep.csv';
const NOT_DRAWN = 'The paper tells in a sentence that N = 200 was reached, and does not draw it.';

/** How one modular network came to a large N: tasks solved against the epoch. */
export const deepLearning: Panel = {
  id: '2t',
  figure: 2,
  title: 'One modular network taken further',
  caption: `The largest N solved after each epoch by one modular network that goes on until a last task is solved. It is trained on a stored pool of batches, so that an epoch costs the same at any depth. ${NOT_DRAWN}`,
  inputs: [HISTORY],
  derive: (tables: Tables, context) =>
    withMeans(
      table(tables, HISTORY),
      { series: ['architecture', 'size'], x: 'epoch', value: 'nSolved', also: ['accuracyNewest', 'accuracyMean'] },
      context,
    ),
  plot(rows, options) {
    return curves(
      {
        x: { label: 'epoch', whole: true, domain: [1, Math.max(2, ...numbers(rows, 'epoch'))] },
        y: { label: 'N solved', whole: true, domain: extent(numbers(rows, 'nSolved'), 0, 10) },
        columns: { x: 'epoch', value: 'nSolved' },
        curves: sizeCurves(rows),
        spread: null,
        naming: 'ends',
        margin: { right: 122, rightNarrow: 46 },
      },
      options,
    );
  },
  summarize(rows) {
    const networks = finalsOf(rows).map(
      (row) => `with ${row.size} neurons a module solves N = ${row.nSolved} after ${row.epoch} epochs`,
    );
    if (networks.length === 0) return 'No network has been taken further at this profile.';
    return `One modular network ${networks.join(', another ')}.`;
  },
};

/** Whether it still solves every task on the way: the accuracy of each head at the end. */
export const deepHeads: Panel = {
  id: '2t-heads',
  figure: 2,
  title: 'All heads of that network at the end',
  caption: `The share of correct answers of every readout head, from N = 2 to the last, after training, on fresh sequences as long as the last task takes them, run through all modules. A task counts as solved where its head and the mean over all heads are above 0.98. ${NOT_DRAWN}`,
  inputs: [HEADS],
  derive: (tables: Tables, context) =>
    withMeans(table(tables, HEADS), { series: ['architecture', 'size'], x: 'N', value: 'accuracy' }, context),
  plot(rows, options) {
    const lowest = Math.min(0.98, ...numbers(rows, 'accuracy'));
    return curves(
      {
        x: { label: 'task N of the head', whole: true, domain: [2, Math.max(3, ...numbers(rows, 'N'))] },
        y: { label: 'accuracy', domain: [Math.floor(100 * lowest) / 100, 1] },
        columns: { x: 'N', value: 'accuracy' },
        curves: sizeCurves(rows),
        spread: null,
        naming: 'ends',
        margin: { right: 122, rightNarrow: 46 },
      },
      options,
    );
  },
  summarize(rows) {
    const heads = ofKind(rows, 'seed');
    if (heads.length === 0) return 'No network has been taken further at this profile.';
    const accuracies = numbers(heads, 'accuracy');
    const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
    const weakest = heads.reduce((least, head) => (Number(head.accuracy) < Number(least.accuracy) ? head : least));
    return `On fresh sequences its ${heads.length} heads are right in ${percent(mean)} of the answers on average, the weakest, N = ${weakest.N}, in ${percent(Number(weakest.accuracy))}.`;
  },
};

function sizeCurves(rows: readonly Row[]): Curve[] {
  return [...new Set(rows.map((row) => Number(row.size)))].map((size) => ({
    key: sizeKey('modular', size),
    label: `modular ${size}`,
    short: String(size),
    colour: networkColour('modular', size),
    means: ofKind(rows, 'mean').filter((row) => row.size === size),
    seeds: ofKind(rows, 'seed').filter((row) => row.size === size),
  }));
}

/** The last epoch of every network. */
function finalsOf(rows: readonly Row[]): Row[] {
  return finals(ofKind(rows, 'seed').map((row) => ({ ...row, network: `${row.size} ${row.seed}` })));
}

function percent(share: number): string {
  return `${significant(100 * share)}%`;
}
