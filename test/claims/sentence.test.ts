import { describe, expect, test } from 'vitest';
import { type Judgement, judgement, notRun, part } from '../../src/claims/judgement.ts';
import { above, atLeast, measurement } from '../../src/claims/measurement.ts';
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
    "Reproduced: 5-neuron modules solve 11 more tasks than non-modular networks of 20 neurons (95% interval 5.6 to 15.8, Cliff's delta 0.8). Every group has at least 5 seeds. 1 of 15 networks solved nothing and counts as N = 1. Not judged, for want of data at this profile: 10 against 54.",
  ],
  [
    'a negative difference',
    judgement([more(5, 20, interval(-1.5, -4, 1, -0.2))], { seeds: 10 }),
    "Inconclusive: 5-neuron modules solve 1.5 fewer tasks than non-modular networks of 20 neurons (difference -1.5, 95% interval -4 to 1, Cliff's delta -0.2). Every group has at least 10 seeds. By the spread seen, about 28 seeds a group would settle it.",
  ],
  [
    'parts of which one holds, and the rule that they share',
    partly,
    'Partly. Holds: 15-neuron modules solve 0.997 tasks an epoch (95% interval 0.99 to 1). Contradicted: 10-neuron modules solve 0.843 tasks an epoch (95% interval 0.723 to 0.943). Required: at least 0.95. The smallest group has 2 seeds, so its interval is their range.',
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
