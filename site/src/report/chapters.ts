/** What a figure of the paper is about, in our own words. */
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
    lede: 'A modular network gains a small module of neurons for every new task, and only that module learns. A non-modular network keeps one core of neurons for all tasks, gains a readout head, and learns everything again.',
  },
  {
    figure: 2,
    title: 'How far each network gets',
    lede: 'The paper compares the two by the longest task they solve: over training time, against the number of parameters they train, and when a trained network moves on to longer tasks.',
  },
  {
    figure: 3,
    title: 'What it takes to break them',
    lede: 'Noise in proportion to the weights is added to a trained network, once to its connections and once to its time constants. The figure counts the tasks that it still solves.',
  },
  {
    figure: 4,
    title: 'Where the memory sits',
    lede: 'A neuron can remember by being slow itself, which is its trained time constant, or through its connections, which shows in the autocorrelation of its activity: its effective timescale.',
  },
  {
    figure: 5,
    title: 'Which connections carry the work',
    lede: 'In modular networks the weights between modules (feedforward) and within them (recurrent) are perturbed apart, and compared from one module to the next.',
  },
  {
    figure: 6,
    title: 'What has to be trained, and what can be copied',
    lede: 'Weights are frozen once the first task is solved, or every new module starts from a copy or from a random draw. What the network still reaches tells what training must provide.',
  },
];
