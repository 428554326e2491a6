import { describe, expect, test } from 'vitest';
import { type Judgement, judgement, notRun, part } from '../../src/claims/judgement.ts';
import { above, atLeast, atMost, below, measurement, within } from '../../src/claims/measurement.ts';
import { findingLines, findingSentence } from '../../src/claims/sentence.ts';

const interval = (value: number, low: number, high: number, delta?: number) => ({
  value,
  low,
  high,
  confidence: 0.95,
  delta,
});

const more = (size: number, beside: number, measured: ReturnType<typeof interval>) => {
  const name = `difference, ${size}-${beside}`;
  const groups = { of: `${size}-neuron modules`, than: `non-modular networks of ${beside} neurons` };
  const difference = measurement({ name, item: `${size}-${beside}`, quantity: 'N solved', ...groups }, measured);
  return part(`${size} against ${beside}`, difference, above(0));
};

const rate = (size: number, measured: ReturnType<typeof interval>) => {
  const item = `M_m = ${size}`;
  const description = { name: `tasks an epoch, ${item}`, item, of: `${size}-neuron modules` };
  return part(item, measurement({ ...description, quantity: 'tasks solved an epoch' }, measured), atLeast(0.95));
};

const noise = (measured: ReturnType<typeof interval>) => {
  const groups = { of: '5-neuron modules', than: 'larger modules' };
  const ratio = { name: 'factor', quantity: 'ε at half of the tasks', kind: 'ratio', ...groups } as const;
  return part('noise', measurement(ratio, measured), below(1));
};

const departure = (size: number, share: number) => {
  const item = `M_m = ${size}`;
  const description = { name: `departure, ${item}`, item, of: `${size}-neuron modules` };
  const measured = measurement(
    { ...description, quantity: 'departure of the parameters from a line' },
    interval(share, share, share),
  );
  return part(item, measured, below(0.02));
};

const apart = (measured: ReturnType<typeof interval>, region: ReturnType<typeof within>) => {
  const groups = { of: '10-neuron modules with frozen recurrent weights', than: 'trained ones' };
  return part(
    'apart',
    measurement({ name: 'apart', quantity: 'N solved', kind: 'difference', ...groups }, measured),
    region,
  );
};

const reproduced = judgement([more(5, 20, interval(11, 5.6, 15.8, 0.8))], {
  seeds: 5,
  notes: [{ kind: 'stuck networks', count: 1, of: 15 }],
  omitted: ['10 against 54'],
});
const partly = judgement([rate(10, interval(0.8432, 0.723, 0.943)), rate(15, interval(0.997, 0.99, 1))], { seeds: 2 });

