import { showValue } from '../../../src/artifact/values.ts';
import { params } from './profile.ts';

/** One detail that the paper's text leaves open, and the ways to read it. */
export interface OpenDetail {
  title: string;
  /** One or two words for it. */
  short: string;
  /** What the paper specifies and what it leaves open. */
  text: string;
  /** Key in params.yaml. */
  key: string;
  /** Its values in params.yaml, in a few words, and in full. */
  readings: { name: string; words: string; meaning: string }[];
  /** The reading that this run uses. */
  taken: string;
}

/** The open details of the protocol, most influential first. */
export const openDetails: readonly OpenDetail[] = [
  {
    title: 'Initial weights of a new module',
    short: 'growth',
    text: 'The paper states that the connectivity of a new module is a copy of the feedforward and recurrent connectivity of the previous module. It does not state whether input weights and time constants are copied. In every reading the readout head is new and the first feedforward map is random.',
    key: 'network.growth',
    readings: [
      {
        name: 'copy-connectivity',
        words: 'connections copied',
        meaning: 'W^R and W^FF are copied with their biases; input weights, time constants and readout are random.',
      },
      { name: 'copy-all', words: 'everything copied', meaning: 'Input weights and time constants are copied too.' },
      {
        name: 'shared-draw',
        words: 'one shared draw',
        meaning:
          "The group's script of March 2024 copies the untrained newest module into the next unused one, so all later modules start from one shared random draw; their time constants are drawn afresh.",
      },
    ],
    taken: params.network.growth,
  },
  {
    title: 'Position of the leak',
    short: 'leak',
    text: "Equation 1 applies the nonlinearity to the input alone, inside the leak. The group's non-modular code applies it after the leak.",
    key: 'network.leak',
    readings: [
      { name: 'inside', words: 'inside the leak', meaning: 'As in equation 1.' },
      {
        name: 'inside (modular), outside (non-modular)',
        words: 'after the leak in non-modular networks',
        meaning: 'In non-modular networks the nonlinearity is applied to the leaky sum.',
      },
    ],
    taken: showValue(params.network.leak),
  },
  {
    title: 'Probability of a one',
    short: 'input bits',
    text: 'The paper states: random binary sequence. The code draws the probability of a one, but versions of the code differ in how often.',
    key: 'task.bits',
    readings: [
      {
        name: 'per-sequence',
        words: 'one probability a sequence',
        meaning: 'One probability per sequence, uniform between 0 and 1.',
      },
      { name: 'per-batch', words: 'one probability a batch', meaning: 'One probability per batch.' },
      { name: 'half', words: 'fair coins', meaning: 'Fair coins.' },
    ],
    taken: showValue(params.task.bits),
  },
  {
    title: 'Weights that train on a longer task',
    short: 'generalisation',
    text: 'For Fig. 2c the modular network trains its newest module and the non-modular one a new readout head; it does not state which weights train. Readings name modular / non-modular.',
    key: 'generalize.reading',
    readings: [
      {
        name: 'module/readout',
        words: 'a module against a readout',
        meaning: 'The whole newest module; the new readout head alone.',
      },
      {
        name: 'module/all',
        words: 'a module against all weights',
        meaning: 'The whole newest module; the whole non-modular network.',
      },
      { name: 'readout/readout', words: 'readouts alone', meaning: 'Only readout heads on both sides.' },
    ],
    taken: params.generalize.reading,
  },
  {
    title: 'Weights beside frozen weights',
    short: 'freezing',
    text: 'For Fig. 6a the paper freezes the recurrent or the feedforward weights and trains the rest. It does not state whether the other weights of a new module start at random or as copies.',
    key: 'freeze.rest',
    readings: [
      { name: 'fresh', words: 'others random', meaning: 'All weights but the frozen ones are random.' },
      {
        name: 'copied',
        words: 'others copied',
        meaning: 'The other connections are copied as in the main line, and train.',
      },
    ],
    taken: params.freeze.rest,
  },
  {
    title: 'Weights that train beside frozen weights',
    short: 'what trains',
    text: "The paper freezes one kind of weights and 'trains only the feedforward connections', with about half of the parameters. It does not state whether input weights and time constants train.",
    key: 'freeze.trains',
    readings: [
      { name: 'rest', words: 'all the rest', meaning: 'All that is not frozen trains.' },
      {
        name: 'feedforward',
        words: 'fewer weights',
        meaning: 'Input weights and time constants are frozen too: the other connections and the readout train.',
      },
    ],
    taken: params.freeze.trains,
  },
  {
    title: 'Input weights in copied feedforward weights',
    short: 'duplication',
    text: "For Fig. 6b the paper copies feedforward weights or draws them at random. Elsewhere it counts 'input from sequence' among the feedforward connections.",
    key: 'duplicate.feedforward',
    readings: [
      { name: 'alone', words: 'input weights random', meaning: 'W^FF is copied; the input weights are random.' },
      { name: 'with-input', words: 'input weights copied', meaning: 'W^I is copied with W^FF.' },
    ],
    taken: params.duplicate.feedforward,
  },
  {
    title: 'Learning rate of modular networks',
    short: 'learning rate',
    text: "The paper gives no learning rate. The group's script has a default and sweeps over two values.",
    key: 'training.modular.learningRate',
    readings: [
      { name: '0.4', words: '0.4', meaning: "The script's default." },
      { name: '0.2', words: '0.2', meaning: 'The other value of its sweeps.' },
    ],
    taken: String(params.training.modular.learningRate),
  },
];

/** The open detail of a key of params.yaml; undefined for other keys. */
export function detailOf(key: string | null): OpenDetail | undefined {
  return openDetails.find((detail) => detail.key === key);
}

/** The fragment of an open detail on the methods page. */
export function detailAnchor(key: string): string {
  return `detail-${key.replaceAll('.', '-')}`;
}

/** A value of a detail in a few words; itself where it has none. */
export function valueWords(key: string | null, value: unknown): string {
  return detailOf(key)?.readings.find(({ name }) => name === showValue(value))?.words ?? showValue(value);
}

/** A text with the keys of params.yaml in words: 'the reading of leak'. */
export function withoutKeys(text: string): string {
  return openDetails.reduce((plain, { key, short }) => plain.replaceAll(key, `the reading of ${short}`), text);
}
