import { params } from './profile.ts';

/** One detail that the paper's text leaves open, and the ways to read it. */
export interface OpenDetail {
  title: string;
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
    text: 'For Fig. 2c the modular network trains its newest module and the non-modular one a new readout head; which weights of the two are free is not said. Readings name modular / non-modular.',
    key: 'generalize.reading',
    readings: [
      { name: 'module/readout', meaning: 'The whole newest module; the new readout head alone.' },
      { name: 'module/all', meaning: 'The whole newest module; the whole non-modular network.' },
      { name: 'readout/readout', meaning: 'Only readout heads on both sides.' },
    ],
    taken: params.generalize.reading,
  },
];
