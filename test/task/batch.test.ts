import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BatchOrigin, drawBits, drawInitialState, drawLength, parity } from '../../src/task/batch.ts';

const origin = (changes: Partial<BatchOrigin> = {}): BatchOrigin => ({
  seed: 3,
  purpose: 'train',
  index: 5,
  length: 40,
  bits: 'per-sequence',
  ...changes,
});

/** Share of ones in each sequence of a batch. */
function shares(bits: Uint8Array, batchSize: number): number[] {
  const length = bits.length / batchSize;
  return Array.from({ length: batchSize }, (_, b) => {
    let ones = 0;
    for (let t = 0; t < length; t++) ones += bits[t * batchSize + b];
    return ones / length;
  });
}

const sd = (values: number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};

describe('N-parity', () => {
  it('is the XOR of the last N bits, whatever came before', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 40 }), fc.integer({ min: 1, max: 12 }), (raw, N) => {
        const bits = raw.map((value) => value & 1);
        const ones = bits.slice(-N).reduce((sum, bit) => sum + bit, 0);
        expect(parity(bits, 1, N)[0]).toBe(ones % 2);
      }),
    );
  });

  it('of N is that of N - 1 one step before, XOR the newest bit', () => {
    const batchSize = 32;
    const bits = drawBits(origin({ length: 20 }), batchSize);
    const before = parity(bits.slice(0, 19 * batchSize), batchSize, 6);
    const now = parity(bits, batchSize, 7);
    now.forEach((label, b) => {
      expect(label).toBe(before[b] ^ bits[19 * batchSize + b]);
    });
  });

  it('has sequences of N + 2 to 4 N + 1 bits, all about equally often', () => {
    const N = 3;
    const counts = new Map<number, number>();
    for (let index = 0; index < 9000; index++) {
      const length = drawLength(1, 'train', index, N);
      counts.set(length, (counts.get(length) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('bits', () => {
  const length = 400;
  it('have a probability of their own in each sequence by default: shares of ones spread over [0, 1]', () => {
    const spread = sd(shares(drawBits(origin({ length }), 256), 256));
    expect(spread).toBeGreaterThan(0.25);
    expect(spread).toBeLessThan(0.33);
  });

  it('share one probability in the reading per-batch, and batches differ', () => {
    const batches = [0, 1, 2, 3].map((index) =>
      shares(drawBits(origin({ length, index, bits: 'per-batch' }), 256), 256),
    );
    for (const batch of batches) expect(sd(batch)).toBeLessThan(0.03);
    expect(sd(batches.map((batch) => batch[0]))).toBeGreaterThan(0.05);
  });

  it('are fair in the reading half', () => {
    const batch = shares(drawBits(origin({ length, bits: 'half' }), 256), 256);
    expect(Math.abs(batch.reduce((sum, share) => sum + share, 0) / 256 - 0.5)).toBeLessThan(0.01);
    expect(sd(batch)).toBeLessThan(0.03);
  });

  it('are others for training and test, and for every index', () => {
    const text = (changes: Partial<BatchOrigin>) => drawBits(origin(changes), 16).join('');
    expect(text({})).toBe(text({}));
    expect(text({ purpose: 'test' })).not.toBe(text({}));
    expect(text({ index: 6 })).not.toBe(text({}));
  });
});

describe('initial activities', () => {
  it('are uniform on [0, 0.1)', () => {
    const values = drawInitialState(origin(), 3, 7, 64);
    expect(values.length).toBe(3 * 7 * 64);
    for (const value of values) expect(value >= 0 && value < 0.1).toBe(true);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean - 0.05)).toBeLessThan(0.003);
  });
});
