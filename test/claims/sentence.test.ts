import { describe, expect, test } from 'vitest';
import { type Judgement, judgement, notRun, part } from '../../src/claims/judgement.ts';
import { above, atLeast, below, measurement } from '../../src/claims/measurement.ts';
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
    'Reproduced: 5-neuron modules solve 11 more tasks than the 20-neuron network (95% interval 5.6 to 15.8, 5 or more seeds). 1 of 15 networks solved nothing and counts as N = 1. Not judged, for want of data at this profile: 10 against 54.',
  ],
  [
    'a negative difference',
    judgement([more(5, 20, interval(-1.5, -4, 1, -0.2))], { seeds: 10 }),
    'Inconclusive: no gain found, but one of up to 1 task is not excluded: 5-neuron modules solve 1.5 fewer tasks than the 20-neuron network (95% interval 4 fewer to 1 more, 10 or more seeds). By the spread seen, about 28 seeds a group would settle it.',
  ],
  [
    'parts of which one holds, and the rule that they share',
    partly,
    'Partly. Holds: 15-neuron modules solve 0.997 tasks an epoch (95% interval 0.99 to 1). Contradicted: 10-neuron modules solve 0.843 tasks an epoch (95% interval 0.723 to 0.943). Required: at least 0.95. The smallest group has 2 seeds, so its interval is their range.',
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
    'Inconclusive: 5-neuron modules tolerate 10% less noise than larger modules (95% interval 25% less to 25% more). The smallest group has 2 seeds, so its interval is their range. By the spread seen, about 20 seeds a group would settle it.',
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
});
