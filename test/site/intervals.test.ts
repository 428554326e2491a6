import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bibtex, releaseDate, sentence } from '../../site/src/report/citation.ts';
import { measured, placeOn, scalesOf, withoutIntervals } from '../../site/src/report/intervals.ts';

describe('the numbers of a claim', () => {
  const numbers = {
    'difference, 5-20': 11,
    'difference, 5-20, low': 5.6,
    'difference, 5-20, high': 15.8,
    "difference, 5-20, Cliff's delta": 0.8,
    'factor at 818 parameters': 0.6,
    'factor at 818 parameters, low': 0.5,
    'factor at 818 parameters, high': 0.7,
    networks: 25,
    condition: 'trained',
    nothing: null,
  };

  test('include intervals and effect sizes', () => {
    expect(measured(numbers)).toEqual([
      { name: 'difference, 5-20', quantity: 'difference', item: '5-20', value: 11, low: 5.6, high: 15.8, delta: 0.8 },
      {
        name: 'factor at 818 parameters',
        quantity: 'factor',
        item: '818 parameters',
        value: 0.6,
        low: 0.5,
        high: 0.7,
        delta: null,
      },
    ]);
  });

  test('share one scale per quantity', () => {
    const scales = scalesOf(measured(numbers));
    expect(scales.get('difference')).toEqual({ from: 0, to: 15.8, reference: 0 });
    expect(scales.get('factor')).toEqual({ from: 0.5, to: 1, reference: 1 });
  });

  test('stand on their scale in order, between its ends', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        const [low, middle, high] = [a, b, c].sort((x, y) => x - y);
        const [scale] = scalesOf([
          { name: 'd', quantity: 'd', item: '', value: middle, low, high, delta: null },
        ]).values();
        const places = [low, middle, high].map((value) => placeOn(scale, value));
        expect(places).toEqual(places.toSorted((x, y) => x - y));
        expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...places)).toBeLessThanOrEqual(100);
      }),
    );
  });

  test('are said once where a drawing has their intervals', () => {
    expect(
      withoutIntervals("5 against 20: 11 (95% interval 5.6 to 15.8, Cliff's delta 0.8) tasks (5 seeds at least)."),
    ).toBe('5 against 20: 11 tasks (5 seeds at least).');
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
