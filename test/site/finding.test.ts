import { describe, expect, test } from 'vitest';
import { briefFinding } from '../../site/src/report/finding.ts';

describe('a finding beside its figure', () => {
  test('keeps values, units and intervals', () => {
    const finding =
      "Partly: holds for M_m = 15: 0.997 (95% interval 0.99 to 1, Cliff's delta 1) tasks an epoch; not for M_m = 10: 0.843 (95% interval 0.723 to 0.953) tasks an epoch (5 seeds at least). 1 of 10 networks solved nothing.";
    expect(briefFinding({ finding, verdict: 'partly' })).toEqual({
      lines: [
        'Holds for M_m = 15: 0.997 (0.99 to 1) tasks an epoch',
        'not for M_m = 10: 0.843 (0.723 to 0.953) tasks an epoch',
      ],
      more: 0,
    });
  });

  test('of many groups shows the first and the last', () => {
    const finding = 'Reproduced: K = 1: 0.2; K = 2: 0.3; K = 3: 0.4; K = 4: 0.5 (5 seeds at least).';
    expect(briefFinding({ finding, verdict: 'reproduced' })).toEqual({ lines: ['K = 1: 0.2', 'K = 4: 0.5'], more: 2 });
  });

  test('of a claim that was not run has one line', () => {
    expect(briefFinding({ finding: 'Not run: no rows.', verdict: 'not run' })).toEqual({
      lines: ['No rows.'],
      more: 0,
    });
  });
});