test.each<[string, Judgement, string]>([
  [
    'a difference, with what is to be known of the networks',
    reproduced,
    'Reproduced: 5-neuron modules solve 11 more tasks than the 20-neuron network (95% interval 5.6 to 15.8, 5 or more seeds). 1 of 15 networks solved nothing and counts as N = 1. Not judged for lack of data in this profile: 10 against 54.',
  ],
  [
    'a negative difference',
    judgement([more(5, 20, interval(-1.5, -4, 1, -0.2))], { seeds: 10 }),
    'Inconclusive: no gain found, but one of up to 1 task is not excluded: 5-neuron modules solve 1.5 fewer tasks than the 20-neuron network (95% interval 4 fewer to 1 more, 10 or more seeds). At this spread, about 28 seeds in each group would decide it.',
  ],
  [
    'a difference in favour that is not certain',
    judgement([more(5, 20, interval(3, -0.5, 6.2, 0.3))], { seeds: 10 }),
    'Inconclusive: this may be chance: 5-neuron modules solve 3 more tasks than the 20-neuron network (95% interval 0.5 fewer to 6.2 more, 10 or more seeds). At this spread, about 14 seeds in each group would decide it.',
  ],
  [
    'parts of which one holds, and the rule that they share',
    partly,
    'Partly. Holds: 15-neuron modules solve 0.997 tasks an epoch (95% interval 0.99 to 1). Contradicted: 10-neuron modules solve 0.843 tasks an epoch (95% interval 0.723 to 0.943). Required: at least 0.95 tasks an epoch. The smallest group has 2 seeds, so its interval is their range.',
  ],
  [
    'networks that differ in one number',
    judgement([more(5, 20, interval(11, 5.6, 15.8)), more(10, 54, interval(29, 21, 36))], { seeds: 5 }),
    'Reproduced: 5- and 10-neuron modules solve 11 to 29 more tasks than the 20- and 54-neuron networks (95% intervals between 5.6 and 36, 5 or more seeds).',
  ],
  [
    'differences in opposite directions',
    judgement([more(5, 20, interval(3, 1, 5)), more(10, 54, interval(-3, -5, -1))], { seeds: 5 }),
    'Partly. Holds: 5-neuron modules solve 3 more tasks than the 20-neuron network (95% interval 1 to 5). Contradicted: 10-neuron modules solve 3 fewer tasks than the 54-neuron network (95% interval 1 to 5). Every group has 5 or more seeds.',
  ],
  [
    'noise that networks tolerate',
    judgement([noise(interval(0.62, 0.556, 0.696))], { seeds: 5 }),
    'Reproduced: 5-neuron modules tolerate 38% less noise than larger modules (95% interval 30% to 44%, 5 or more seeds).',
  ],
  [
    'noise of which neither more nor less is certain',
    judgement([noise(interval(0.9, 0.75, 1.25))], { seeds: 2 }),
    'Inconclusive: 5-neuron modules tolerate 10% less noise than larger modules (95% interval 25% less to 25% more). The smallest group has 2 seeds, so its interval is their range. At this spread, about 20 seeds in each group would decide it.',
  ],
  [
    'a difference of which only its size is open',
    judgement([apart(interval(9.4, 2.8, 16.2), within(6.1))], { seeds: 5 }),
    'Inconclusive: there is a difference, but whether it is larger than 6.1 tasks is open: 10-neuron modules with frozen recurrent weights solve 9.4 more tasks than trained ones (95% interval 2.8 to 16.2, 5 or more seeds; required: within ±6.1). At this spread, about 20 seeds in each group would decide it.',
  ],
  [
    'a difference of which only its size is open, the other way',
    judgement([apart(interval(-3, -5, -1), within(4))], { seeds: 5 }),
    'Inconclusive: there is a difference, but whether it is larger than 4 tasks is open: 10-neuron modules with frozen recurrent weights solve 3 fewer tasks than trained ones (95% interval 1 to 5, 5 or more seeds; required: within ±4). At this spread, about 20 seeds in each group would decide it.',
  ],
  [
    'a difference that may be none, and may be too large',
    judgement([apart(interval(1, -1, 3), within(2))], { seeds: 5 }),
    'Inconclusive: a difference of up to 3 tasks is not excluded: 10-neuron modules with frozen recurrent weights solve 1 more task than trained ones (95% interval 1 fewer to 3 more, 5 or more seeds; required: within ±2). At this spread, about 20 seeds in each group would decide it.',
  ],
  [
    'a difference with a limit on one side alone',
    judgement([apart(interval(3, 1, 5), atMost(4))], { seeds: 5 }),
    'Inconclusive: a difference of up to 5 tasks is not excluded: 10-neuron modules with frozen recurrent weights solve 3 more tasks than trained ones (95% interval 1 to 5, 5 or more seeds; required: at most 4). At this spread, about 20 seeds in each group would decide it.',
  ],
  [
    'a claim that was not run',
    notRun({ kind: 'too few epochs', detail: '20 epochs are too few to show a plateau.', actual: 20, needed: 40 }),
    'Not run: 20 epochs are too few to show a plateau.',
  ],
])('the sentence of %s', (_, judged, sentence) => {
  expect(findingSentence(judged)).toBe(sentence);
});

describe('a sentence beside its verdict or its numbers', () => {
  test('opens with what was found, or with the word for a statement of ours', () => {
    expect(findingSentence(reproduced, { opening: 'none' })).toMatch(/^5-neuron modules solve 11 more tasks/);
    expect(findingSentence(reproduced, { opening: 'outcome' })).toMatch(/^Holds: 5-neuron modules/);
    expect(findingSentence(partly, { opening: 'outcome' })).toMatch(/^Holds in part\. Holds: /);
  });

  test('leaves out intervals and rules where a table has them', () => {
    expect(findingSentence(partly, { opening: 'none', intervals: false })).toBe(
      'Holds: 15-neuron modules solve 0.997 tasks an epoch. Contradicted: 10-neuron modules solve 0.843 tasks an epoch. The smallest group has 2 seeds, so its interval is their range.',
    );
  });

  test('becomes short lines beside a figure', () => {
    expect(findingLines(reproduced)).toEqual(['5-20: +11 (5.6 to 15.8) tasks']);
    expect(findingLines(partly)).toEqual([
      'Contradicted, M_m = 10: 0.843 (0.723 to 0.943) tasks an epoch',
      'Holds, M_m = 15: 0.997 (0.99 to 1) tasks an epoch',
    ]);
  });

  test('is one line beside a figure where all networks have one exact value', () => {
    expect(findingLines(judgement([departure(5, 0), departure(10, 0), departure(15, 0)], { seeds: 5 }))).toEqual([
      'Every task adds the same number of parameters to 5-, 10- and 15-neuron modules',
    ]);
    expect(findingLines(judgement([departure(5, 0), departure(10, 0.5)], { seeds: 5 }))).toEqual([
      'Holds, every task adds the same number of parameters to 5-neuron modules',
      'Contradicted, the parameters that each task adds to 10-neuron modules differ by 50%',
    ]);
  });

  test('names each network beside a figure where exact values differ, without intervals', () => {
    expect(findingLines(judgement([departure(5, 0.01), departure(10, 0)], { seeds: 5 }))).toEqual([
      'M_m = 5: 1%',
      'M_m = 10: 0%',
    ]);
  });
});
