import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parity, stream } from '../../site/src/report/parity.ts';
import { symbols, symbolsOfHtml } from '../../site/src/report/symbols.ts';
import { show, showNumber, words } from '../../site/src/report/text.ts';

describe('the running example', () => {
  test('parity of the last N is 1 for an odd number of ones', () => {
    expect(stream.join('')).toBe('10110100');
    expect([2, 3, 5].map((N) => parity(stream, N).answer)).toEqual([0, 1, 0]);
  });

  test('parity of N + 1 follows from parity of N', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0 as const, 1 as const), { minLength: 3, maxLength: 30 }), (bits) => {
        const N = bits.length - 1;
        expect(parity(bits, N + 1).answer).toBe(parity(bits, N).answer ^ bits[0]);
      }),
    );
  });
});

describe('text of claims and captions', () => {
  test('the symbols of the paper are set as symbols', () => {
    expect(symbols('W^R and W^FF')).toBe('<i>W</i><sup>R</sup> and <i>W</i><sup>FF</sup>');
    expect(symbols('M_m = 5')).toBe('<i>M</i><sub>m</sub>\u00a0=\u00a05');
    expect(symbols('at N = 10')).toBe('at <i>N</i>\u00a0=\u00a010');
    expect(symbols('tau falls with eps')).toBe('<i>τ</i> falls with <i>ε</i>');
    expect(symbols('a difference of -1.5')).toBe('a difference of \u22121.5');
  });

  test('in HTML they are set in its text alone', () => {
    expect(symbolsOfHtml('<p title="N = 2"><code>W^R</code> at N = 10</p>')).toBe(
      '<p title="N = 2"><code>W^R</code> at <i>N</i>\u00a0=\u00a010</p>',
    );
  });

  test('text never becomes markup', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(symbols(`${text}<script>`).replaceAll(/<\/?(i|sup|sub)>/g, '')).not.toMatch(/[<>]/);
      }),
    );
  });
});

describe('numbers and names', () => {
  test('numbers have groups and a true minus sign', () => {
    expect([1234, 12345, -0.5, 1e-7].map(showNumber)).toEqual(['1234', '12\u202f345', '\u22120.5', '1e-7']);
    expect(show([5, 10])).toBe('5, 10');
    expect(show(null)).toBe('none');
  });

  test('keys of params.yaml read as words', () => {
    expect(['learningRate', 'firstN', 'nonModularSize', 'K'].map(words)).toEqual([
      'learning rate',
      'first N',
      'non-modular size',
      'K',
    ]);
  });
});
