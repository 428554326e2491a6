import type { Experiment } from '../../../src/lab/experiments.ts';

/** A condition under which a network trains in the page. */
export interface TrainingWay {
  condition: Experiment['condition'];
  /** Whether the non-modular network of the pair trains; the modular one by default. */
  partner?: true;
  words: string;
  /** A token of the page's colours. */
  colour: string;
}

/** A live control of a panel. */
export type StoryControl =
  | { kind: 'place'; label: string }
  | { kind: 'choice'; label: string; choices: readonly { words: string; links: readonly string[] }[] };

/** One step of the story: a question, a panel and claims. */
export interface StoryStep {
  id: string;
  title: string;
  /** Two or three sentences without results, which the verdicts show. */
  text: string;
  /** The panel that shows it. */
  panel: string;
  /** What the reader can do with it: read the curves at a place along x, or choose which curve to follow. */
  control: StoryControl | null;
  /** What runs beside it: two networks under noise, without a kind of memory, or on one more task or on a harder one; a network with changed weights; or what trains side by side. */
  running: 'noise' | 'memory' | 'weights' | 'cost' | 'generalizing' | TrainingWay[] | null;
  /** Claims that are shown with their numbers. */
  claims: readonly string[];
  /** Further claims, folded. */
  also: readonly string[];
}

/** The story in the order of the paper; every claim belongs to one step. */
export const steps: readonly StoryStep[] = [
  {
    id: 'growing',
    title: 'Two ways to grow',
    text: 'A modular network adds a small module for every N. The new module reads the bits and the previous module, and only the new module trains. A non-modular network has one core of neurons, adds a readout head for every N, and trains all weights.',
    panel: '1',
    control: null,
    running: [
      { condition: 'trained', words: 'weights handed on', colour: 'modular' },
      { condition: 'recurrent-random-feedforward-random', words: 'random W^R and W^FF', colour: 'figure-neutral' },
    ],
    claims: ['D.1'],
    also: [],
  },
  {
    id: 'learning',
    title: 'Who gets further?',
    text: 'An epoch has 500 training steps. When the newest head is right often enough, the next N begins. The paper reports that the modular network solves one N after another while a non-modular network of the same cost falls behind.',
    panel: '2a',
    control: { kind: 'place', label: 'Epoch' },
    running: [
      { condition: 'trained', words: 'modular', colour: 'modular' },
      { condition: 'trained', partner: true, words: 'non-modular', colour: 'non-modular' },
    ],
    claims: ['2a.1', '2a.2'],
    also: ['2a.3', '2a.4', '2t.1'],
  },
  {
    id: 'cost',
    title: 'At what cost?',
    text: 'Every solved N needs trained parameters. The paper reports that with the same number of parameters the modular network always solves more tasks.',
    panel: '2b',
    control: { kind: 'place', label: 'Parameters' },
    running: 'cost',
    claims: ['2b.1'],
    also: [],
  },
  {
    id: 'generalising',
    title: 'Does it move on to harder tasks?',
    text: 'Both networks stop at N = 10 and train for a few epochs on N + K, without the tasks between. The paper reports that the modular network generalises better, and that both do worse for larger K.',
    panel: '2c',
    control: { kind: 'place', label: 'K' },
    running: 'generalizing',
    claims: ['2c.1', '2c.2'],
    also: [],
  },
  {
    id: 'breaking',
    title: 'What does it take to break it?',
    text: 'Noise of relative size ε is added to the connections of a trained network, and we count the tasks that it still solves. The paper reports that modular networks tolerate more noise on connections and less on time constants.',
    panel: '3a',
    control: { kind: 'place', label: 'Noise ε' },
    running: 'noise',
    claims: ['3a.1', '3b.1'],
    also: ['3a.2', '3.1'],
  },
  {
    id: 'timescales',
    title: 'Where does the memory sit?',
    text: 'A neuron can remember through a slow time constant τ, or through its connections, which set how long its activity stays correlated. The paper reports that trained networks keep fast neurons and use connections for memory.',
    panel: '4b',
    control: { kind: 'place', label: 'Task N' },
    running: 'memory',
    claims: ['4b.1', '4b.2'],
    also: ['4a.1', '4a.2', '4a.3'],
  },
  {
    id: 'connections',
    title: 'Which connections carry the work?',
    text: 'Noise is added to the feedforward weights between modules or to the recurrent weights within modules. The paper reports that networks are more sensitive to noise on feedforward weights, and that recurrent weights are similar across modules. Each module reads the one before, so errors add up from module to module.',
    panel: '5a',
    control: { kind: 'place', label: 'Noise ε' },
    running: 'weights',
    claims: ['5ab.1', '5c.1'],
    also: ['5a.1', '5b.1'],
  },
  {
    id: 'freezing',
    title: 'What has to be trained?',
    text: 'All modules use the recurrent weights of the first module, frozen, or the feedforward weights of the second. The paper reports that small modules with frozen recurrent weights still solve some tasks, larger ones all tasks, and that frozen feedforward weights prevent learning.',
    panel: '6a',
    control: {
      kind: 'choice',
      label: 'Train',
      choices: [
        { words: 'all weights', links: ['main-line-5'] },
        { words: 'all but W^R, frozen', links: ['frozen-recurrent-5'] },
        { words: 'all but W^FF, frozen', links: ['frozen-feedforward-5'] },
      ],
    },
    running: [
      { condition: 'trained', words: 'all weights training', colour: 'modular' },
      { condition: 'frozen-recurrent', words: 'W^R frozen', colour: 'recurrent' },
      { condition: 'frozen-feedforward', words: 'W^FF frozen', colour: 'feedforward' },
    ],
    claims: ['6a.1', '6a.5', '6a.6'],
    also: ['6a.2', '6a.3', '6a.4', '6a.7', '6a.8'],
  },
  {
    id: 'copying',
    title: 'What can be copied?',
    text: 'The recurrent and feedforward weights of a new module start as copies of the previous module or at random. The paper reports that copied recurrent weights help slightly and copied feedforward weights do not.',
    panel: '6b',
    control: {
      kind: 'choice',
      label: 'Start a new module with',
      choices: [
        { words: 'both copied', links: ['main-line-5'] },
        { words: 'W^R copied', links: ['recurrent-copied-feedforward-random-5'] },
        { words: 'W^FF copied', links: ['recurrent-random-feedforward-copied-5'] },
        { words: 'random weights', links: ['recurrent-random-feedforward-random-5'] },
      ],
    },
    running: [
      { condition: 'trained', words: 'both copied', colour: 'modular' },
      { condition: 'recurrent-copied-feedforward-random', words: 'W^R copied', colour: 'recurrent' },
      { condition: 'recurrent-random-feedforward-copied', words: 'W^FF copied', colour: 'feedforward' },
      { condition: 'recurrent-random-feedforward-random', words: 'random weights', colour: 'figure-neutral' },
    ],
    claims: ['6b.1', '6b.2'],
    also: ['6b.3', '6b.4', '6b.5'],
  },
];
