/** Title and summary of a figure of the paper. */
export interface Chapter {
  figure: number;
  title: string;
  lede: string;
}

/** The figures of the paper, in its order. */
export const chapters: readonly Chapter[] = [
  {
    figure: 1,
    title: 'Two architectures',
    lede: 'A modular network adds a small module for every new task, and only that module trains. A non-modular network adds a readout head to one core of neurons, and all weights train.',
  },
  {
    figure: 2,
    title: 'How far each network gets',
    lede: 'The paper compares both architectures by the longest task that they solve: over training time, by the number of trained parameters, and when a trained network moves to longer tasks.',
  },
  {
    figure: 3,
    title: 'Robustness to perturbation',
    lede: 'Noise proportional to the weights is added to the connections or to the time constants of a trained network. The figure counts the tasks that it still solves.',
  },
  {
    figure: 4,
    title: 'Timescales',
    lede: 'A neuron can remember through a slow trained time constant, or through its connections, which set its effective timescale: the decay of the autocorrelation of its activity.',
  },
  {
    figure: 5,
    title: 'Feedforward and recurrent weights',
    lede: 'The feedforward weights between modules and the recurrent weights within them are perturbed separately, and compared between consecutive modules.',
  },
  {
    figure: 6,
    title: 'Frozen and copied weights',
    lede: 'Weights are frozen after the first task, or new modules start with copied or random weights. The N that is still solved shows which weights must be trained.',
  },
];
