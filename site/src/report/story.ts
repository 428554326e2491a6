/** One step of the story: what is asked, and what answers it. */
export interface StoryStep {
  id: string;
  title: string;
  /** Two or three sentences; what came out stands in the verdicts beside them, never here. */
  text: string;
  /** The panel that shows it. */
  panel: string;
  /** Claims that stand beside it with their numbers. */
  claims: readonly string[];
  /** Further claims, folded. */
  also: readonly string[];
}

/** The story in the order of the paper: every claim of it stands in one step. */
export const steps: readonly StoryStep[] = [
  {
    id: 'growing',
    title: 'Two ways to grow',
    text: 'A modular network gets a new small module for every N. The module reads the bits and the module before it, and it alone learns; all others stay as they are. A non-modular network keeps one core of neurons, gets a new readout head for every N, and trains everything again.',
    panel: '1',
    claims: ['D.1'],
    also: [],
  },
  {
    id: 'learning',
    title: 'Who gets further?',
    text: 'Every epoch is 500 steps of training. When the newest answer is right often enough, the next N begins. The paper says that the modular network climbs one N after another while the ordinary one of the same cost falls behind.',
    panel: '2a',
    claims: ['2a.1', '2a.2'],
    also: ['2a.3', '2a.4', '2t.1'],
  },
  {
    id: 'cost',
    title: 'At what cost?',
    text: 'Every solved N costs parameters that have to be trained. The paper says that for the same number of them the modular network solves at least as much, whatever the budget.',
    panel: '2b',
    claims: ['2b.1'],
    also: [],
  },
  {
    id: 'generalising',
    title: 'Does it move on to harder tasks?',
    text: 'Both networks stop at N = 10 and get a few more epochs on N + K at once, without the steps between. The paper says that the modular network carries more over, and that both carry less the longer the jump.',
    panel: '2c',
    claims: ['2c.1', '2c.2'],
    also: [],
  },
  {
    id: 'breaking',
    title: 'What does it take to break it?',
    text: 'Noise in proportion to the weights, of relative size ε, is added to the connections of a trained network, and we count the tasks that it still solves. The paper says that a modular network bears more noise on its connections, and less on its time constants.',
    panel: '3a',
    claims: ['3a.1', '3b.1'],
    also: ['3a.2', '3.1'],
  },
  {
    id: 'timescales',
    title: 'Where does the memory sit?',
    text: 'A neuron remembers by being slow itself, which is its time constant τ, or through its connections, which shows in how long its activity resembles itself. The paper says that trained networks keep fast neurons and let connections do the remembering.',
    panel: '4b',
    claims: ['4b.1', '4b.2'],
    also: ['4a.1', '4a.2'],
  },
  {
    id: 'connections',
    title: 'Which connections carry the work?',
    text: 'Noise on the feedforward weights alone, from module to module, against noise on the recurrent weights alone, within modules. The paper says that the feedforward ones are the sensitive ones, and the recurrent ones what modules have in common.',
    panel: '5a',
    claims: ['5ab.1', '5c.1'],
    also: ['5a.1', '5b.1'],
  },
  {
    id: 'freezing',
    title: 'What has to be trained?',
    text: 'The recurrent weights of the first module are used in all others and never trained again, or the feedforward weights are. The paper says that small modules still get some way with frozen recurrent weights, larger ones all the way, and none with frozen feedforward weights.',
    panel: '6a',
    claims: ['6a.1', '6a.5', '6a.6'],
    also: ['6a.2', '6a.3', '6a.4', '6a.7'],
  },
  {
    id: 'copying',
    title: 'What can be copied?',
    text: 'A new module starts as a copy of the module before it, or at random, in its recurrent weights, its feedforward weights, or both. The paper says that copied recurrent weights help a little and copied feedforward weights do not.',
    panel: '6b',
    claims: ['6b.1', '6b.2'],
    also: ['6b.3', '6b.4'],
  },
];
