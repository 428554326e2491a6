import { finals, numbers } from '../analysis/rows.ts';
import { type Row, rowsOf, type Tables } from '../artifact/table.ts';
import { DEEP, DEEP_HEADS } from '../study/tables.ts';
import { networkColour } from './colour.ts';
import type { Curve } from './curve.ts';
import { curves } from './curves.ts';
import { significant } from './frame.ts';
import { sizeKey } from './layout.ts';
import { solvedByEpoch } from './learning.ts';
import type { PanelOf } from './panel.ts';
import { curveKinds, ofKind, overSeeds, withMeans } from './series.ts';

const NOT_DRAWN = 'The paper states that N = 200 was reached but shows no figure.';

const { architecture, size, epoch, nSolved, accuracyNewest, accuracyMean } = DEEP.columns;
const series = { architecture, size };
const form = { series, x: { epoch }, value: { nSolved }, also: { accuracyNewest, accuracyMean } };
const kinds = curveKinds(form);
const { N, accuracy } = DEEP_HEADS.columns;
const headForm = { series, x: { N }, value: { accuracy }, also: {} };
const headKinds = curveKinds(headForm);

/** Tasks solved by epoch of one modular network up to a large N. */
export const deepLearning: PanelOf<typeof kinds> = {
  id: '2t',
  figure: 2,
  title: 'One modular network taken further',
  caption: `The largest N solved after each epoch by one modular network that trains until a last task is solved. It trains on a stored pool of batches, so that every epoch costs the same. ${NOT_DRAWN}`,
  inputs: [DEEP.path],
  kinds,
  derive: (tables: Tables, context) => withMeans(rowsOf(tables, DEEP), form, context),
  plot(rows, options) {
    return curves(
      {
        ...solvedByEpoch(rows),
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
    if (networks.length === 0) return 'No network was trained further in this profile.';
    return `One modular network ${networks.join(', another ')}.`;
  },
};

/** The accuracy of every head at the end of training. */
export const deepHeads: PanelOf<typeof headKinds> = {
  id: '2t-heads',
  figure: 2,
  title: 'All heads of that network at the end',
  caption: `The accuracy of every readout head after training, on fresh sequences of the length of the last task. A task counts as solved if its head and the mean over all heads are above 0.98. ${NOT_DRAWN}`,
  inputs: [DEEP_HEADS.path],
  kinds: headKinds,
  derive: (tables: Tables, context) => withMeans(rowsOf(tables, DEEP_HEADS), headForm, context),
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
    if (heads.length === 0) return 'No network was trained further in this profile.';
    const accuracies = numbers(heads, 'accuracy');
    const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
    const weakest = heads.reduce((least, head) => (Number(head.accuracy) < Number(least.accuracy) ? head : least));
    return `On fresh sequences the mean accuracy of its ${heads.length} heads is ${percent(mean)}; the lowest, of N = ${weakest.N}, is ${percent(Number(weakest.accuracy))}.`;
  },
};

function sizeCurves(rows: readonly Row[]): Curve[] {
  return [...new Set(rows.map((row) => Number(row.size)))].map((size) => ({
    key: sizeKey('modular', size),
    label: `modular ${size}`,
    short: String(size),
    colour: networkColour('modular', size),
    ...overSeeds(rows.filter((row) => row.size === size)),
  }));
}

/** The last epoch of every network. */
function finalsOf(rows: readonly Row[]): Row[] {
  return finals(ofKind(rows, 'seed').map((row) => ({ ...row, network: `${row.size} ${row.seed}` })));
}

function percent(share: number): string {
  return `${significant(100 * share)}%`;
}
