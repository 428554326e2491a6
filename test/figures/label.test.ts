import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wholeTicks } from '../../src/figures/frame.ts';
import { separate } from '../../src/figures/label.ts';

test('overlapping labels move a line apart', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 8 }), (pixels) => {
      const boxes = pixels.map((pixel) => ({ left: 0, right: 50, pixel }));
      const order = [...boxes].sort((a, b) => a.pixel - b.pixel);
      separate(boxes, 0, 300);
      for (let i = 1; i < order.length; i++) expect(order[i].pixel - order[i - 1].pixel).toBeGreaterThan(12);
    }),
  );
});

test('separate labels do not move', () => {
  const boxes = [
    { left: 0, right: 50, pixel: 10 },
    { left: 100, right: 150, pixel: 10 },
  ];
  separate(boxes, 0, 300);
  expect(boxes.map(({ pixel }) => pixel)).toEqual([10, 10]);
});

test('ticks of counts are whole numbers', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 3, max: 9 }),
      (low, range, count) => {
        const ticks = wholeTicks([low, low + range], count);
        expect(ticks.length).toBeLessThanOrEqual(count + 2);
        for (const tick of ticks) {
          expect(Number.isInteger(tick)).toBe(true);
          expect(tick).toBeGreaterThanOrEqual(low);
          expect(tick).toBeLessThanOrEqual(low + range);
        }
      },
    ),
  );
});
