import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bibtex, releaseDate, sentence } from '../../site/src/report/citation.ts';
import { measured, placeOn, rowName, scalesOf } from '../../site/src/report/intervals.ts';
import { judgement, part } from '../../src/claims/judgement.ts';
import { above, measurement } from '../../src/claims/measurement.ts';

describe('the measurements of a claim', () => {
  const interval = { value: 11, low: 5.6, high: 15.8, confidence: 0.95, delta: 0.8 };
  const solved = { quantity: 'N solved', of: 'modular networks', than: 'non-modular ones' } as const;
  const difference = measurement({ ...solved, name: 'difference, 5-20', item: '5-20' }, interval);
  const ratio = measurement(
    { ...solved, quantity: 'ε at half of the tasks', name: 'factor, 5-20', item: '5-20', kind: 'ratio' },
    { value: 0.6, low: 0.5, high: 0.7, confidence: 0.95 },
  );
  const count = measurement({ name: 'networks', quantity: 'heads', of: 'all' }, 25);
  const claim = judgement(
    [
      part('means', difference, above(0), [count]),
      part('interval', difference, above(0)),
      part('ratio', ratio, above(1)),
    ],
    { seeds: 5 },
  );
  const all = measured(claim);

  test('are drawn where they have an interval, each once, with its effect size', () => {
    expect(all.map(({ name, item, value, low, high, effect }) => [name, item, value, low, high, effect])).toEqual([
      ['difference, 5-20', '5-20', 11, 5.6, 15.8, 0.8],
      ['factor, 5-20', '5-20', 0.6, 0.5, 0.7, null],
    ]);
  });

  test('are named by which one they are, and by what they measure where that differs', () => {
    expect(all.map((row) => rowName(row, true))).toEqual(['5-20', '5-20']);
    const inflection = { ...all[1], quantity: 'ε at the inflection', item: 'inflection, 10-54' } as const;
    expect([all[0], all[1], inflection, { ...all[0], item: '' }].map((row) => rowName(row, false))).toEqual([
      'Difference in N solved, in tasks, 5-20',
      'Ratio of ε at half of the tasks, 5-20',
      'Ratio of ε at the inflection, 10-54',
      'Difference in N solved, in tasks',
    ]);
  });

  test('share one scale a quantity that holds them and what is no difference: 0, of a ratio 1', () => {
    expect([...scalesOf(all).values()]).toEqual([
      { from: 0, to: 15.8, reference: 0 },
      { from: 0.5, to: 1, reference: 1 },
    ]);
  });

  test('stand on their scale in order, between its ends', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        const [low, middle, high] = [a, b, c].sort((x, y) => x - y);
        const [scale] = scalesOf([{ ...all[0], value: middle, low, high }]).values();
        const places = [low, middle, high].map((at) => placeOn(scale, at));
        expect(places).toEqual(places.toSorted((x, y) => x - y));
        expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...places)).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('a citation', () => {
  const work = {
    type: 'conference-paper',
    title: 'Growth & memory: a 5% test',
    authors: [
      { 'given-names': 'Tim J.', 'family-names': 'Schäfer' },
      { 'given-names': 'Anna', 'family-names': 'Levina' },
    ],
    year: 2024,
  };

  test('has authors, year and title in order', () => {
    expect(sentence(work)).toMatch(/^Schäfer, T\. J\. and Levina, A\. \(2024\)\. Growth & memory/);
    expect(bibtex(work)).toContain('@inproceedings{schafer2024growth,');
    expect(bibtex(work)).toContain('author = {Schäfer, Tim J. and Levina, Anna}');
    expect(bibtex(work)).toContain('title = {{Growth \\& memory: a 5\\% test}}');
  });

  test('takes the date of a version from the changelog', () => {
    expect(releaseDate('# Changes\n\n## [0.2.0] - 2026-12-01\n\n## [0.1.0] - 2026-11-21\n', '0.1.0')).toBe(
      '2026-11-21',
    );
    expect(releaseDate('## [Unreleased]\n', '0.1.0')).toBeNull();
  });
});
