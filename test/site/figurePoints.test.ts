import { describe, expect, test } from 'vitest';
import { movedPoint, nearestPoint, samePoint } from '../../site/src/browser/figurePoints.ts';
import type { PanelPoint } from '../../src/figures/layout.ts';

const point = (line: string, x: number, y: number): PanelPoint => ({
  series: line,
  line,
  links: [line],
  label: line,
  tooltip: [],
  row: { x },
  x,
  y,
});
const [a1, a2, a3] = [point('a', 0, 10), point('a', 10, 20), point('a', 20, 30)];
const [b1, b2, b3] = [point('b', 0, 50), point('b', 10, 20), point('b', 20, 60)];
const c = point('c', 9, 90);
// Not in the order of x.
const points = [a2, a1, a3, b1, b3, b2, c];

describe('the point under the pointer', () => {
  test('is the nearest within the radius', () => {
    expect(nearestPoint(points, 1, 12, 44)).toBe(a1);
    expect(nearestPoint(points, 11, 21, 44)).toBe(a2);
    expect(nearestPoint(points, 300, 300, 44)).toBeNull();
    expect(nearestPoint([], 0, 0, 44)).toBeNull();
  });
});

describe('the arrow keys', () => {
  test('walk along a line by x and stay at its ends', () => {
    expect(movedPoint(points, a1, 'ArrowRight')).toBe(a2);
    expect(movedPoint(points, a2, 'ArrowRight')).toBe(a3);
    expect(movedPoint(points, a3, 'ArrowRight')).toBe(a3);
    expect(movedPoint(points, a1, 'ArrowLeft')).toBe(a1);
    expect(movedPoint(points, a2, 'End')).toBe(a3);
    expect(movedPoint(points, a3, 'Home')).toBe(a1);
  });

  test('move to the line above or below', () => {
    expect(movedPoint(points, a2, 'ArrowDown')).toBe(b2);
    expect(movedPoint(points, b2, 'ArrowDown')).toBe(c);
    expect(movedPoint(points, c, 'ArrowDown')).toBe(c);
    expect(movedPoint(points, c, 'ArrowUp')).toBe(b2);
    expect(movedPoint(points, b2, 'ArrowUp')).toBe(a2);
    expect(movedPoint(points, a2, 'ArrowUp')).toBe(a2);
  });

  test('come to every line from any point', () => {
    for (const from of points) {
      const seen = new Set<string>();
      for (const move of ['ArrowUp', 'ArrowDown'] as const) {
        let at = from;
        for (let step = 0; step < 4; step++) {
          seen.add(at.line);
          at = movedPoint(points, at, move);
        }
        seen.add(at.line);
      }
      expect([...seen].sort()).toEqual(['a', 'b', 'c']);
    }
  });
});

test('a point is found in another drawing of its panel', () => {
  const moved = points.map((point) => ({ ...point, y: point.y + 100 }));
  expect(samePoint(moved, a2, 'x')).toBe(moved[0]);
  expect(
    samePoint(
      moved.filter(({ line }) => line !== 'a'),
      a2,
      'x',
    ),
  ).toBeNull();
});
