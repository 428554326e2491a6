import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawBits } from '../../src/task/batch.ts';
import { answerOf, LABELS, labelsOf, labelsOverTime, RunningLabels } from '../../src/task/label.ts';

const bitsOf = (length: { minLength: number; maxLength: number }) =>
  fc.uint8Array(length).map((raw) => raw.map((value) => value & 1));

describe('the label of N-parity', () => {
  it('is the XOR of the last N bits, whatever came before', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 40 }), fc.integer({ min: 1, max: 12 }), (raw, N) => {
        const bits = raw.map((value) => value & 1);
        const ones = bits.slice(-N).reduce((sum, bit) => sum + bit, 0);
        expect(labelsOf(bits, 1, N)[0]).toBe(ones % 2);
      }),
    );
  });

  it('of N is that of N - 1 one step before, XOR the newest bit', () => {
    const batchSize = 32;
    const bits = drawBits({ seed: 4, purpose: 'train', index: 0, length: 20, bits: 'per-sequence' }, batchSize);
    const before = labelsOf(bits.slice(0, 19 * batchSize), batchSize, 6);
    const now = labelsOf(bits, batchSize, 7);
    now.forEach((label, b) => {
      expect(label).toBe(before[b] ^ bits[19 * batchSize + b]);
    });
  });

  it('is the same bit by bit for every task, after forgetting too; bits before the first are zeros', () => {
    const [largestN, running] = [7, new RunningLabels(7)];
    fc.assert(
      fc.property(bitsOf({ minLength: 1, maxLength: 40 }), (bits) => {
        running.clear();
        const overTime = Array.from({ length: largestN }, (_, n) => labelsOverTime(bits, n + 1));
        bits.forEach((bit, t) => {
          running.push(bit);
          expect(running.length).toBe(t + 1);
          const padded = [...new Uint8Array(largestN), ...bits.slice(0, t + 1)];
          for (let N = 1; N <= largestN; N++) {
            const [label] = labelsOf(padded, 1, N);
            expect([running.label(N), overTime[N - 1][t]]).toEqual([label, label]);
          }
        });
      }),
    );
  });

  it('is answered by the greater logit, even where neither is', () => {
    expect([0.1, 0, -0.1, Number.NaN].map((evidence) => LABELS[answerOf(evidence)])).toEqual([
      'odd',
      'even',
      'even',
      'even',
    ]);
  });
});
