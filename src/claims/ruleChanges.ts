import type { Verdict } from '../artifact/verdict.ts';

/** A rule that was changed after its outcome was known. What it is now stands in the claim. */
export interface RevisedRule {
  claim: string;
  /** The rule before. */
  before: string;
  /** Why the paper's words ask for another one. */
  why: string;
  /** The verdict by the rule before on the paper profile's tables of 21 November 2026. */
  verdict: Verdict;
}

/** What changed for all claims, which alone turned those that are listed as such. */
export const changedForAll = [
  'A part whose interval did not show that it holds counted as failing, so that claims which the data leave open were called not reproduced. Now a part holds, is contradicted, or is undecided; a claim of which no part is contradicted but one is undecided is inconclusive.',
  'Groups of networks were resampled as if they were independent. They share seeds, and networks with the same seed see the same bits, so they are now compared seed by seed.',
] as const;

/** Every rule that was changed after results were seen, in the order of the claims. */
export const ruleChanges: readonly RevisedRule[] = [
  {
    claim: '2a.2',
    before: 'Tasks an epoch; the lower end of the interval at least 0.95.',
    why: "'solving every task after a single epoch': tasks are counted. A mean of rates fell short of 0.95 by a rounding error.",
    verdict: 'partly',
  },
  {
    claim: '2a.4',
    before: 'The last third solves less than half as many tasks an epoch as the first.',
    why: "'plateau': one meaning of flat for all claims, as for 'stagnating' in 6a.2. A curve that gains a task in four epochs is not flat.",
    verdict: 'reproduced',
  },
  {
    claim: '2b.1',
    before: 'The interval above -1 task, its centre at least 0.',
    why: "'always achieves better performance for the same number of parameters': more, not as much.",
    verdict: 'partly',
  },
  {
    claim: '3a.1',
    before: 'The ε at half of the tasks, all four pairs.',
    why: "'the later inflection point', 'an inherent feature of network architecture', with modules of 5 neurons 'a special case': the inflection itself, half, and the tasks that are left, of the three larger pairs.",
    verdict: 'not reproduced',
  },
  { claim: '3a.2', before: 'As now.', why: 'For all claims: seeds are compared pair by pair.', verdict: 'reproduced' },
  { claim: '3.1', before: 'As now.', why: 'For all claims: undecided is not contradicted.', verdict: 'partly' },
  {
    claim: '4a.1',
    before: 'Two parts: the mean, and the whole interval, within the margin.',
    why: 'For all claims: an interval that crosses the margin is undecided, not one part of two.',
    verdict: 'reproduced',
  },
  {
    claim: '5c.1',
    before: 'Recurrent weights from N = 3 on, feedforward weights from N = 4 on.',
    why: "'across two consecutive modules': both over the same modules, and by depth.",
    verdict: 'not reproduced',
  },
  {
    claim: '6a.1',
    before: 'Two parts: N solved below 3, and at most 4.',
    why: "'we train the feedforward connections between the N = 2 and N = 3 modules': N = 3 is trained by the paper's procedure, so what counts is N beyond 3.",
    verdict: 'partly',
  },
  {
    claim: '6a.2',
    before: 'The mean, without its interval, within 20% of 15.',
    why: "'comfortably reaching about 15 before stagnating': one stuck seed moves a mean, so the interval is held against 15.",
    verdict: 'not reproduced',
  },
  {
    claim: '6a.3',
    before: 'As now.',
    why: 'For all claims: undecided is not contradicted.',
    verdict: 'not reproduced',
  },
  {
    claim: '6a.5',
    before: 'Two parts: the mean, and the whole interval, within 10%.',
    why: 'For all claims: an interval that crosses the margin is undecided.',
    verdict: 'not reproduced',
  },
  {
    claim: '6a.7',
    before: 'The share of W^R and its bias, with three biases a neuron.',
    why: "'training only the feedforward connections between modules' reduces 'the trainable parameters by half': what is left out is all but W^FF and the readout. A neuron has one bias, as in equations 3 and 4 and in 2b.1.",
    verdict: 'partly',
  },
  {
    claim: '6b.1',
    before: 'The main effect alone.',
    why: "'compared to when neither weights are duplicated': a main effect hides the interaction of both kinds.",
    verdict: 'not reproduced',
  },
  {
    claim: '6b.2',
    before: 'Two parts on the main effect: not above 0, and at most 10%.',
    why: "'little to no improvement to when neither weights are duplicated': against neither, beside the main effect; little is allowed.",
    verdict: 'partly',
  },
  {
    claim: '6b.3',
    before: 'Within 10% of the larger mean, means and interval.',
    why: "'the weak overall effect': weak beside how networks differ anyway. A margin of two tasks could not be met with seeds that spread over ten.",
    verdict: 'not reproduced',
  },
  {
    claim: '6b.4',
    before: 'As now.',
    why: 'For all claims: undecided is not contradicted.',
    verdict: 'not reproduced',
  },
];
