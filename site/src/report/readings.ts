import { params } from './profile.ts';

/** One detail that the paper's text leaves open, and the ways to read it. */
export interface OpenDetail {
  title: string;
  /** One or two words for it. */
  short: string;
  /** What the paper says, and does not. */
  text: string;
  /** Key in params.yaml. */
  key: string;
  readings: { name: string; meaning: string }[];
  /** The reading of this run. */
  taken: string;
}

/** The open details of the protocol, the decisive one first. */
export const openDetails: readonly OpenDetail[] = [
  {
    title: 'What a new module starts from',
    short: 'growth',
    text: 'The paper: the connectivity of the new module is a copy of the corresponding feedforward and recurrent connectivity of the module before. Whether the input weights and time constants are copied is not said. The readout head is new, and the first feedforward map is random in every reading.',
    key: 'network.growth',
    readings: [
      {
        name: 'copy-connectivity',
        meaning: 'W^R and W^FF are copied with their biases; input weights, time constants and readout are fresh.',
      },
      { name: 'copy-all', meaning: 'Input weights and time constants are copied too.' },
      {
        name: 'as-coded',
        meaning:
          "The group's script of March 2024 copies the untrained newest module into the next unused one, so all later modules start from one shared random draw.",
      },
    ],
    taken: params.network.growth,
  },
  {
    title: 'Where the leak stands',
    short: 'leak',
    text: "Equation 1 applies the nonlinearity to the input alone, inside the leak. The group's non-modular code applies it after the leak.",
    key: 'network.leak',
    readings: [
      { name: 'inside', meaning: 'As in equation 1.' },
      { name: 'outside', meaning: 'The nonlinearity is applied to the leaky sum.' },
    ],
    taken: params.network.leak,
  },
  {
    title: 'How often a bit is one',
    short: 'input bits',
    text: 'The paper says random binary sequence. The code draws the probability of a one, and its versions differ in how often.',
    key: 'task.bits',
    readings: [
      { name: 'per-sequence', meaning: 'Every sequence has its own probability, uniform between 0 and 1.' },
      { name: 'per-batch', meaning: 'One probability a batch.' },
      { name: 'half', meaning: 'Fair coins.' },
    ],
    taken: params.task.bits,
  },
  {
    title: 'What trains on a longer task',
    short: 'generalisation',
    text: 'For Fig. 2c the modular network trains its newest module and the non-modular one a new readout head; which weights of the two are free is not said. Readings name modular / non-modular.',
    key: 'generalize.reading',
    readings: [
      { name: 'module/readout', meaning: 'The whole newest module; the new readout head alone.' },
      { name: 'module/all', meaning: 'The whole newest module; the whole non-modular network.' },
      { name: 'readout/readout', meaning: 'Only readout heads on both sides.' },
    ],
    taken: params.generalize.reading,
  },
  {
    title: 'What stands beside frozen weights',
    short: 'freezing',
    text: 'For Fig. 6a the paper freezes the recurrent or the feedforward weights and trains the rest. Whether the rest of a new module starts fresh or is handed on is not said.',
    key: 'freeze.rest',
    readings: [
      { name: 'fresh', meaning: 'Everything but the frozen weights is drawn anew.' },
      { name: 'copied', meaning: 'The other connections are handed on as in the main line, and train.' },
    ],
    taken: params.freeze.rest,
  },
  {
    title: 'What copying feedforward weights takes along',
    short: 'duplication',
    text: "For Fig. 6b the paper copies feedforward weights or draws them anew. Elsewhere it counts 'input from sequence' among the feedforward connections.",
    key: 'duplicate.feedforward',
    readings: [
      { name: 'alone', meaning: 'W^FF is copied; the input weights are drawn anew.' },
      { name: 'with-input', meaning: 'W^I is copied with W^FF.' },
    ],
    taken: params.duplicate.feedforward,
  },
  {
    title: 'How fast modular networks learn',
    short: 'learning rate',
    text: "The paper gives no learning rate. The group's script has a default, and sweeps over two.",
    key: 'training.modular.learningRate',
    readings: [
      { name: '0.4', meaning: "The script's default." },
      { name: '0.2', meaning: 'The other rate of its sweeps.' },
    ],
    taken: String(params.training.modular.learningRate),
  },
];

/** The open detail of a key of params.yaml; undefined for a key that is none. */
export function detailOf(key: string | null): OpenDetail | undefined {
  return openDetails.find((detail) => detail.key === key);
}

/** The fragment of an open detail on the methods page. */
export function detailAnchor(key: string): string {
  return `detail-${key.replaceAll('.', '-')}`;
}
