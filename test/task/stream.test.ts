import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { naturalLog, philox, purposeKey, stream } from '../../src/task/stream.ts';

const seeds = fc.nat({ max: 2 ** 32 - 1 });

describe('Philox4x32-10', () => {
  // Known answers published with Random123 (kat_vectors).
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8'],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      ['408f276d', '41c83b0e', 'a20bc7c6', '6d5451fd'],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      ['d16cfe09', '94fdcceb', '5001e420', '24126ea1'],
    ],
  ])('counter %j and key %j give the published words', (counter, key, words) => {
    expect(philox(counter, key).map((word) => word.toString(16).padStart(8, '0'))).toEqual(words);
  });
});

describe('a stream', () => {
  it('lays words out by group of 16: word n is output floor((n mod 16) / 4) of block 4 floor(n / 16) + n mod 4', () => {
    fc.assert(
      fc.property(seeds, fc.nat({ max: 200 }), fc.nat(), (seed, n, index) => {
        const words = stream(seed, 'bits', index, 7);
        for (let i = 0; i < n; i++) words.word();
        const block = 4 * Math.floor(n / 16) + (n % 4);
        const expected = philox([block, index, 7, 0], [seed, purposeKey('bits')])[Math.floor((n % 16) / 4)];
        expect(words.word()).toBe(expected);
      }),
    );
  });

  it('is the same each time, and another for another seed, purpose, index or subindex', () => {
    const first = (...name: Parameters<typeof stream>) => stream(...name).word();
    const base = first(1, 'weights', 2, 3);
    expect(first(1, 'weights', 2, 3)).toBe(base);
    for (const other of [
      first(2, 'weights', 2, 3),
      first(1, 'bits', 2, 3),
      first(1, 'weights', 3, 3),
      first(1, 'weights', 2, 4),
    ]) {
      expect(other).not.toBe(base);
    }
  });

  it('has uniform numbers in [0, 1) that are exact in float32, with mean 1/2 and variance 1/12', () => {
    const { uniform } = stream(5, 'weights');
    const values = Array.from({ length: 20000 }, uniform);
    for (const value of values) {
      expect(value >= 0 && value < 1).toBe(true);
      expect(Math.fround(value)).toBe(value);
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 1);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002);
  });

  it('has normal numbers with mean 0, variance 1 and kurtosis 3', () => {
    const { normal } = stream(6, 'perturbation');
    const values = Array.from({ length: 40000 }, normal);
    const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.02);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.03);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.2);
  });

  it('has integers uniform on [0, below)', () => {
    const { integer } = stream(7, 'length');
    const counts = new Array(6).fill(0);
    for (let i = 0; i < 60000; i++) counts[integer(6)]++;
    for (const count of counts) expect(Math.abs(count - 10000)).toBeLessThan(400);
  });
});

describe('the natural logarithm', () => {
  it('agrees with Math.log to 1e-14 over all magnitudes', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(Math.abs(naturalLog(x) - Math.log(x))).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(Math.log(x))));
      }),
    );
  });
});
