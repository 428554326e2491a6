import { describe, expect, it } from 'vitest';
import { type BatchOrigin, drawBits, drawInitialState } from '../../src/task/batch.ts';

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

describe('bits', () => {
  const length = 400;
  it('have a probability per sequence by default: shares of ones spread over [0, 1]', () => {
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
