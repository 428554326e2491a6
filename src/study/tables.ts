import { type Columns, type RowIn, tableOf } from '../artifact/columns.ts';

const text = { type: 'text', role: 'key' } as const;
const key = { type: 'number', role: 'key' } as const;
const value = { type: 'number', role: 'value' } as const;
const time = { ...value, unit: 'time steps' } as const;
/** Names a line of networks. */
const line = { ...text, part: 'line' } as const;
/** A grid along which the rows of a line lie. */
const axis = { ...key, part: 'axis' } as const;

/** What names a network: its id, and what a reader knows it by. */
export const networkColumns = {
  network: text,
  architecture: { ...line, values: ['modular', 'non-modular'] },
  size: { ...key, part: 'line', unit: 'neurons' },
  seed: key,
} as const satisfies Columns;

const { network, architecture, size, seed } = networkColumns;
const target = { ...text, values: ['connections', 'tau', 'recurrent', 'feedforward'] } as const;

const historyColumns = {
  network,
  architecture,
  size,
  condition: line,
  seed,
  epoch: axis,
  N: value,
  nSolved: value,
  parameters: value,
  loss: { ...value, unit: 'nats' },
  gradientNorm: value,
  accuracyNewest: value,
  accuracyMean: value,
  tauMean: time,
  tauMin: time,
  tauMax: time,
  /** A head each, separated by spaces, N = 2 first. */
  accuracies: { type: 'text', role: 'value', empty: true },
} as const satisfies Columns;

/** The histories of the stages that train. */
export const TRAIN = tableOf('histories/train.csv', historyColumns);
export const FREEZE = tableOf('histories/freeze.csv', historyColumns);
export const DUPLICATE = tableOf('histories/duplicate.csv', historyColumns);
export const DEEP = tableOf('histories/deep.csv', historyColumns);
/** The history of a training stage. */
export function historyOf(stage: 'train' | 'freeze' | 'duplicate' | 'deep') {
  return { train: TRAIN, freeze: FREEZE, duplicate: DUPLICATE, deep: DEEP }[stage];
}
/** One epoch of a network. */
export type HistoryRow = RowIn<typeof TRAIN>;

/** Accuracy on N + K after some more training; none for a network that never solved N. */
export const GENERALIZE = tableOf('tables/generalize.csv', {
  ...networkColumns,
  reading: text,
  K: axis,
  accuracy: { ...value, empty: true },
});

/** Tasks that are still solved under a perturbation, by draw. */
export const ROBUSTNESS = tableOf('tables/robustness.csv', {
  ...networkColumns,
  target,
  epsilon: axis,
  draw: key,
  tasks: value,
  solved: value,
});

/** The heads of a perturbed network one by one, over draws: what networks are compared by at equal N. */
export const HEADS = tableOf('tables/heads.csv', {
  ...networkColumns,
  target,
  epsilon: axis,
  draws: value,
  /** Mean over draws of each head, separated by spaces, N = 2 first. */
  accuracies: { type: 'text', role: 'value', empty: true },
  /** In how many draws each head still solves its task. */
  solved: { type: 'text', role: 'value', empty: true },
});

/** Accuracy by module under a perturbation, over draws. */
export const PERTURBATION = tableOf('tables/perturbation.csv', {
  ...networkColumns,
  target,
  epsilon: axis,
  N: axis,
  accuracy: value,
  deviation: { type: 'number', role: 'spread', empty: true },
});

/** Timescales by module, or at each solved N; empty where no fit succeeded. */
export const TIMESCALES = tableOf('tables/timescales.csv', {
  ...networkColumns,
  N: axis,
  trainedMean: time,
  trainedMedian: time,
  effectiveMean: { ...time, empty: true },
  effectiveMedian: { ...time, empty: true },
  neurons: value,
  failedFits: value,
  doubleFits: value,
});

/** How much normalised weights change from the module before to that of N. */
export const CONSERVE = tableOf('tables/conserve.csv', { network, size, seed, N: axis, target, variance: value });

/** Accuracy of every head of the deep network on fresh sequences. */
export const DEEP_HEADS = tableOf('tables/deep.csv', {
  ...networkColumns,
  untilN: { ...key, empty: true },
  N: axis,
  accuracy: value,
});

/** Tasks that are still solved with two modules for every task, mean over draws. */
export const REDUNDANCY = tableOf('tables/redundancy.csv', {
  ...networkColumns,
  variant: text,
  feeding: text,
  epsilon: axis,
  tasks: value,
  solved: value,
  neurons: value,
  parameters: value,
});

/** The second modules: their accuracy, and their distance from those that they duplicate. */
export const TWINS = tableOf('tables/twins.csv', { ...networkColumns, N: axis, accuracy: value, distance: value });
